using System.Globalization;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>A target as a balancer's node sees it: where it is spoken to, and in which zone (null: in none).</summary>
internal sealed record SpecTarget(TargetGroup Group, TargetRegistration Row, Ip Address, string? Zone)
{
    public int Port => Row.Port;

    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>
/// Load balancers in AWS's own words: which listener takes a packet, which rule a request, which targets a node may use, whose address they see.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html and https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
/// </summary>
internal static class SpecBalancers
{
    private const string CrossZone = "load_balancing.cross_zone.enabled", Healthy = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";

    public static LoadBalancer? BalancerOf(this World world, NetworkInterface eni) =>
        world.Rows<LoadBalancer>().FirstOrDefault(b => b.Nodes.Any(n => n.InterfaceId == eni.Id));

    /// <summary>The node of a network balancer passes flows on.</summary>
    public static bool PassesFlows(this World world, NetworkInterface eni) => world.BalancerOf(eni) is { Type: BalancerType.Network };

    public static Listener? ListenerFor(World world, LoadBalancer balancer, SpecPacket packet) => world.Rows<Listener>().FirstOrDefault(l =>
        l.BalancerId == balancer.Id && l.Port == packet.DestinationPort && l.Protocol switch
        {
            BalancerProtocol.Udp => packet.Protocol == SpecPacket.Udp,
            BalancerProtocol.TcpUdp => packet.HasPorts,
            _ => packet.Protocol == SpecPacket.Tcp,
        });

    /// <summary>"Rules are evaluated in priority order, from the lowest value to the highest. The default rule is evaluated last."</summary>
    public static ListenerRule? RuleFor(World world, Listener listener, SpecRequest? request) =>
        request is null ? null : world.Rows<ListenerRule>().Where(r => r.ListenerId == listener.Id).OrderBy(r => r.Priority).FirstOrDefault(r => r.Conditions.All(c => Holds(c, request)));

    private static bool Holds(RuleCondition condition, SpecRequest request) => condition.Field switch
    {
        ConditionField.PathPattern => condition.Values.Any(v => IsLike(v, request.Path)),
        ConditionField.HostHeader => condition.Values.Any(v => IsLike(v.ToLowerInvariant(), request.Host.ToLowerInvariant())),
        _ => throw new NotSupportedException($"Spec knows no rules by {condition.Field}"),
    };

    /// <summary>"* matches 0 or more characters, ? matches exactly 1 character."</summary>
    private static bool IsLike(string pattern, string text)
    {
        if (pattern.Length == 0) return text.Length == 0;
        if (pattern[0] == '*') return IsLike(pattern[1..], text) || text.Length > 0 && IsLike(pattern, text[1..]);
        return text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && IsLike(pattern[1..], text[1..]);
    }

    public static List<TargetGroup> GroupsOf(World world, IEnumerable<RuleAction> actions) =>
        [.. actions.SelectMany(a => a.Forward?.Groups ?? []).Select(g => world.Rows<TargetGroup>().FirstOrDefault(t => t.Id == g.GroupId)).OfType<TargetGroup>()];

    /// <summary>Of several groups, one with the weight 0 gets nothing.</summary>
    public static List<TargetGroup> WeightyGroupsOf(World world, IEnumerable<RuleAction> actions)
    {
        var parts = actions.SelectMany(a => a.Forward?.Groups ?? []).ToList();
        return [.. GroupsOf(world, actions).Where(g => parts.Count == 1 || parts.Any(p => p.GroupId == g.Id && p.Weight > 0))];
    }

    /// <summary>The node must read or write the flow's bytes: TLS, or a header of the PROXY protocol.</summary>
    public static bool TouchesBytes(World world, LoadBalancer balancer, Listener listener) =>
        balancer.Type != BalancerType.Network || listener.Protocol == BalancerProtocol.Tls
        || GroupsOf(world, listener.DefaultActions).Any(g => g.Protocol == BalancerProtocol.Tls || g.Attributes.GetValueOrDefault("proxy_protocol_v2.enabled") == "true");

