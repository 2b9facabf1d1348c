using System.Reflection;
using System.Text;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Wire;

/// <summary>The page of parameters that are accepted and have no effect is true: it is what the code says.</summary>
public sealed class AcceptedParametersTests
{
    private const string Accept = "HANEUL_ACCEPT=1 dotnet test tests/Haneul.Tests --filter FullyQualifiedName~AcceptedParameters";

    [Fact]
    public void The_page_lists_each_parameter_that_has_no_effect()
    {
        var path = Repository.At("docs", "accepted-parameters.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("HANEUL_ACCEPT") is { Length: > 0 }) File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"docs/accepted-parameters.md is not what the code says; write it anew with:\n  {Accept}");
    }

    [Fact]
    public void Each_of_them_says_why()
    {
        foreach (var service in Service.All)
        {
            foreach (var action in Actions.Of(service))
            {
                foreach (var (name, why) in Found(action, service.Dialect, "", [])) Assert.True(why.Length > 10, $"{action.Name} {name}: '{why}'");
            }
        }
    }

    private static string Page()
    {
        var text = new StringBuilder($"""
            # Accepted, has no effect

            Haneul refuses a parameter that it does not know. These it knows and takes, and they change nothing that it does; some are kept and answered back.
            The list is made from the code (`[NoEffect]`), and a test keeps it true. To write it anew: `{Accept}`

            """);
        foreach (var service in Service.All)
        {
            var lines = Actions.Of(service).SelectMany(a => Found(a, service.Dialect, "", []).Select(f => $"| {a.Name} | `{f.Name}` | {f.Why} |")).ToList();
            if (lines.Count == 0) continue;
            text.Append($"\n## {service.Name}\n\n| action | parameter | why |\n|---|---|---|\n").AppendJoin('\n', lines).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Why)> Found(Type type, Dialect dialect, string path, Type[] above)
    {
        if (above.Contains(type)) yield break;
        foreach (var member in Shape.Of(type, dialect).ByWireName.Values.OrderBy(m => m.In, StringComparer.Ordinal))
        {
            var isList = Shape.ElementOf(member.Property.PropertyType) is not null;
            var name = $"{path}{member.In}{(isList ? ".N" : "")}";
            if (member.Property.GetCustomAttribute<NoEffectAttribute>() is { } mark)
            {
                yield return (name, mark.Why.TrimEnd('.'));
                continue;
            }
            var inner = Shape.ElementOf(member.Property.PropertyType) ?? Nullable.GetUnderlyingType(member.Property.PropertyType) ?? member.Property.PropertyType;
            if (Scalars.IsScalar(inner) || Shape.MapValueOf(inner) is not null) continue;
            foreach (var found in Found(inner, dialect, $"{name}.", [.. above, type])) yield return found;
        }
    }
}
