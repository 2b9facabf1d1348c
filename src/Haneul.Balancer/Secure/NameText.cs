using System.Formats.Asn1;
using System.Text;

namespace Haneul.Balancer;

/// <summary>A distinguished name as RFC 2253 writes it: the last part first, all that is not printable ASCII escaped.</summary>
internal static class NameText
{
    /// <param name="der">RFC 5280, section 4.1.2.4.</param>
    public static string Of(ReadOnlyMemory<byte> der)
    {
        var parts = new List<string>();
        for (var sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence(); sequence.HasData;)
        {
            var values = new List<string>();
            // In the order in which they stand: an issuer may not have sorted them.
            for (var set = sequence.ReadSetOf(skipSortOrderValidation: true); set.HasData;) values.Add(Value(set.ReadSequence()));
            parts.Add(string.Join('+', values));
        }
        parts.Reverse();
        return string.Join(',', parts);
    }

    private static string Value(AsnReader pair)
    {
        var type = pair.ReadObjectIdentifier();
        var tag = pair.PeekTag();
        var isText = tag.TagClass == TagClass.Universal && IsText((UniversalTagNumber)tag.TagValue);
        if (isText && Known(type) is { } name) return $"{name}={Escaped(pair.ReadCharacterString((UniversalTagNumber)tag.TagValue))}";
        // Section 2.4: what has no name here, or is no text, is told in hexadecimal digits.
        return $"{Known(type) ?? type}=#{Convert.ToHexStringLower(pair.ReadEncodedValue().Span)}";
    }

    private static bool IsText(UniversalTagNumber tag) =>
        tag is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString;

    /// <summary>The table of section 2.3.</summary>
    private static string? Known(string type) => type switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.6" => "C",
        "2.5.4.9" => "STREET",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        _ => null,
    };

    private static string Escaped(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var escaped = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var isAtEdge = c == ' ' && (i == 0 || i == bytes.Length - 1) || c == '#' && i == 0;
            if (c is < ' ' or > '~') escaped.Append('\\').Append(bytes[i].ToString("X2"));
            else if (isAtEdge || ",+\"\\<>;".Contains(c)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }
        return escaped.ToString();
    }
}
