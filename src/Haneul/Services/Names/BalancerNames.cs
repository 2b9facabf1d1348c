using System.Collections.Frozen;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// The names of load balancers: the addresses of the nodes whose zone works and has healthy targets, or of all where no zone has. Private ones for an internal balancer, public ones else, whoever asks. A network balancer has a name for each zone as well.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#dns-name, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health.html
/// </summary>
internal sealed class BalancerNames
{
    private readonly Network net;
    private readonly FrozenDictionary<string, Fabric.Balancer> byName;

    public BalancerNames(Network net)
    {
        this.net = net;
        byName = net.Balancers.Values.DistinctBy(NameOf).ToFrozenDictionary(NameOf, StringComparer.Ordinal);
    }

    /// <summary>Null where no balancer has the name.</summary>
    /// <param name="name">Of the balancer, or of one of its zones.</param>
    /// <param name="asker">The asker's zone, which some network balancers prefer; null: it stands in none.</param>
    /// <param name="chance">From 0 to 99: of a hundred askers, which one it is.</param>
    public IReadOnlyList<Ip>? AddressesOf(string name, string? asker, int chance)
    {
        if (byName.Count == 0) return null;
        if (byName.TryGetValue(name, out var balancer)) return [.. Preferred(balancer, Told(balancer), asker, chance).SelectMany(n => AddressesOf(balancer, n))];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !byName.TryGetValue(name[(dot + 1)..], out balancer) || balancer.Row.Type != BalancerType.Network) return null;
        var zone = balancer.Nodes.Where(n => n.Zone == name[..dot]).ToList();
        return zone.Count == 0 ? null : [.. zone.SelectMany(n => AddressesOf(balancer, n))];
    }

    /// <summary>The nodes whose addresses the name leads to.</summary>
    public IReadOnlyList<BalancerPort> Told(Fabric.Balancer balancer)
    {
        var working = balancer.Nodes.Where(n => !n.Dark).ToList();
        if (working.Count == 0) return balancer.Nodes;
        var healthy = working.Where(n => IsHealthy(balancer, n)).ToList();
        return healthy.Count > 0 ? healthy : working;
    }

    /// <summary>The node in the asker's zone alone, for all or for 85 of 100 askers, where the balancer says so. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-load-balancer-attributes.html#zonal-dns-affinity</summary>
    private static IReadOnlyList<BalancerPort> Preferred(Fabric.Balancer balancer, IReadOnlyList<BalancerPort> told, string? asker, int chance)
    {
        var near = BalancerSettings.Of(balancer.Row).AskersOfOwnZone;
        if (near == 0 || told.Where(n => n.Zone == asker).ToList() is not { Count: > 0 } own) return told;
        if (chance < near) return own;
        return told.Count > own.Count ? [.. told.Except(own)] : told;
    }

    /// <summary>Where clients reach the node.</summary>
    public IEnumerable<Ip> AddressesOf(Fabric.Balancer balancer, BalancerPort node)
    {
        if (!net.Ports.TryGetValue(node.PortId, out var port)) yield break;
        foreach (var ip in port.V4)
        {
            if (balancer.Row.IsInternal) yield return ip;
            else if (port.Router.PublicOf(ip) is { } translation) yield return translation.Outside;
        }
        foreach (var ip in port.V6) yield return ip;
    }

    /// <summary>Every group that has targets which the node may use has enough healthy ones among them.</summary>
    private bool IsHealthy(Fabric.Balancer balancer, BalancerPort node)
    {
        foreach (var pool in GroupsOf(balancer))
        {
            var settings = TargetGroupSettings.Of(pool.Row);
            var near = FlowBalancing.Near(balancer, node, pool).ToList();
            var healthy = near.Count(t => t.Row.Health.IsHealthy);
            var (count, percentage) = settings.NamesFailBelow;
            if (healthy < count || healthy * 100 < near.Count * (percentage ?? 0)) return false;
        }
        return true;
    }

    private IEnumerable<TargetPool> GroupsOf(Fabric.Balancer balancer) => balancer.Listeners
        .SelectMany(l => l.Row.DefaultActions.Concat(l.Rules.SelectMany(r => r.Actions)))
        .SelectMany(a => a.TargetGroupIds).Distinct()
        .Select(g => net.Pools.GetValueOrDefault(g.Value)).OfType<TargetPool>()
        .Where(p => p.Targets.Length > 0 && p.Row.Protocol is not null and not BalancerProtocol.Geneve);

    private static string NameOf(Fabric.Balancer balancer) => balancer.Row.DnsName.ToLowerInvariant();
}
