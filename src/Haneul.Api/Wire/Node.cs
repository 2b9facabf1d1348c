namespace Haneul.Api.Wire;

/// <summary>
/// A request as a tree, whatever protocol it came in: a scalar, or named children. A list's children are named 1, 2, 3 …
/// </summary>
public sealed class Node
{
    /// <summary>More than any real request has; keeps a hostile one cheap.</summary>
    public const int MostNodes = 20_000;

    public const int DeepestPath = 24;

    public string? Value { get; set; }

    public Dictionary<string, Node>? Children { get; private set; }

    public bool IsList { get; init; }

    public Node Child(string name)
    {
        Children ??= new(StringComparer.Ordinal);
        if (!Children.TryGetValue(name, out var child)) Children[name] = child = new Node();
        return child;
    }

    public void Set(string name, Node child) => (Children ??= new(StringComparer.Ordinal))[name] = child;

    /// <summary>Adds an element that may repeat: the items of a list get names of their own, in order.</summary>
    public void Add(string name, Node child)
    {
        var items = Children?.Count ?? 0;
        Set(Find(name) is null ? name : $"{name}#{items}", child);
    }

    public bool Remove(string name) => Children?.Remove(name) ?? false;

    public Node? Find(string name) => Children?.GetValueOrDefault(name);

    /// <summary>A text that is the same for the same request, whatever the order of its members.</summary>
    public string Canonical()
    {
        if (Children is null) return System.Text.Json.JsonEncodedText.Encode(Value ?? "").ToString();
        var parts = Children.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value.Canonical()}");
        return $"{{{string.Join('&', parts)}}}";
    }
}
