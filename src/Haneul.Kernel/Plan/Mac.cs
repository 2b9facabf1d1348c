using System.Globalization;

namespace Haneul.Kernel;

/// <summary>An Ethernet address: six bytes, in the low 48 bits.</summary>
public readonly record struct Mac(ulong Bits)
{
    /// <summary>Reads <c>02:0a:00:00:0a:01</c>; throws FormatException for anything else.</summary>
    public static Mac Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 6) throw new FormatException($"'{text}' is not an Ethernet address: six bytes, as 02:00:00:00:00:01, are wanted");
        return new Mac(parts.Aggregate(0UL, (bits, part) => (bits << 8) | byte.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
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
