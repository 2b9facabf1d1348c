using System.Diagnostics.CodeAnalysis;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Names resources of any account and region as analyses do, and reads their rules.</summary>
internal sealed class Components(World world)
{
    private readonly List<Scope> scopes = [.. world.Places.Where(p => p.Region.Length > 0).Select(world.At)];

    public ComponentView Of(ObjectRef of) => of.Kind switch
    {
        ObjectKind.Instance => Of<Instance>(of.Id, "instance"),
        ObjectKind.NetworkInterface => Of<NetworkInterface>(of.Id, "network-interface"),
        ObjectKind.Subnet => Of<Subnet>(of.Id, "subnet"),
        ObjectKind.Vpc => Of<Vpc>(of.Id, "vpc"),
        ObjectKind.SecurityGroup => Of<SecurityGroup>(of.Id, "security-group"),
        ObjectKind.NetworkAcl => Of<NetworkAcl>(of.Id, "network-acl"),
        ObjectKind.RouteTable => Of<RouteTable>(of.Id, "route-table"),
        ObjectKind.InternetGateway => Of<InternetGateway>(of.Id, "internet-gateway"),
        ObjectKind.EgressOnlyInternetGateway => Of<EgressOnlyInternetGateway>(of.Id, "egress-only-internet-gateway"),
        ObjectKind.NatGateway => Of<NatGateway>(of.Id, "natgateway"),
        ObjectKind.VpcPeering => Of<VpcPeering>(of.Id, "vpc-peering-connection"),
        ObjectKind.VpnGateway => Of<VpnGateway>(of.Id, "vpn-gateway"),
        ObjectKind.VpcEndpoint => Of<VpcEndpoint>(of.Id, "vpc-endpoint"),
        ObjectKind.LoadBalancer => OfBalancing<LoadBalancer>(of.Id),
        ObjectKind.Listener => OfBalancing<Listener>(of.Id),
        ObjectKind.ListenerRule => OfBalancing<ListenerRule>(of.Id),
        ObjectKind.TargetGroup => OfBalancing<TargetGroup>(of.Id),
        ObjectKind.ElasticAddress => Of<ElasticAddress>(of.Id, "elastic-ip"),
        _ => new ComponentView(of.Id, null, null),
    };

    public ComponentView? Named(ObjectKind kind, string? id) => id is null ? null : Of(new ObjectRef(kind, id));

    /// <summary>The load balancer whose node an interface is.</summary>
    public LoadBalancer? BalancerOf(string? interfaceId) =>
        interfaceId is null ? null : scopes.SelectMany(s => s.All<LoadBalancer>().Marked(interfaceId)).FirstOrDefault();

    /// <summary>The instance that an interface belongs to.</summary>
    public ComponentView? OwnerOf(string? interfaceId) =>
        interfaceId is not null && TryFind<NetworkInterface>(interfaceId, out var face, out _) && face.Attachment?.InstanceId is { } id ? Named(ObjectKind.Instance, id.Value) : null;

    public bool TryFind<T>(string id, [MaybeNullWhen(false)] out T row, [MaybeNullWhen(false)] out Scope scope) where T : IResource<T>
    {
        foreach (var at in scopes)
        {
            if (!at.TryFind(new Id<T>(id), out row)) continue;
            scope = at;
            return true;
        }
        (row, scope) = (default, null);
        return false;
    }

    public AnalysisAclRuleView? AclRule(Reason reason)
    {
        if (reason.Object.Kind != ObjectKind.NetworkAcl || reason.Part.Split('/') is not [var side, var number]) return null;
        var egress = side == "out";
        if (number == "*") return new AnalysisAclRuleView { Cidr = "0.0.0.0/0", Egress = egress, Protocol = "all", RuleAction = "deny", RuleNumber = AclEntry.Last };
        if (!TryFind<NetworkAcl>(reason.Object.Id, out var acl, out _)) return null;
        var entry = acl.Entries.FirstOrDefault(e => e.IsEgress == egress && $"{e.Number}" == number);
        return entry is null ? null : new AnalysisAclRuleView
        {
            Cidr = entry.Block.ToString(), Egress = egress, PortRange = Range(entry.FromPort, entry.ToPort), Protocol = ProtocolName(entry.Protocol),
            RuleAction = entry.Allows ? "allow" : "deny", RuleNumber = entry.Number,
        };
    }

