using System.Globalization;

namespace Haneul.Kernel;

/// <summary>An Ethernet address: six bytes, in the low 48 bits.</summary>
public readonly record struct Mac(ulong Bits)
{
    /// <summary>Reads <c>02:0a:00:00:0a:01</c>; throws FormatException for anything else.</summary>
    public static Mac Parse(string text)
    {
        const int written = 3 * 6 - 1;
        var bits = 0UL;
        for (var at = 0; at < written; at += 3)
        {
            if (text.Length != written || at > 0 && text[at - 1] != ':' || !byte.TryParse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var part))
            {
                throw new FormatException($"'{text}' is not an Ethernet address: six bytes, as 02:00:00:00:00:01, are wanted");
            }
            bits = (bits << 8) | part;
        }
        return new Mac(bits);
    }

    public void CopyTo(Span<byte> six)
    {
        for (var i = 0; i < 6; i++) six[i] = (byte)(Bits >> (40 - 8 * i));
    }

    public override string ToString()
    {
        Span<byte> six = stackalloc byte[6];
        CopyTo(six);
        var hex = Convert.ToHexStringLower(six);
        return string.Join(':', Enumerable.Range(0, 6).Select(i => hex.Substring(2 * i, 2)));
    }
}
