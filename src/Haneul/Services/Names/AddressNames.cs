using System.Globalization;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>Names that are made of addresses, read.</summary>
internal static class AddressNames
{
    /// <summary>The address in <c>ip-10-0-0-10.…</c> or <c>ec2-1-2-3-4.…</c>, whatever stands behind the first dot.</summary>
    public static Ip? Dashed(string name, string prefix)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return Ip.TryParse(name[prefix.Length..dot].Replace('-', '.'), out var ip) && !ip.IsV6 ? ip : null;
    }

    /// <summary>The address in <c>10.0.0.10.in-addr.arpa</c>, backwards (RFC 1035, 3.5), or in the 32 digits of <c>….ip6.arpa</c> (RFC 3596, 2.5).</summary>
    public static Ip? Reverse(string name)
    {
        if (name.EndsWith(".in-addr.arpa", StringComparison.Ordinal))
        {
            var parts = name.Split('.');
            return parts.Length == 6 && Ip.TryParse($"{parts[3]}.{parts[2]}.{parts[1]}.{parts[0]}", out var v4) ? v4 : null;
        }
        if (!name.EndsWith(".ip6.arpa", StringComparison.Ordinal) || name.Length != 64 + "ip6.arpa".Length) return null;
        UInt128 bits = 0;
        for (var i = 62; i >= 0; i -= 2)
        {
            if (!char.IsAsciiHexDigit(name[i]) || name[i + 1] != '.') return null;
            bits = bits << 4 | (uint)int.Parse(name.AsSpan(i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        return new Ip(bits, true);
    }
}
