using System.Globalization;
using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>The text form of addresses once more, slowly and by the book: dotted decimal without leading zeros, and RFC 4291 section 2.2.</summary>
internal static class Grammar
{
    public static Ip? Reads(string text) => text.Contains(':') ? V6(text) : V4(text) is { } bits ? Ip.V4(bits) : null;

    private static uint? V4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4) return null;
        uint bits = 0;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || !part.All(char.IsAsciiDigit) || part.Length > 1 && part[0] == '0') return null;
            var value = uint.Parse(part, CultureInfo.InvariantCulture);
            if (value > 255) return null;
            bits = bits << 8 | value;
        }
        return bits;
    }

    private static Ip? V6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return Groups(text, true) is { Count: 8 } all ? Join(all) : null;
        }
        var right = text[(gap + 2)..];
        if (right.Contains("::") || right.StartsWith(':')) return null;
        var left = text[..gap];
        if (Groups(left, false) is not { } head || Groups(right, true) is not { } tail) return null;
        if (head.Count + tail.Count > 7) return null;
        return Join([.. head, .. Enumerable.Repeat((ushort)0, 8 - head.Count - tail.Count), .. tail]);
    }

    private static List<ushort>? Groups(string text, bool mayEndDotted)
    {
        var groups = new List<ushort>();
        if (text.Length == 0) return groups;
        var parts = text.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (mayEndDotted && i == parts.Length - 1 && parts[i].Contains('.'))
            {
                if (V4(parts[i]) is not { } bits) return null;
                groups.Add((ushort)(bits >> 16));
                groups.Add((ushort)bits);
                continue;
            }
            if (parts[i].Length is 0 or > 4 || !parts[i].All(char.IsAsciiHexDigit)) return null;
            groups.Add(ushort.Parse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
        return groups;
    }

    private static Ip Join(IEnumerable<ushort> groups) => new(groups.Aggregate((UInt128)0, (bits, g) => bits << 16 | g), true);
}
