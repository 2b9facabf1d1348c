using System.Collections.Concurrent;

namespace Haneul.Api.Dispatch;

/// <summary>Finds the type of an action by service and name: <c>Haneul.Api.Ec2.CreateVpc</c>. A new action is a new file and nothing else.</summary>
public static class Actions
{
    private static readonly ConcurrentDictionary<(string, string), Type?> Known = new();

    public static Type? Find(Service service, string action) =>
        action.Length is > 0 and <= 100 && action.All(char.IsAsciiLetterOrDigit)
            ? Known.GetOrAdd((service.Name, action), static k => Look(k.Item1, k.Item2))
            : null;

    /// <summary>All actions of a service, by name.</summary>
    public static IReadOnlyList<Type> Of(Service service) =>
    [
        .. typeof(Actions).Assembly.GetTypes().Where(t => t.Namespace == $"Haneul.Api.{service.Name}" && IsAction(t)).OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    private static Type? Look(string service, string action) =>
        typeof(Actions).Assembly.GetType($"Haneul.Api.{service}.{action}") is { } type && IsAction(type) ? type : null;

    private static bool IsAction(Type type) => type is { IsAbstract: false, IsNested: false } && typeof(Call).IsAssignableFrom(type);
}
