using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Interfaces, with what their host does.</summary>
internal static class PortLowering
{
    /// <summary>The tag of an instance that tells what its guest does with packets that are not for it.</summary>
    private const string ForwardingTag = "haneul:forwarding";

    public static Dictionary<string, Port> Ports(World world, Dictionary<string, Segment> segments, GroupLowering groups)
    {
        var ports = new Dictionary<string, Port>();
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            var nats = scope.All<NatGateway>()
                .Where(n => n.State != NatGatewayState.Deleted)
                .SelectMany(n => n.Addresses.Select(a => (a.InterfaceId, n.Id)))
                .DistinctBy(a => a.InterfaceId)
                .ToDictionary(a => a.InterfaceId.Value, a => a.Id.Value);
            var balancers = scope.All<LoadBalancer>().SelectMany(b => b.Nodes.Select(n => (n.InterfaceId, Row: b))).DistinctBy(n => n.InterfaceId).ToDictionary(n => n.InterfaceId.Value, n => n.Row);
            foreach (var row in scope.All<NetworkInterface>())
            {
                var balancer = balancers.GetValueOrDefault(row.Id.Value);
                if (!segments.TryGetValue(row.SubnetId.Value, out var segment)) continue;
                var instance = row.Attachment?.InstanceId is { } id ? scope.Find<Instance>(id) : null;
                ports[row.Id.Value] = new Port
                {
                    Id = row.Id.Value,
                    Segment = segment,
                    V4 = row.PrivateIps,
                    V6 = row.Ipv6Addresses,
                    Mac = row.MacAddress,
                    DeviceIndex = row.Attachment?.DeviceIndex ?? 0,
                    Out = groups.Of(row.GroupIds, egress: true),
                    In = groups.Of(row.GroupIds, egress: false),
                    ChecksAddresses = row.SourceDestCheck && balancer is not { Type: BalancerType.Network },
                    Attached = row.Attachment is not null,
                    Running = row.Attachment?.InstanceId is null || instance?.State == InstanceState.Running,
                    Forwarding = instance is null ? Forwarding.None : ForwardingOf(scope, instance),
                    InstanceId = row.Attachment?.InstanceId?.Value,
                    NatGatewayId = nats.GetValueOrDefault(row.Id.Value),
                    BalancerId = balancer?.Id.Value,
                    PassesFlows = balancer is { Type: BalancerType.Network },
                };
            }
        }
        return ports;
    }

    private static Forwarding ForwardingOf(Scope scope, Instance instance) =>
        scope.TagsOf(instance.Id.Value).GetValueOrDefault(ForwardingTag) switch
        {
            "masquerade" => Forwarding.Masquerade,
            "none" => Forwarding.None,
            _ => Forwarding.Router,
        };
}

/// <summary>Public addresses that stand for private ones: elastic, else lent at launch.</summary>
internal static class TranslationLowering
{
    /// <summary>Gives each router its translations, and answers all of them by public address.</summary>
    public static Dictionary<Ip, Translation> Lay(World world, Dictionary<string, Port> ports)
    {
        var all = new Dictionary<Ip, Translation>();
        foreach (var (_, address) in world.Everywhere<ElasticAddress>())
        {
            if (address is not { InterfaceId: { } id, PrivateIp: { } inside }) continue;
            if (ports.TryGetValue(id.Value, out var port) && port.Has(inside))
            {
                Add(all, port, inside, address.PublicIp, Reason.Of(ObjectKind.ElasticAddress, address.Id.Value));
            }
        }
        foreach (var (_, row) in world.Everywhere<NetworkInterface>())
        {
            if (row is { LentPublicIp: { } lent, PrivateIps: [var primary, ..] } && ports.TryGetValue(row.Id.Value, out var port))
            {
                Add(all, port, primary, lent, Reason.Of(ObjectKind.NetworkInterface, row.Id.Value));
            }
        }
        return all;
    }

    private static void Add(Dictionary<Ip, Translation> all, Port port, Ip inside, Ip outside, Reason reason)
    {
        var translation = new Translation(inside, outside, port.Id, port.Router.Id, reason);
        if (!all.ContainsKey(outside) && port.Router.Add(translation)) all.Add(outside, translation);
    }
}