    public AnalysisGroupRuleView? GroupRule(Reason reason)
    {
        if (!TryFind<SecurityGroup>(reason.Object.Id, out var group, out _) || group.Rules.FirstOrDefault(r => r.Id == reason.Part) is not { } rule) return null;
        return new AnalysisGroupRuleView
        {
            Cidr = rule.Peer.Block?.ToString(), Direction = rule.IsEgress ? "egress" : "ingress", SecurityGroupId = rule.Peer.GroupId?.Value,
            PortRange = Protocols.HasPorts(rule.Protocol) ? Range(rule.FromPort, rule.ToPort) : null, PrefixListId = rule.Peer.PrefixListId?.Value, Protocol = ProtocolName(rule.Protocol),
        };
    }

    public AnalysisRouteView? Route(Reason reason)
    {
        if (reason.Object.Kind != ObjectKind.RouteTable || reason.Part.Length == 0 || !TryFind<RouteTable>(reason.Object.Id, out var table, out var scope)) return null;
        var isList = reason.Part.StartsWith("pl-", StringComparison.Ordinal);
        var view = new AnalysisRouteView { DestinationCidr = isList ? null : reason.Part, DestinationPrefixListId = isList ? reason.Part : null, State = "active" };
        if (table.Routes.FirstOrDefault(r => r.Destination.ToString() == reason.Part) is { } route)
        {
            return Targeted(view, route.Target) with { Origin = route.ByCreateRoute ? "createroute" : "createroutetable", State = RouteStates.IsBlackhole(scope, table, route) ? "blackhole" : "active" };
        }
        var gateway = PropagatedRoutes.Of(scope, table).FirstOrDefault(r => r.Destination.ToString() == reason.Part);
        return gateway is null ? view with { GatewayId = "local", Origin = "createroutetable" } : view with { GatewayId = gateway.GatewayId.Value, Origin = "enablevgwroutepropagation" };
    }

    private AnalysisRouteView Targeted(AnalysisRouteView view, RouteTarget target) => target.Kind switch
    {
        RouteTargetKind.NatGateway => view with { NatGatewayId = target.Id },
        RouteTargetKind.NetworkInterface => view with { NetworkInterfaceId = target.Id, InstanceId = OwnerOf(target.Id)?.Id },
        RouteTargetKind.VpcPeering => view with { VpcPeeringConnectionId = target.Id },
        RouteTargetKind.EgressOnlyInternetGateway => view with { EgressOnlyInternetGatewayId = target.Id },
        RouteTargetKind.TransitGateway => view with { TransitGatewayId = target.Id },
        RouteTargetKind.CarrierGateway => view with { CarrierGatewayId = target.Id },
        RouteTargetKind.LocalGateway => view with { LocalGatewayId = target.Id },
        RouteTargetKind.CoreNetwork => view with { CoreNetworkArn = target.Id },
        _ => view with { GatewayId = target.Id },
    };

    private ComponentView Of<T>(string id, string type) where T : IResource<T>
    {
        foreach (var scope in scopes)
        {
            if (scope.TryFind(new Id<T>(id), out _)) return new ComponentView(id, scope.Arn("ec2", $"{type}/{id}"), scope.NameOf(id));
        }
        return new ComponentView(id, null, null);
    }

    /// <summary>What belongs to load balancers is told by its ARN.</summary>
    private ComponentView OfBalancing<T>(string id) where T : IResource<T>
    {
        var scope = scopes.Find(s => s.TryFind(new Id<T>(id), out _));
        return scope is null ? new ComponentView(id, null, null) : new ComponentView(id, scope.Place.ArnOf(LoadBalancer.Service, id), scope.NameOf(id));
    }

    private static AnalysisPortRange? Range(int? from, int? to) => from is { } f && to is { } t && f >= 0 ? new AnalysisPortRange(f, t) : null;

    private static string ProtocolName(int protocol) => protocol == Protocols.All ? "all" : Protocols.NameOf(protocol);
}
