using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A load balancer: nodes in subnets, one for each zone, that hand what comes to their listeners to targets. The id is the resource part of its ARN: <c>loadbalancer/app/name/50dc6c495c0c9188</c>.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html
/// </summary>
public sealed record LoadBalancer : IResource<LoadBalancer>, ITransient, IMarked
{
    /// <summary>The service in ARNs of balancers, listeners, rules and target groups.</summary>
    public const string Service = "elasticloadbalancing";

    /// <summary>Whom the interfaces of balancers belong to.</summary>
    public const string Requester = "amazon-elb";

    public static Kind Kind { get; } = new("load-balancer", "", "", "LoadBalancerNotFound", "ValidationError", "load balancer");

    public required Id<LoadBalancer> Id { get; init; }

    /// <summary>Unique among the balancers of its account and region.</summary>
    public required string Name { get; init; }

    public required BalancerType Type { get; init; }

    /// <summary>Its name leads to private addresses.</summary>
    public required bool IsInternal { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    /// <summary>One for each zone.</summary>
    public required ImmutableArray<BalancerNode> Nodes { get; init; }

    /// <summary>Of all its interfaces. A network balancer that was made without groups never has any.</summary>
    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    /// <summary>ipv4, dualstack or dualstack-without-public-ipv4.</summary>
    public string AddressType { get; init; } = "ipv4";

    /// <summary>Traffic that comes by AWS PrivateLink is asked by the groups' inbound rules; for network balancers with groups.</summary>
    public bool EnforcesGroupsOnPrivateLink { get; init; } = true;

    public required BalancerState State { get; init; }

    public required string DnsName { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>What was set, by AWS's keys (<c>idle_timeout.timeout_seconds</c>); what is absent has its default.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    IEnumerable<string> IMarked.Marks => [Name, VpcId.Value, .. Nodes.Select(n => n.InterfaceId.Value)];

    public Report? Settled(Place place) => State == BalancerState.Provisioning ? new BalancerArrived(place, Id) : null;
}

/// <summary>What a balancer understands: HTTP, connections, or whole packets for appliances.</summary>
public enum BalancerType
{
    Application,
    Network,
    Gateway,
}

/// <summary>How far a balancer is, in the words of DescribeLoadBalancers.</summary>
public enum BalancerState
{
    Provisioning,
    Active,
    ActiveImpaired,
    Failed,
}

/// <summary>Where a balancer meets a zone: an interface in a subnet, with an elastic address where one was given.</summary>
public sealed record BalancerNode(Id<Subnet> SubnetId, string Zone, Id<NetworkInterface> InterfaceId)
{
    public Id<ElasticAddress>? AllocationId { get; init; }

    /// <summary>The private address that was asked for; else it was chosen.</summary>
    public Ip? AskedIp { get; init; }

    /// <summary>The IPv6 address that was asked for.</summary>
    public Ip? AskedIpv6 { get; init; }
}

/// <summary>A balancer's nodes are there.</summary>
public sealed record BalancerArrived(Place Place, Id<LoadBalancer> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var balancer) && balancer.State == BalancerState.Provisioning) here.Put(balancer with { State = BalancerState.Active });
    }
}
