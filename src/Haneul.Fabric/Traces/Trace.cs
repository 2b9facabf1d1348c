using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// The answer to a <see cref="Question"/>: the path, both ways, and everything that stands in it.
/// A predicted and an observed path are the same type; <see cref="Question"/> and <see cref="Conditions"/> take no part in a comparison of paths.
/// </summary>
public sealed record Trace
{
    public required Question Question { get; init; }

    /// <summary>The packet got there and its answer came back.</summary>
    public required bool Reachable { get; init; }

    /// <summary>The packet as it left the source.</summary>
    public required Packet Packet { get; init; }

    /// <summary>This packet and its answer get through, whatever becomes of a balancer's own connection.</summary>
    public bool IsAnswered => Next is null ? Reachable : !Forward.Concat(Return).Any(s => s.Decision == Decision.Stopped);

    /// <summary>What the path starts and ends at: interfaces, hosts, gateways, the internet.</summary>
    public required ObjectRef From { get; init; }

    /// <summary>Where the packet arrived, perhaps only hypothetically; absent when even that was impossible.</summary>
    public ObjectRef? To { get; init; }

    /// <summary>From the source on, in path order; ends where the packet ended.</summary>
    public required ValueList<Step> Forward { get; init; }

    /// <summary>The answer's way; empty when the packet did not arrive or the destination is a gateway whose far side is unknown.</summary>
    public required ValueList<Step> Return { get; init; }

    /// <summary>All that stands in the way, in path order; empty when reachable.</summary>
    public required ValueList<Blocker> Blockers { get; init; }

    /// <summary>Where the packet arrived at a balancer that opens a connection of its own: that one's path, from its node to the target. What stands in it is among <see cref="Blockers"/> too.</summary>
    public Trace? Next { get; init; }

    /// <summary>The four conditions for internet access, where one end is an interface and the other is outside.</summary>
    public InternetAccess? Conditions { get; init; }
}

/// <summary>What a step is about: the place in a packet's path at which something is asked or done.</summary>
public enum StepKind
{
    /// <summary>The packet is made: interface, host or gateway.</summary>
    Sent,
    SourceCheck,
    GroupEgress,

    /// <summary>Delivered to a service of the VPC: resolver, metadata, time.</summary>
    Service,

    /// <summary>Straight to an interface of the same subnet.</summary>
    SameSubnet,
    AclEgress,

    /// <summary>A route table chose; the reason is the route.</summary>
    RouteTable,

    /// <summary>The router of the VPC looks for the interface that has the address.</summary>
    Local,
    NatGateway,

    /// <summary>A load balancer's node: which listener takes the packet, and to which target it goes.</summary>
    Balancer,

    /// <summary>An answer with a client's address goes back by the node of a network balancer that passed the question on.</summary>
    BalancerReturn,
    InternetGateway,
    EgressOnlyGateway,
    Peering,
    VpnGateway,

    /// <summary>A gateway endpoint: the service is reached.</summary>
    GatewayEndpoint,

    /// <summary>An endpoint of a gateway balancer: the packet goes to an appliance in GENEVE and comes back.</summary>
    Appliances,
    HomeRouter,

    /// <summary>The link to the user's machine, which lets in answers and what is exposed.</summary>
    MachineLink,
    Internet,
    AclIngress,
    GroupIngress,
    DestinationCheck,

    /// <summary>Attached, and the instance running.</summary>
    InterfaceState,

    /// <summary>The zone that the interface or NAT gateway is in works.</summary>
    ZoneState,

    /// <summary>A guest forwards a packet that is not for it; it may masquerade.</summary>
    Forwarded,

    /// <summary>The packet was here before, or has gone too far.</summary>
    Loop,
    Arrived,
}

/// <summary>What a step made of the packet.</summary>
public enum Decision
{
    Pass,

    /// <summary>Not asked: an answer to a flow that this interface admitted.</summary>
    Tracked,

    /// <summary>Passed on with another address or port.</summary>
    Translated,
    Arrived,
    Stopped,
}

/// <summary>One thing that was asked or done on the way.</summary>
public sealed record Step
{
    public required StepKind Kind { get; init; }

    /// <summary>The interface, subnet, route table, gateway or host that the step happens at.</summary>
    public required ObjectRef At { get; init; }

    public required Packet Before { get; init; }

    public required Packet After { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Who decided: all permitting rules, or all that denied.</summary>
    public required ReasonSet Reasons { get; init; }

    /// <summary>Only so if what stands before it were mended.</summary>
    public bool Hypothetical { get; init; }

    /// <summary>Of an observed path: the kernel does not tell this by itself. It was asked afterwards (a route), or the objects behind what it told were looked up in what was printed for it. No part of a comparison.</summary>
    public bool Recovered { get; init; }

    /// <summary>Explanation code, where the decision is Stopped.</summary>
    public string? Code { get; init; }

    /// <summary>Where it happens: the VPC, subnet and interface, as far as they apply.</summary>
    public string? VpcId { get; init; }

    public string? SubnetId { get; init; }

    public string? InterfaceId { get; init; }

    /// <summary>Of a balancer: the target that was taken, of how many. No part of a comparison beyond the packet's destination.</summary>
    public TargetChoice? Choice { get; init; }

    /// <summary>Of an application balancer's listener. No part of a comparison.</summary>
    public RequestOutcome? Request { get; init; }

    /// <summary>Where a chosen route leads, or where a gateway hands the packet to.</summary>
    public ObjectRef? Next { get; init; }
}
