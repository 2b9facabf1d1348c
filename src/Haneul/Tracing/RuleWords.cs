using Haneul.Fabric;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Tracing;

/// <summary>Rules, entries and routes in AWS's words.</summary>
internal sealed class RuleWords(Objects objects)
{
    public ReasonReport Report(Reason reason)
    {
        var at = objects.Report(reason.Object);
        return new ReasonReport(at, reason.Part, Told(reason, at));
    }

    private string Told(Reason reason, ObjectReport at) => reason.Object.Kind switch
    {
        ObjectKind.SecurityGroup when reason.Part == Reason.Implicit => $"no rule of {at.Told} fits",
        ObjectKind.SecurityGroup => GroupRule(reason, at),
        ObjectKind.NetworkAcl => AclEntry(reason, at),
        ObjectKind.RouteTable when reason.Part.Length > 0 => Route(reason, at),
        ObjectKind.ElasticAddress => ElasticAddress(reason, at),
        ObjectKind.Home when reason.Part.Length > 0 => Forward(reason),
        ObjectKind.Listener or ObjectKind.ListenerRule or ObjectKind.TargetGroup => $"{Noun(reason.Object.Kind)} {at.Label}",
        _ => $"{Noun(reason.Object.Kind)} {at.Told}",
    };

    private string GroupRule(Reason reason, ObjectReport at)
    {
        if (!objects.TryFind<SecurityGroup>(reason.Object.Id, out var group) || group.Rules.FirstOrDefault(r => r.Id == reason.Part) is not { } rule) return $"{at.Told}: {reason.Part}";
        var verb = rule.IsEgress ? "lets out" : "lets in";
        return $"{at.Told}: {rule.Id} {verb} {Traffic(rule.Protocol, rule.FromPort, rule.ToPort, rule.FromPort, rule.ToPort)} {(rule.IsEgress ? "to" : "from")} {Peer(rule.Peer)}";
    }

    private string Peer(RulePeer peer) =>
        peer.Block?.ToString()
        ?? (peer.GroupId is { } g ? "members of " + objects.Report(new ObjectRef(ObjectKind.SecurityGroup, g.Value)).Told : null)
        ?? (peer.PrefixListId is { } list ? $"prefix list {list}" : "nobody");

    private string AclEntry(Reason reason, ObjectReport at)
    {
        var (direction, number) = reason.Part.Split('/') is [var d, var n] ? (d, n) : ("", reason.Part);
        var side = direction == "out" ? "outbound" : "inbound";
        if (number == "*") return $"{at.Told}, {side}: rule * denies what no numbered rule decides";
        if (!objects.TryFind<NetworkAcl>(reason.Object.Id, out var acl)) return $"{at.Told}, {side}: rule {number}";
        var entry = acl.Entries.FirstOrDefault(e => e.IsEgress == (direction == "out") && $"{e.Number}" == number);
        if (entry is null) return $"{at.Told}, {side}: rule {number}";
        var traffic = Traffic(entry.Protocol, entry.FromPort, entry.ToPort, entry.IcmpType, entry.IcmpCode);
        return $"{at.Told}, {side}: rule {number} {(entry.Allows ? "allows" : "denies")} {traffic} {(entry.IsEgress ? "to" : "from")} {entry.Block}";
    }

    private string Route(Reason reason, ObjectReport at)
    {
        var destination = reason.Part;
        if (!objects.TryFind<RouteTable>(reason.Object.Id, out var table)) return $"{at.Told}: {destination}";
        var route = table.Routes.FirstOrDefault(r => r.Destination.ToString() == destination);
        if (route is not null) return $"{at.Told}: {destination} → {Target(route.Target)}";
        var isLocal = objects.TryFind<Vpc>(table.VpcId.Value, out var vpc) && vpc.Cidrs.Any(c => c.ToString() == destination);
        return $"{at.Told}: {destination} → {(isLocal ? "local" : "VPN gateway (propagated)")}";
    }

    private string Target(RouteTarget target) => target.Kind switch
    {
        RouteTargetKind.Local => "local",
        RouteTargetKind.NetworkInterface => objects.Report(new ObjectRef(ObjectKind.NetworkInterface, target.Id)).Told,
        _ => objects.NameOf(target.Id) is { } name ? $"{name} ({target.Id})" : target.Id,
    };

    private string ElasticAddress(Reason reason, ObjectReport at) =>
        objects.TryFind<ElasticAddress>(reason.Object.Id, out var address) ? $"elastic address {address.PublicIp} ({address.Id}) stands for {address.PrivateIp}" : $"elastic address {at.Told}";

    private string Forward(Reason reason)
    {
        var told = reason.Part.Replace('/', ' ');
        var found = objects.TryFind<Home>(reason.Object.Id, out var home) ? home.Forwards.FirstOrDefault(f => Reason.Forward(home.Id.Value, f.Protocol, f.Port) == reason) : null;
        return $"home {reason.Object.Id} forwards {told}" + (found is null ? "" : $" to {found.HostId}:{found.HostPort}");
    }

    private static string Traffic(int protocol, int? from, int? to, int? icmpType, int? icmpCode)
    {
        if (protocol == Protocols.All) return "all traffic";
        var name = Protocols.NameOf(protocol);
        if (Protocols.IsIcmp(protocol)) return icmpType is null or -1 ? name : $"{name} type {icmpType}{(icmpCode is null or -1 ? "" : $" code {icmpCode}")}";
        if (!Protocols.HasPorts(protocol)) return $"protocol {name}";
        return (from, to) switch
        {
            (null or -1, _) or (0, 65535) => name,
            _ when from == to => $"{name} {PortNames.Told(from ?? 0)}",
            _ => $"{name} {from}-{to}",
        };
    }

    /// <summary>What AWS calls a thing; an interface is told by what it belongs to.</summary>
    public static string Noun(ObjectReport at) => at is { Kind: ObjectKind.OutsideHost, Id: AddressPools.MachineName } ? "" : Noun(at.Of?.Kind ?? at.Kind);

    /// <summary>What AWS calls things of a kind.</summary>
    public static string Noun(ObjectKind kind) => kind switch
    {
        ObjectKind.NetworkInterface => "network interface",
        ObjectKind.Instance => "instance",
        ObjectKind.Subnet => "subnet",
        ObjectKind.Vpc => "VPC",
        ObjectKind.SecurityGroup => "security group",
        ObjectKind.NetworkAcl => "network ACL",
        ObjectKind.RouteTable => "route table",
        ObjectKind.InternetGateway => "internet gateway",
        ObjectKind.EgressOnlyInternetGateway => "egress-only internet gateway",
        ObjectKind.NatGateway => "NAT gateway",
        ObjectKind.VpcPeering => "VPC peering",
        ObjectKind.VpnGateway => "VPN gateway",
        ObjectKind.VpcEndpoint => "VPC endpoint",
        ObjectKind.LoadBalancer => "load balancer",
        ObjectKind.Listener => "listener",
        ObjectKind.ListenerRule => "rule of priority",
        ObjectKind.TargetGroup => "target group",
        ObjectKind.ElasticAddress => "elastic address",
        ObjectKind.Zone => "zone",
        ObjectKind.OutsideHost => "host outside",
        ObjectKind.Home => "home router",
        ObjectKind.Internet => "",
        ObjectKind.Service => "service of the VPC",
        _ => "address",
    };
}
