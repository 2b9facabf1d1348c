using System.Collections.Concurrent;

namespace Haneul.Api.Dispatch;

/// <summary>Finds the type of an action by service and name: <c>Haneul.Api.Ec2.CreateVpc</c>. A new action is a new file and nothing else.</summary>
public static class Actions
{
    private static readonly ConcurrentDictionary<(Service, string), Type?> Known = new();

    public static Type? Find(Service service, string action) =>
        action.Length is > 0 and <= 100 && action.All(char.IsAsciiLetterOrDigit)
            ? Known.GetOrAdd((service, action), static k => Look(k.Item1, k.Item2))
            : null;

    /// <summary>All actions of a service, by name.</summary>
    public static IReadOnlyList<Type> Of(Service service) =>
    [
        .. service.Home.GetTypes().Where(t => t.Namespace == service.Namespace && IsAction(t)).OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    private static Type? Look(Service service, string action) =>
        service.Home.GetType($"{service.Namespace}.{action}") is { } type && IsAction(type) ? type : null;

    private static bool IsAction(Type type) => type is { IsAbstract: false, IsNested: false } && typeof(Call).IsAssignableFrom(type);
}
