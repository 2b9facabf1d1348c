namespace Haneul.Kernel;

/// <summary>Message types and families of rtnetlink (linux/rtnetlink.h, bits/socket.h).</summary>
internal static class Rtm
{
    public const ushort NewLink = 16;
    public const ushort DelLink = 17;
    public const ushort GetLink = 18;
    public const ushort SetLink = 19;
    public const ushort NewAddr = 20;
    public const ushort DelAddr = 21;
    public const ushort GetAddr = 22;
    public const ushort NewRoute = 24;
    public const ushort DelRoute = 25;
    public const ushort GetRoute = 26;
    public const ushort NewNeigh = 28;
    public const ushort DelNeigh = 29;
    public const ushort GetNeigh = 30;
    public const ushort NewRule = 32;
    public const ushort DelRule = 33;
    public const ushort GetRule = 34;

    public const byte V4 = 2;
    public const byte V6 = 10;

    public static byte FamilyOf(bool v6) => v6 ? V6 : V4;
}

/// <summary>Attributes of devices (linux/if_link.h, linux/veth.h).</summary>
internal static class LinkAttribute
{
    public const int Header = 16;

    public const int Address = 1;
    public const int Name = 3;
    public const int Mtu = 4;
    public const int Master = 10;
    public const int Info = 18;
    public const int AfSpec = 26;
    public const int Group = 27;
    public const int NamespaceFile = 28;
    public const int ExtMask = 29;

    /// <summary>IFLA_GSO_IPV4_MAX_SIZE</summary>
    public const int SegmentedV4 = 63;

    public const int InfoKind = 1;
    public const int InfoData = 2;
    public const int VethPeer = 1;

    /// <summary>IFLA_INET6_ADDR_GEN_MODE and IN6_ADDR_GEN_MODE_NONE: no link-local address appears by itself.</summary>
    public const int AddressMode = 8;
    public const byte NoAddress = 1;

    /// <summary>RTEXT_FILTER_SKIP_STATS</summary>
    public const uint WithoutStatistics = 8;

    /// <summary>IFF_UP, net/if.h.</summary>
    public const uint Up = 1;
}

/// <summary>Attributes and flags of addresses (linux/if_addr.h).</summary>
internal static class AddressAttribute
{
    public const int Header = 8;

    public const int Address = 1;
    public const int Local = 2;
    public const int Flags = 8;

    /// <summary>IFA_F_NODAD: usable at once.</summary>
    public const uint Immediate = 0x02;

    /// <summary>IFA_F_NOPREFIXROUTE</summary>
    public const uint NoPrefixRoute = 0x200;
}

/// <summary>Attributes and kinds of routes (linux/rtnetlink.h).</summary>
internal static class RouteAttribute
{
    public const int Header = 12;

    public const int Destination = 1;
    public const int Device = 4;
    public const int Gateway = 5;
    public const int Table = 15;

    public const byte Unicast = 1;
    public const byte Local = 2;
    public const byte Blackhole = 6;
    public const byte Throw = 9;

    public const byte ScopeUniverse = 0;
    public const byte ScopeLink = 253;
    public const byte ScopeHost = 254;
    public const byte ScopeAny = 255;

    /// <summary>RTNH_F_ONLINK</summary>
    public const uint OnLink = 4;

    /// <summary>RT_TABLE_COMPAT: the number is in the attribute.</summary>
    public const byte BigTable = 252;
}

/// <summary>Attributes of routing policies (linux/fib_rules.h).</summary>
internal static class PolicyAttribute
{
    public const int Header = 12;

    public const int Source = 2;
    public const int Priority = 6;
    public const int Mark = 10;
    public const int Table = 15;
    public const int Protocol = 21;

    /// <summary>FR_ACT_TO_TBL</summary>
    public const byte ToTable = 1;
}

/// <summary>Attributes of neighbours (linux/neighbour.h).</summary>
internal static class NeighbourAttribute
{
    public const int Header = 12;

    public const int Destination = 1;
    public const int Ethernet = 2;

    /// <summary>NUD_PERMANENT</summary>
    public const ushort Permanent = 0x80;
}
