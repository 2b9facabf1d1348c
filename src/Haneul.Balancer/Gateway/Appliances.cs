using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>An appliance that packets can be given to.</summary>
/// <param name="Id">Its registration.</param>
/// <param name="Address">IPv4: what a gateway balancer sends is always carried by it.</param>
/// <param name="Draining">It was taken out and gets no new flows.</param>
/// <param name="IsHealthy">As its checks say.</param>
internal sealed record Appliance(Id<TargetRegistration> Id, Ip Address, bool Draining, bool IsHealthy)
{
    /// <summary>Differs from appliance to appliance, and is the same after every start.</summary>
    public ulong Hash { get; } = FlowKey.Mix((ulong)Address.Bits ^ 0x6081_0000_0000_0000);
}

/// <summary>
/// The appliances that a node may use, and which flow goes to which: the one that a flow's hash rates highest (rendezvous hashing), so that one that comes or goes moves its own share and no other. A value: made anew when anything of it changes.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/target-groups.html
/// </summary>
internal sealed class Appliances
{
    private readonly Dictionary<Id<TargetRegistration>, Appliance> all;
    private readonly ImmutableArray<Appliance> eligible;
    private readonly TargetGroupSettings settings;

    /// <param name="near">Those of the node's zone, or of all zones where it crosses them.</param>
    /// <param name="settings">The target group's.</param>
    public Appliances(IEnumerable<Appliance> near, TargetGroupSettings settings)
    {
        this.settings = settings;
        all = near.DistinctBy(a => a.Id).ToDictionary(a => a.Id);
        var taken = all.Values.Where(a => !a.Draining).OrderBy(a => a.Id).ToList();
        var healthy = taken.Where(a => a.IsHealthy).ToList();
        // With none that is healthy all are used: it fails open.
        eligible = [.. healthy.Count > 0 ? healthy : taken];
        HasHealthy = healthy.Count > 0;
        Breadth = !settings.IsSticky ? FlowBreadth.Connection : settings.StickinessType == "source_ip_dest_ip" ? FlowBreadth.Addresses : FlowBreadth.AddressesAndProtocol;
    }

    public bool HasHealthy { get; }

    /// <summary>What of a packet makes its flow.</summary>
    public FlowBreadth Breadth { get; }

    public bool Has(Ip address)
    {
        foreach (var appliance in all.Values)
        {
            if (appliance.Address == address) return true;
        }
        return false;
    }

    public IEnumerable<Id<TargetRegistration>> Draining => all.Values.Where(a => a.Draining).Select(a => a.Id);

    /// <summary>For a new flow; null where there is none.</summary>
    public Appliance? Choose(ulong flow)
    {
        Appliance? best = null;
        ulong highest = 0;
        foreach (var appliance in eligible)
        {
            var rating = FlowKey.Mix(flow ^ appliance.Hash);
            if (best is not null && rating <= highest) continue;
            (best, highest) = (appliance, rating);
        }
        return best;
    }

    /// <summary>
    /// A flow stays where it is until it is idle, unless its appliance has failed or is gone and the group rebalances. One that drains is not gone: what it has stays for the deregistration delay.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/edit-target-group-attributes.html
    /// </summary>
    public bool Keeps(Id<TargetRegistration> appliance)
    {
        if (!all.TryGetValue(appliance, out var there)) return settings["target_failover.on_deregistration"] != "rebalance";
        return there.IsHealthy || there.Draining || !HasHealthy || settings["target_failover.on_unhealthy"] != "rebalance";
    }
}
