using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// What a node of a network balancer does with a new flow at a listener: which targets it may choose, and as whom it speaks to them. Pure; the tracer asks it, a kernel prints it.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
/// </summary>
public static class FlowBalancing
{
    /// <summary>After so long without a packet a flow of UDP is forgotten; one of TCP after its listener's time. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html</summary>
    public const int UdpIdleSeconds = 120;

    /// <summary>The ports that a node speaks to targets from, where it does so as itself.</summary>
    public const int LowestPort = 1024;

    /// <summary>The listener that takes a packet to the port; null where none does.</summary>
    public static BalancerListener? ListenerFor(Balancer balancer, int protocol, int port)
    {
        foreach (var listener in balancer.Listeners)
        {
            if (listener.Row.Port == port && ProtocolsOf(listener.Row.Protocol).Contains(protocol)) return listener;
        }
        return null;
    }

    /// <summary>The IP protocols by which a listener is reached.</summary>
    public static ImmutableArray<int> ProtocolsOf(BalancerProtocol protocol) => protocol switch
    {
        BalancerProtocol.Udp => [Protocols.Udp],
        BalancerProtocol.TcpUdp => [Protocols.Tcp, Protocols.Udp],
        BalancerProtocol.Geneve => [],
        _ => [Protocols.Tcp],
    };

    /// <summary>The groups that a listener forwards to, with their shares.</summary>
    public static IEnumerable<(TargetPool Pool, int Weight)> GroupsOf(Network net, BalancerListener listener) => RequestBalancing.PoolsOf(net, listener.Row.DefaultActions);

    /// <summary>The flow passes with another address and nothing else: its bytes need not be touched (no TLS, no header of the PROXY protocol).</summary>
    public static bool OnlyTranslates(Network net, Balancer balancer, BalancerListener listener) =>
        balancer.Row.Type == BalancerType.Network
        && listener.Row.Protocol is BalancerProtocol.Tcp or BalancerProtocol.Udp or BalancerProtocol.TcpUdp
        && !GroupsOf(net, listener).Any(g => g.Pool.Row.Protocol == BalancerProtocol.Tls || TargetGroupSettings.Of(g.Pool.Row).SpeaksProxyProtocol);

    /// <summary>A listener whose bytes are touched and whose targets see the client's address all the same: the node's own connections bear it.</summary>
    public static bool BorrowsClient(Network net, Balancer balancer, BalancerListener listener) =>
        balancer.Row.Type == BalancerType.Network && !OnlyTranslates(net, balancer, listener) && GroupsOf(net, listener).Any(g => TargetGroupSettings.Of(g.Pool.Row).PreservesClient);

    /// <summary>
    /// The targets that a node may give a new flow to: those <see cref="Near"/> that are healthy, or all of them where too few are. Ordered by their ids.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health.html
    /// </summary>
    public static ImmutableArray<PoolTarget> Eligible(Balancer balancer, BalancerPort node, TargetPool pool)
    {
        var near = Near(balancer, node, pool).OrderBy(t => t.Row.Id.Value, StringComparer.Ordinal).ThenBy(t => t.Address).ToList();
        var healthy = near.Where(t => t.Row.Health.IsHealthy).ToList();
        var (count, percentage) = TargetGroupSettings.Of(pool.Row).FailOpenBelow;
        var failsOpen = healthy.Count < count || healthy.Count * 100 < near.Count * (percentage ?? 0);
        return [.. failsOpen ? near : healthy];
    }

    /// <summary>
    /// The targets that a node may use whatever their health: of its own zone, or of all that the balancer has a node in where zones are crossed; none that drains, none whose instance is stopped.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#availability-zones
    /// </summary>
    public static IEnumerable<PoolTarget> Near(Balancer balancer, BalancerPort node, TargetPool pool)
    {
        var crosses = TargetGroupSettings.Of(pool.Row).CrossesZones(BalancerSettings.Of(balancer.Row));
        return pool.Targets.Where(t => t is { Row.DrainingSince: null, IsStopped: false } && (t.Zone is null || t.Zone == node.Zone || crosses && balancer.Nodes.Any(n => n.Zone == t.Zone)));
    }

    /// <summary>The groups that these actions forward to have targets, whether a node may use them or not.</summary>
    public static bool HaveTargets(Network net, ImmutableArray<RuleAction> actions) => RequestBalancing.PoolsOf(net, actions).Any(g => g.Pool.Targets.Any(t => t.Row.DrainingSince is null));

    /// <summary>All that a flow or request may be given to by these actions.</summary>
    public static ImmutableArray<FlowChoice> Choices(Network net, Balancer balancer, BalancerPort node, ImmutableArray<RuleAction> actions)
    {
        var groups = RequestBalancing.PoolsOf(net, actions).ToList();
        var isShared = groups.Count > 1;
        return
        [
            .. from g in groups
               where !isShared || g.Weight > 0
               let eligible = Eligible(balancer, node, g.Pool)
               from target in eligible
               select new FlowChoice(g.Pool, target, isShared ? (double)g.Weight / eligible.Length : 1, TargetGroupSettings.Of(g.Pool.Row).PreservesClient),
        ];
    }
}

/// <summary>A target that a flow may be given to.</summary>
/// <param name="Pool">By this group.</param>
/// <param name="Target">The target.</param>
/// <param name="Share">Its part of the flows, compared with that of others.</param>
/// <param name="KeepsClient">It sees the client's address; else the node's.</param>
public sealed record FlowChoice(TargetPool Pool, PoolTarget Target, double Share, bool KeepsClient)
{
    public TargetChoice Told(IReadOnlyCollection<FlowChoice> among) =>
        new(Pool.Row.Id.Value, Target.Row.TargetId, Target.Address, Target.Port, among.Count, Target.Row.Health) { Among = [.. among.Select(c => c.Target.At)] };
}
