using System.Globalization;

namespace Haneul.Model;

/// <summary>IP protocol numbers and the few names that AWS uses for them. https://www.iana.org/assignments/protocol-numbers/</summary>
public static class Protocols
{
    public const int All = -1;

    public const int Icmp = 1;

    public const int Tcp = 6;

    public const int Udp = 17;

    public const int Icmpv6 = 58;

    /// <summary>tcp, udp, icmp, icmpv6, else the number; -1 for all.</summary>
    public static string NameOf(int protocol) => protocol switch
    {
        Tcp => "tcp",
        Udp => "udp",
        Icmp => "icmp",
        Icmpv6 => "icmpv6",
        _ => protocol.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads a name (any case), "all", or a number from -1 to 255.</summary>
    public static bool TryParse(string? text, out int protocol)
    {
        switch (text?.ToLowerInvariant())
        {
            case "tcp": protocol = Tcp; return true;
            case "udp": protocol = Udp; return true;
            case "icmp": protocol = Icmp; return true;
            case "icmpv6": protocol = Icmpv6; return true;
            case "all": protocol = All; return true;
            default:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out protocol) && protocol is >= -1 and <= 255;
        }
    }

    public static bool HasPorts(int protocol) => protocol is Tcp or Udp;

    public static bool IsIcmp(int protocol) => protocol is Icmp or Icmpv6;
}
