using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A blocker as an explanation: AWS's code, and the members that AWS fills for it. https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html</summary>
internal sealed class Explaining(Components components)
{
    /// <summary>Where a balancer has no listener for a packet, each of those that it has is told with what it wants.</summary>
    public IEnumerable<ExplanationView> All(Blocker blocker) => blocker.Code == ExplanationCode.ListenersMismatch ? OtherListeners(blocker).Prepend(Of(blocker)) : [Of(blocker)];

    public ExplanationView Of(Blocker blocker)
    {
        var bare = new ExplanationView { ExplanationCode = blocker.Code, Vpc = VpcOf(blocker.At) };
        return blocker.Step switch
        {
            StepKind.GroupEgress or StepKind.GroupIngress => Group(bare, blocker),
            StepKind.AclEgress or StepKind.AclIngress => Acl(bare, blocker),
            StepKind.RouteTable => Route(bare, blocker),
            _ => At(bare, blocker),
        };
    }

    private ExplanationView Group(ExplanationView bare, Blocker b) => bare with
    {
        Direction = b.Step == StepKind.GroupIngress ? "ingress" : "egress",
        NetworkInterface = components.Of(b.At),
        Component = components.Of(b.At),
        SecurityGroups = [.. b.Reasons.Select(r => r.Object).Where(o => o.Kind == ObjectKind.SecurityGroup).Distinct().Select(components.Of)],
        Subnet = SubnetOf(b.At),
        PortRanges = Protocols.HasPorts(b.Packet.Protocol) ? [new AnalysisPortRange(b.Packet.DestinationPort, b.Packet.DestinationPort)] : null,
        Protocols = [Protocols.NameOf(b.Packet.Protocol)],
        Addresses = [(b.Step == StepKind.GroupIngress ? b.Packet.Source : b.Packet.Destination).ToString()],
    };

    private ExplanationView Acl(ExplanationView bare, Blocker b)
    {
        var reason = b.Reasons.FirstOrDefault(r => r.Object.Kind == ObjectKind.NetworkAcl);
        return bare with
        {
            Direction = b.Step == StepKind.AclIngress ? "ingress" : "egress",
            Acl = reason.Object.Id is null ? null : components.Of(reason.Object),
            AclRule = reason.Object.Id is null ? null : components.AclRule(reason),
            Component = components.Of(b.At),
            Subnet = components.Of(b.At),
            Protocols = [Protocols.NameOf(b.Packet.Protocol)],
        };
    }

    private ExplanationView Route(ExplanationView bare, Blocker b)
    {
        var target = b.Opens.Target;
        return bare with
        {
            RouteTable = b.At.Kind == ObjectKind.RouteTable ? components.Of(b.At) : null,
            RouteTableRoute = b.Reasons.Select(components.Route).FirstOrDefault(r => r is not null),
            Address = b.Packet.Destination.ToString(),
            Destination = target is { } to ? components.Of(to) : null,
            PacketField = "destination-address",
            SourceVpc = b.Code == ExplanationCode.DisconnectedVpcs && b.At.Kind == ObjectKind.Vpc ? components.Of(b.At) : null,
            DestinationVpc = b.Code == ExplanationCode.DisconnectedVpcs && target is { Kind: ObjectKind.Vpc } far ? components.Of(far) : null,
        };
    }

    private ExplanationView At(ExplanationView bare, Blocker b)
    {
        var at = components.Of(b.At);
        var view = bare with { Component = at, PacketField = FieldOf(b.Code) };
        view = b.At.Kind switch
        {
            ObjectKind.NetworkInterface when b.Code == ExplanationCode.SourcePreserved => Preserved(view with { NetworkInterface = at, Subnet = SubnetOf(b.At) }, b),
            ObjectKind.NetworkInterface => view with { NetworkInterface = at, AttachedTo = components.OwnerOf(b.At.Id), Subnet = SubnetOf(b.At) },
            ObjectKind.InternetGateway => view with { InternetGateway = at },
            ObjectKind.NatGateway => view with { NatGateway = at },
            ObjectKind.VpcPeering => view with { VpcPeeringConnection = at },
            ObjectKind.VpnGateway => view with { VpnGateway = at },
            ObjectKind.VpcEndpoint => view with { VpcEndpoint = at },
            ObjectKind.LoadBalancer => Balancer(view, b),
            _ => view,
        };
        return b.Code switch
        {
            ExplanationCode.NoPublicAddressForEgress => view with { Address = b.Packet.Source.ToString() },
            ExplanationCode.BadState => view with { State = StateOf(b) },
            ExplanationCode.ProtocolRestriction => view with { Protocols = [Protocols.NameOf(b.Packet.Protocol)] },
            _ => view with { Address = FieldOf(b.Code) is null ? null : (FieldOf(b.Code) == "source-address" ? b.Packet.Source : b.Packet.Destination).ToString() },
        };
    }

