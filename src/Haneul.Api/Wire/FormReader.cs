using System.Text;
using Haneul.Model;

namespace Haneul.Api.Wire;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> (WHATWG URL, section 5) into a tree: <c>Filter.1.Name=vpc-id</c>.</summary>
public static class FormReader
{
    public static Node Read(string form)
    {
        var root = new Node();
        var count = 0;
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var eq = pair.IndexOf('=');
            var name = Decode(eq < 0 ? pair : pair[..eq]);
            var value = eq < 0 ? "" : Decode(pair[(eq + 1)..]);
            if (++count > Node.MostNodes) throw new Fault("RequestEntityTooLarge", $"A request has at most {Node.MostNodes} parameters", 413);
            Place(root, name, value);
        }
        return root;
    }

    private static void Place(Node root, string name, string value)
    {
        var parts = name.Split('.');
        if (parts.Length > Node.DeepestPath) throw new Fault("MalformedQueryString", $"Parameter {name[..40]}… is nested too deep");
        var node = root;
        foreach (var part in parts) node = node.Child(part);
        node.Value = value;
    }

    private static string Decode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0) return text;
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '+')
            {
                bytes.Add((byte)' ');
            }
            else if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                bytes.Add((byte)'?');
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
