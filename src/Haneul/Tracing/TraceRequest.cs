namespace Haneul.Tracing;

/// <summary>What <c>POST /_haneul/trace</c> takes: the ends in a person's words.</summary>
internal sealed record TraceRequest
{
    /// <summary>An instance, interface or gateway (id or Name tag), an address, a host outside by name, or <c>internet</c>.</summary>
    public string? From { get; init; }

    /// <summary>As above.</summary>
    public string? To { get; init; }

    /// <summary>What is asked of an application balancer: <c>GET http://name/path</c>; its rules are asked with it, and the name is the other end where none is named.</summary>
    public string? Http { get; init; }

    /// <summary>TCP and UDP; 443 where none is given.</summary>
    public int? Port { get; init; }

    /// <summary>tcp, udp, icmp, icmpv6, or a number.</summary>
    public string? Protocol { get; init; }

    public int? SourcePort { get; init; }

    /// <summary>Look in this account only; absent: the daemon's own.</summary>
    public string? Account { get; init; }

    /// <summary>Look in this region only; absent: in all.</summary>
    public string? Region { get; init; }

    /// <summary>Over IPv6, where the ends have both.</summary>
    public bool Ipv6 { get; init; }
}
