using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>An interface to be made: what is left open is chosen as AWS chooses it.</summary>
public sealed record InterfaceRequest(Id<Subnet> SubnetId)
{
    public Ip? PrimaryIp { get; init; }

    public ImmutableArray<Ip> SecondaryIps { get; init; } = [];

    /// <summary>So many more secondary addresses, chosen by AWS.</summary>
    public int SecondaryCount { get; init; }

    public ImmutableArray<Ip> Ipv6Addresses { get; init; } = [];

    /// <summary>So many IPv6 addresses, chosen by AWS; when open, one where the subnet assigns them on creation.</summary>
    public int? Ipv6Count { get; init; }

    public bool HasPrimaryIpv6 { get; init; }

    /// <summary>The default group of the VPC, where empty.</summary>
    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    /// <summary>AWS's own interfaces that no group filters (NAT gateways).</summary>
    public bool IsUngrouped { get; init; }

    public string Description { get; init; } = "";

    public string InterfaceType { get; init; } = "interface";

    public bool RequesterManaged { get; init; }

    public bool SourceDestCheck { get; init; } = true;
}