    /// <summary>"Client IP preservation: instance and alb targets, enabled; IP targets, UDP and TCP_UDP, enabled and cannot be disabled; IP targets, TCP and TLS, disabled."</summary>
    public static bool KeepsClient(TargetGroup group) =>
        group.Protocol is BalancerProtocol.Udp or BalancerProtocol.TcpUdp
        || (group.Attributes.GetValueOrDefault("preserve_client_ip.enabled") ?? (group.Type == TargetType.Ip ? "false" : "true")) == "true";

    /// <summary>Whether a node may use them or not: all that are not being taken out, and have an address.</summary>
    public static bool HasTargets(World world, TargetGroup group) => TargetsOf(world, group).Count > 0;

    /// <summary>
    /// "Each node routes to healthy targets of its zone, or of all enabled zones with cross-zone load balancing; if fewer are healthy than the minimum, to all, regardless of their health."
    /// A target in a zone that is not enabled, or whose instance is stopped, is unused.
    /// </summary>
    public static List<SpecTarget> Usable(World world, LoadBalancer balancer, string zone, TargetGroup group)
    {
        var crosses = group.Attributes.GetValueOrDefault(CrossZone) is "true" or "false"
            ? group.Attributes[CrossZone] == "true"
            : balancer.Type == BalancerType.Application || balancer.Attributes.GetValueOrDefault(CrossZone) == "true";
        string[] zones = crosses ? [.. balancer.Nodes.Select(n => n.Zone)] : [zone];
        var near = TargetsOf(world, group).Where(t => (t.Zone is null || zones.Contains(t.Zone)) && !IsStopped(world, t)).ToList();
        var healthy = near.Where(t => t.Row.Health.State == "healthy").ToList();
        var least = int.Parse(group.Attributes.GetValueOrDefault(Healthy + "count") ?? "1", CultureInfo.InvariantCulture);
        var share = group.Attributes.GetValueOrDefault(Healthy + "percentage") is { } text and not "off" ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return healthy.Count < least || 100.0 * healthy.Count / Math.Max(1, near.Count) < share ? near : healthy;
    }

    private static bool IsStopped(World world, SpecTarget target) =>
        target.Group.Type == TargetType.Instance && world.Rows<Instance>().Any(i => i.Id.Value == target.Row.TargetId && i.State is not (InstanceState.Running or InstanceState.Pending));

    private static List<SpecTarget> TargetsOf(World world, TargetGroup group) =>
        [.. world.Rows<TargetRegistration>().Where(t => t.GroupId == group.Id && t.DrainingSince is null).SelectMany(t => Located(world, group, t))];

    private static IEnumerable<SpecTarget> Located(World world, TargetGroup group, TargetRegistration row)
    {
        var isV6 = group.AddressType == "ipv6";
        IEnumerable<NetworkInterface> enis = group.Type switch
        {
            TargetType.Instance => world.Rows<NetworkInterface>().Where(e => e.Attachment is { DeviceIndex: 0 } a && a.InstanceId?.Value == row.TargetId),
            TargetType.Alb => world.Rows<LoadBalancer>().Where(b => row.TargetId.EndsWith(":" + b.Id.Value, StringComparison.Ordinal)).SelectMany(b => b.Nodes).Select(n => world.Interface(n.InterfaceId)).OfType<NetworkInterface>(),
            _ => [],
        };
        foreach (var eni in enis)
        {
            var own = isV6 ? eni.Ipv6Addresses : eni.PrivateIps;
            if (own.Length > 0) yield return new SpecTarget(group, row, own[0], world.SubnetOf(eni).Zone);
        }
        if (group.Type != TargetType.Ip) yield break;
        var ip = Ip.Parse(row.TargetId);
        var subnet = world.Rows<Subnet>().FirstOrDefault(s => s.VpcId == group.VpcId && s.Cidrs.Any(c => c.Contains(ip)));
        yield return new SpecTarget(group, row, ip, subnet?.Zone ?? (row.Zone == "all" ? null : row.Zone));
    }
}

/// <summary>What is asked of an application balancer.</summary>
internal sealed record SpecRequest(string Host, string Path)
{
    public override string ToString() => $"http://{Host}{Path}";
}
