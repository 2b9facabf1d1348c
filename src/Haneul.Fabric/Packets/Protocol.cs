using System.Globalization;

namespace Haneul.Fabric;

/// <summary>The protocol numbers that rules and gateways tell apart (IANA, RFC 5237).</summary>
public static class Protocol
{
    /// <summary>In a rule: every protocol.</summary>
    public const int All = -1;

    public const int Icmp = 1;
    public const int Tcp = 6;
    public const int Udp = 17;
    public const int Icmp6 = 58;

    public static bool HasPorts(int protocol) => protocol is Tcp or Udp;

    public static bool IsIcmp(int protocol) => protocol is Icmp or Icmp6;

    /// <summary>AWS's word for it: tcp, udp, icmp, icmpv6, all, else the number.</summary>
    public static string Name(int protocol) => protocol switch
    {
        All => "all",
        Icmp => "icmp",
        Tcp => "tcp",
        Udp => "udp",
        Icmp6 => "icmpv6",
        _ => protocol.ToString(CultureInfo.InvariantCulture),
    };
}
