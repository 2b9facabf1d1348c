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

    /// <summary>Targets that balancers are taken to choose where they may: the choice of a hash cannot be foretold, but told.</summary>
    public ValueList<TargetPlace> Chosen { get; init; } = [];

    /// <summary>What is asked of an application balancer; null: what no rule is for, so the listener's default actions are taken.</summary>
    public HttpQuestion? Http { get; init; }

    /// <summary>Ask over IPv6, where the ends leave a choice.</summary>
    public bool OverIpv6 { get; init; }
}

/// <summary>A request as rules look at it.</summary>
/// <param name="Method">GET …</param>
/// <param name="Host">The name, without a port.</param>
/// <param name="Path">From its slash on.</param>
/// <param name="Query">Without its question mark.</param>
public sealed record HttpQuestion(string Method, string Host, string Path, string Query);
