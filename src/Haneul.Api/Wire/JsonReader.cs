using System.Text.Json;
using Haneul.Model;

namespace Haneul.Api.Wire;

/// <summary>Reads a JSON body into the same tree as a form; nulls are as if absent.</summary>
public static class JsonReader
{
    public static Node Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0) return new Node();
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Node.DeepestPath });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new Fault("SerializationException", "The request body is not a JSON object");
            var left = Node.MostNodes;
            return Read(document.RootElement, ref left);
        }
        catch (JsonException e)
        {
            throw new Fault("SerializationException", $"The request body is not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new Fault("SerializationException", "The request body holds text that is no Unicode");
        }
    }

    private static Node Read(JsonElement element, ref int left)
    {
        if (--left < 0) throw new Fault("RequestEntityTooLarge", $"A request has at most {Node.MostNodes} values", 413);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new Node();
                foreach (var p in element.EnumerateObject())
                {
                    if (p.Value.ValueKind != JsonValueKind.Null) map.Set(p.Name, Read(p.Value, ref left));
                }
                return map;
            case JsonValueKind.Array:
                var list = new Node { IsList = true };
                var n = 0;
                foreach (var item in element.EnumerateArray()) list.Set($"{++n}", Read(item, ref left));
                return list;
            case JsonValueKind.String:
                return new Node { Value = element.GetString() };
            default:
                return new Node { Value = element.GetRawText() };
        }
    }
}
