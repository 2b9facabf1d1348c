using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What is asked: does a packet from here get there, and its answer back?</summary>
public sealed record Question
{
    /// <summary>Lies in the ephemeral range of Linux, Windows and NAT gateways alike.</summary>
    public const int DefaultSourcePort = 49152;

    public required PathEnd Source { get; init; }

    public required PathEnd Destination { get; init; }

    /// <summary>IANA number.</summary>
    public int Protocol { get; init; } = Protocols.Tcp;

    /// <summary>TCP and UDP.</summary>
    public int SourcePort { get; init; } = DefaultSourcePort;

    /// <summary>TCP and UDP.</summary>
    public int DestinationPort { get; init; } = 443;

    /// <summary>ICMP; absent: echo request.</summary>
    public int? IcmpType { get; init; }

    public int IcmpCode { get; init; }

    /// <summary>The packet's source address, where it is not simply the source's own.</summary>
    public Ip? SourceAddress { get; init; }

    /// <summary>The packet's destination address, where it is not simply the destination's own (the public one of an instance, say).</summary>
    public Ip? DestinationAddress { get; init; }

    /// <summary>Ask over IPv6, where the ends leave a choice.</summary>
    public bool OverIpv6 { get; init; }
}
