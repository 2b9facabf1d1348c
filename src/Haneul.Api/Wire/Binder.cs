using System.Collections;
using Haneul.Model;

namespace Haneul.Api.Wire;

/// <summary>
/// Makes a request record from a tree. Whatever does not fit is a fault that names the parameter, its value and what would be right; a parameter that nothing reads is refused.
/// </summary>
public static class Binder
{
    public static object Bind(Type type, Node node, Dialect dialect) => BindRecord(type, node, dialect, "");

    private static object BindRecord(Type type, Node node, Dialect dialect, string path)
    {
        var shape = Shape.Of(type, dialect);
        var made = Activator.CreateInstance(type) ?? throw new InvalidOperationException($"{type} has no constructor without parameters");
        if (node.Children is null && !string.IsNullOrEmpty(node.Value))
        {
            throw new Fault(dialect.IsJson() ? "SerializationException" : "InvalidParameterValue", $"Parameter {path} is a structure, not the value '{node.Value}'");
        }
        foreach (var (name, child) in node.Children ?? [])
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (!shape.ByWireName.TryGetValue(name, out var member)) throw Unknown(at, dialect);
            member.Property.SetValue(made, BindValue(member.Property.PropertyType, child, dialect, at));
        }
        foreach (var member in shape.Members)
        {
            if (member.IsRequired && IsMissing(node.Find(member.In))) throw Missing(path.Length == 0 ? member.In : $"{path}.{member.In}", dialect);
        }
        return made;
    }

    private static bool IsMissing(Node? node) => node is null || node.Children is null && node.Value is null;

    private static object? BindValue(Type type, Node node, Dialect dialect, string path)
    {
        if (Shape.ElementOf(type) is { } element) return BindList(element, node, dialect, path);
        if (Shape.MapValueOf(type) is { } value) return BindMap(value, node, dialect, path);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (!Scalars.IsScalar(bare)) return BindRecord(bare, node, dialect, path);
        if (node.Children is not null || node.Value is null)
        {
            throw new Fault(dialect.IsJson() ? "SerializationException" : "InvalidParameterValue", $"Parameter {path} is a single value, not a structure or list");
        }
        if (node.Value.Length == 0 && type != typeof(string) && !dialect.IsJson() && bare != typeof(byte[]))
        {
            if (bare != type) return null;
            throw Fault.Invalid(path, "", "It must not be empty");
        }
        return Scalars.Read(bare, node.Value, path);
    }

    private static Array BindList(Type element, Node node, Dialect dialect, string path)
    {
        if (dialect == Dialect.RestXml) return BindElements(element, node, path);
        var holder = dialect == Dialect.AwsQuery && node.Find("member") is { } members ? members : node;
        if (holder.Children is null && !string.IsNullOrEmpty(holder.Value)) throw Fault.Invalid(path, holder.Value, "It is a list: number its elements");
        var items = new SortedDictionary<int, Node>();
        foreach (var (key, child) in holder.Children ?? [])
        {
            if (!int.TryParse(key, out var n) || n < 0) throw Unknown($"{path}.{key}", dialect);
            items[n] = child;
        }
        var list = Array.CreateInstance(element, items.Count);
        var i = 0;
        foreach (var (n, child) in items) list.SetValue(BindValue(element, child, dialect, $"{path}.{n}"), i++);
        return list;
    }

    private static Array BindElements(Type element, Node node, string path)
    {
        var children = (node.Children ?? []).Values.ToList();
        var list = Array.CreateInstance(element, children.Count);
        for (var i = 0; i < children.Count; i++) list.SetValue(BindValue(element, children[i], Dialect.RestXml, $"{path}[{i + 1}]"), i);
        return list;
    }

    private static IDictionary BindMap(Type value, Node node, Dialect dialect, string path)
    {
        var map = (IDictionary)(Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value)) ?? throw new InvalidOperationException());
        foreach (var (key, child) in dialect == Dialect.AwsQuery ? Entries(node, path) : node.Children ?? []) map[Scalars.CheckText(key, path)] = BindValue(value, child, dialect, $"{path}.{key}");
        return map;
    }

    /// <summary>A map in a form is a list of entries: <c>Map.entry.1.key</c>, <c>Map.entry.1.value</c>.</summary>
    private static IEnumerable<KeyValuePair<string, Node>> Entries(Node node, string path)
    {
        if (node.Children?.Keys.FirstOrDefault(k => k != "entry") is { } stray) throw Unknown($"{path}.{stray}", Dialect.AwsQuery);
        foreach (var (n, entry) in node.Find("entry")?.Children ?? [])
        {
            var key = entry.Find("key")?.Value ?? throw Missing($"{path}.entry.{n}.key", Dialect.AwsQuery);
            yield return new(key, entry.Find("value") ?? throw Missing($"{path}.entry.{n}.value", Dialect.AwsQuery));
        }
    }

    private static Fault Unknown(string path, Dialect dialect) => dialect.IsJson()
        ? new Fault("ValidationException", $"Haneul does not know the member {path}, and refuses what it would have to ignore")
        : new Fault("UnknownParameter", $"The parameter {path} is not recognized");

    private static Fault Missing(string path, Dialect dialect) => dialect switch
    {
        Dialect.AwsJson or Dialect.AwsJsonLower => new Fault("ValidationException", $"The member {path} is required"),
        Dialect.AwsQuery => new Fault("ValidationError", $"The parameter {path} is required"),
        _ => Fault.Missing(path),
    };
}
