using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Turns the steps and blockers of a trace into the components and explanations of an analysis.</summary>
internal sealed class PathTelling(Components components, Trace trace)
{
    private readonly Explaining explaining = new(components);

    public IReadOnlyList<ExplanationView> Explanations() => [.. trace.Blockers.SelectMany(explaining.All)];

    /// <summary>The components of one way, as far as the packet really gets: up to the first that stops it.</summary>
    public IReadOnlyList<PathComponentView> Way(IEnumerable<Step> steps, Direction direction)
    {
        var way = new List<PathComponentView>();
        foreach (var step in steps.TakeWhile(s => !s.Hypothetical))
        {
            foreach (var component in Of(step)) way.Add(component with { SequenceNumber = way.Count + 1 });
            if (step.Decision != Decision.Stopped || way.Count == 0) continue;
            way[^1] = way[^1] with { Explanations = [.. trace.Blockers.Where(b => !b.Hypothetical && b.Direction == direction).SelectMany(explaining.All)] };
        }
        return way;
    }

    private IEnumerable<PathComponentView> Of(Step step) => step.Kind switch
    {
        StepKind.Sent => Ends(step, isStart: true),
        StepKind.Arrived => Ends(step, isStart: false),
        StepKind.GroupEgress or StepKind.GroupIngress => Groups(step),
        StepKind.AclEgress or StepKind.AclIngress => Acl(step),
        StepKind.RouteTable when step.At.Kind == ObjectKind.RouteTable => [Bare(step) with { RouteTableRoute = step.Reasons.Select(components.Route).FirstOrDefault(r => r is not null) }],
        StepKind.InternetGateway or StepKind.NatGateway or StepKind.EgressOnlyGateway or StepKind.VpnGateway or StepKind.GatewayEndpoint or StepKind.Appliances => IsMet(step) ? [] : [Passed(step)],
        StepKind.Peering => [Passed(step) with { Vpc = null, SourceVpc = components.Named(ObjectKind.Vpc, step.VpcId), DestinationVpc = step.Next is { } far ? components.Of(far) : null }],
        StepKind.Balancer => Balancer(step),
        StepKind.Forwarded => [Passed(step) with { AttachedTo = components.OwnerOf(step.InterfaceId), Subnet = components.Named(ObjectKind.Subnet, step.SubnetId) }],
        _ => [],
    };

    /// <summary>A gateway that is the source is told where the packet is sent; its translation follows there and is not told twice.</summary>
    private bool IsMet(Step step) => step.At == trace.From && step.Kind == StepKind.InternetGateway && step.Decision == Decision.Stopped;

    private IEnumerable<PathComponentView> Ends(Step step, bool isStart)
    {
        if (step.At.Kind != ObjectKind.NetworkInterface) yield break;
        if (components.BalancerOf(step.At.Id) is not null)
        {
            // Where a packet comes to a node is told with the balancer.
            if (isStart) yield return Node(step) with { OutboundHeader = Header(step.Before) };
            yield break;
        }
        var (owner, header) = (components.OwnerOf(step.At.Id), Header(step.Before));
        var face = Bare(step) with { AttachedTo = owner, Subnet = components.Named(ObjectKind.Subnet, step.SubnetId), InboundHeader = isStart ? null : header, OutboundHeader = isStart ? header : null };
        var instance = owner is null ? null : new PathComponentView { SequenceNumber = 0, Component = owner, InboundHeader = face.InboundHeader, OutboundHeader = face.OutboundHeader };
        if (isStart && instance is not null) yield return instance;
        yield return face;
        if (!isStart && instance is not null) yield return instance;
    }

    private IEnumerable<PathComponentView> Groups(Step step)
    {
        if (step.Decision == Decision.Tracked) yield break;
        foreach (var reason in step.Reasons.Where(r => r.Object.Kind == ObjectKind.SecurityGroup).Take(step.Decision == Decision.Stopped ? int.MaxValue : 1))
        {
            yield return new PathComponentView { SequenceNumber = 0, Component = components.Of(reason.Object), SecurityGroupRule = components.GroupRule(reason), Vpc = components.Named(ObjectKind.Vpc, step.VpcId) };
        }
    }

    private IEnumerable<PathComponentView> Acl(Step step)
    {
        foreach (var reason in step.Reasons.Where(r => r.Object.Kind == ObjectKind.NetworkAcl).Take(1))
        {
            yield return new PathComponentView
            {
                SequenceNumber = 0, Component = components.Of(reason.Object), AclRule = components.AclRule(reason),
                Subnet = components.Of(step.At), Vpc = components.Named(ObjectKind.Vpc, step.VpcId),
            };
        }
    }

    /// <summary>The balancer's interface, the balancer with its listener, and the target group that it takes a target of.</summary>
    private IEnumerable<PathComponentView> Balancer(Step step)
    {
        yield return Node(step) with { InboundHeader = Header(step.Before) };
        var listener = step.Reasons.FirstOrDefault(r => r.Object.Kind == ObjectKind.Listener);
        yield return Passed(step) with { ElasticLoadBalancerListener = listener.Object.Id is null ? null : components.Of(listener.Object) };
        foreach (var reason in step.Reasons.Where(r => r.Object.Kind == ObjectKind.TargetGroup && step.Decision != Decision.Stopped)) yield return Bare(step) with { Component = components.Of(reason.Object) };
    }

    private PathComponentView Node(Step step) => Bare(step) with
    {
        Component = components.Named(ObjectKind.NetworkInterface, step.InterfaceId) ?? components.Of(step.At),
        AttachedTo = components.Named(ObjectKind.LoadBalancer, components.BalancerOf(step.InterfaceId)?.Id.Value),
        Subnet = components.Named(ObjectKind.Subnet, step.SubnetId),
    };

    private PathComponentView Bare(Step step) => new() { SequenceNumber = 0, Component = components.Of(step.At), Vpc = components.Named(ObjectKind.Vpc, step.VpcId) };

    private PathComponentView Passed(Step step) => Bare(step) with { InboundHeader = Header(step.Before), OutboundHeader = step.Decision == Decision.Stopped ? null : Header(step.After) };

    private static PacketHeaderView Header(Packet packet) => new()
    {
        DestinationAddresses = [Cidr.Host(packet.Destination).ToString()],
        DestinationPortRanges = Ports(packet, packet.DestinationPort),
        Protocol = $"{packet.Protocol}",
        SourceAddresses = [Cidr.Host(packet.Source).ToString()],
        SourcePortRanges = Ports(packet, packet.SourcePort),
    };

    private static IReadOnlyList<AnalysisPortRange>? Ports(Packet packet, int port) => Protocols.HasPorts(packet.Protocol) ? [new AnalysisPortRange(port, port)] : null;
}