    private ExplanationView Balancer(ExplanationView view, Blocker b)
    {
        IReadOnlyList<ComponentView> Named(ObjectKind kind) => [.. b.Reasons.Where(r => r.Object.Kind == kind).Select(r => components.Of(r.Object))];
        var (listener, groups) = (Named(ObjectKind.Listener), Named(ObjectKind.TargetGroup));
        var zone = b.Code == ExplanationCode.NoTargetsInZone ? ZoneOf(b) : null;
        return view with
        {
            LoadBalancerArn = view.Component?.Arn,
            LoadBalancerListenerPort = listener.Count > 0 ? b.Packet.DestinationPort : null,
            ElasticLoadBalancerListener = listener.Count > 0 ? listener[0] : null,
            LoadBalancerTargetGroup = groups.Count == 1 ? groups[0] : null,
            LoadBalancerTargetGroups = groups.Count > 0 ? groups : null,
            Port = listener.Count == 0 ? b.Packet.DestinationPort : null,
            Protocols = listener.Count == 0 ? [Protocols.NameOf(b.Packet.Protocol)] : null,
            AvailabilityZones = zone is null ? null : [zone.Name],
            AvailabilityZoneIds = zone is null ? null : [zone.Id],
        };
    }

    /// <summary>The zone of the node that the packet is at.</summary>
    private ZoneInfo? ZoneOf(Blocker b)
    {
        if (!components.TryFind<LoadBalancer>(b.At.Id, out var balancer, out var scope)) return null;
        var node = balancer.Nodes.FirstOrDefault(n => scope.Find<NetworkInterface>(n.InterfaceId)?.Has(b.Packet.Destination) == true);
        return node is null ? null : Regions.Zone(scope.Region, node.Zone);
    }

    private IEnumerable<ExplanationView> OtherListeners(Blocker b)
    {
        if (!components.TryFind<LoadBalancer>(b.At.Id, out var balancer, out var scope)) yield break;
        foreach (var listener in scope.All<Listener>().Marked(balancer.Id.Value).Where(l => l.Port != b.Packet.DestinationPort).OrderBy(l => l.Port))
        {
            var told = components.Named(ObjectKind.Listener, listener.Id.Value);
            yield return new ExplanationView
            {
                ExplanationCode = "ELBV2_LISTENER_PORT_RESTRICTION", Component = told, ElasticLoadBalancerListener = told, LoadBalancerListenerPort = listener.Port,
                LoadBalancerArn = scope.Place.ArnOf(LoadBalancer.Service, balancer.Id.Value), Vpc = VpcOf(b.At),
            };
        }
    }

    /// <summary>The target that got a packet with its own address.</summary>
    private ExplanationView Preserved(ExplanationView view, Blocker b)
    {
        var zone = components.TryFind<NetworkInterface>(b.At.Id, out var face, out var scope) ? Regions.Zone(scope.Region, face.Zone) : null;
        var balancer = b.Reasons.FirstOrDefault(r => r.Object.Kind == ObjectKind.LoadBalancer);
        return view with
        {
            AttachedTo = components.OwnerOf(b.At.Id),
            LoadBalancerArn = balancer.Object.Id is null ? null : components.Of(balancer.Object).Arn,
            LoadBalancerTarget = new AnalysisTargetView { Address = b.Packet.Destination.ToString(), AvailabilityZone = zone?.Name, AvailabilityZoneId = zone?.Id, Instance = components.OwnerOf(b.At.Id), Port = b.Packet.DestinationPort },
            LoadBalancerTargetPort = b.Packet.DestinationPort,
        };
    }

    private static string? FieldOf(string code) => code switch
    {
        ExplanationCode.NoPublicAddressForEgress or ExplanationCode.NatRequiresSourceInVpc => "source-address",
        ExplanationCode.NoPublicAddressForIngress or ExplanationCode.IngressTableNoPublicAddress or ExplanationCode.GatewayDestinationInVpc
            or ExplanationCode.LocalRouteCidr or ExplanationCode.PeeringRequiresVpcAddress or ExplanationCode.SourceDestCheck => "destination-address",
        _ => null,
    };

    private string? StateOf(Blocker b) =>
        b.Reasons.Select(r => r.Object).Append(b.At).Select(o =>
            components.TryFind<Instance>(o.Id, out var instance, out _) ? instance.State.ToString().ToLowerInvariant()
            : components.TryFind<NatGateway>(o.Id, out var nat, out _) ? nat.State.ToString().ToLowerInvariant()
            : null).FirstOrDefault(s => s is not null);

    private ComponentView? SubnetOf(ObjectRef at) =>
        components.TryFind<NetworkInterface>(at.Id, out var face, out _) ? components.Named(ObjectKind.Subnet, face.SubnetId.Value) : null;

    private ComponentView? VpcOf(ObjectRef at) => at.Kind switch
    {
        ObjectKind.NetworkInterface => components.TryFind<NetworkInterface>(at.Id, out var f, out _) ? components.Named(ObjectKind.Vpc, f.VpcId.Value) : null,
        ObjectKind.Subnet => components.TryFind<Subnet>(at.Id, out var s, out _) ? components.Named(ObjectKind.Vpc, s.VpcId.Value) : null,
        ObjectKind.RouteTable => components.TryFind<RouteTable>(at.Id, out var t, out _) ? components.Named(ObjectKind.Vpc, t.VpcId.Value) : null,
        ObjectKind.InternetGateway => components.TryFind<InternetGateway>(at.Id, out var g, out _) ? components.Named(ObjectKind.Vpc, g.VpcId?.Value) : null,
        ObjectKind.NatGateway => components.TryFind<NatGateway>(at.Id, out var n, out _) ? components.Named(ObjectKind.Vpc, n.VpcId.Value) : null,
        ObjectKind.LoadBalancer => components.TryFind<LoadBalancer>(at.Id, out var l, out _) ? components.Named(ObjectKind.Vpc, l.VpcId.Value) : null,
        ObjectKind.Vpc => components.Of(at),
        _ => null,
    };
}
