using System.Xml;
using Haneul.Model;

namespace Haneul.Api.Wire;

/// <summary>
/// Reads an XML body (rest-xml) into the same tree as a form: elements become children, those that repeat become the numbered items of a list.
/// Document types are refused, so no entity is ever expanded.
/// </summary>
public static class XmlReading
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
    };

    /// <summary>The members of the body's root element; an empty body has none.</summary>
    public static Node Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0) return new Node();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Settings);
            reader.MoveToContent();
            var left = Node.MostNodes;
            return ReadElement(reader, ref left, 0);
        }
        catch (XmlException e)
        {
            throw new Fault("MalformedXML", $"The request body is not well-formed XML: {e.Message}");
        }
    }

    private static Node ReadElement(XmlReader reader, ref int left, int depth)
    {
        if (--left < 0) throw new Fault("RequestEntityTooLarge", $"A request has at most {Node.MostNodes} elements", 413);
        if (depth > Node.DeepestPath) throw new Fault("MalformedXML", "The request body is nested too deep");
        var node = new Node();
        if (reader.IsEmptyElement)
        {
            reader.Read();
            node.Value = "";
            return node;
        }
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                node.Value += reader.Value;
                reader.Read();
                continue;
            }
            var name = reader.LocalName;
            node.Add(name, ReadElement(reader, ref left, depth + 1));
        }
        reader.Read();
        if (node.Children is null) node.Value ??= "";
        return node;
    }
}
