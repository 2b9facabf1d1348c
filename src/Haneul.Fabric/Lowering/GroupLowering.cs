using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// Security groups as stages: one for each set of groups that some interface has, its rules being the union of theirs.
/// Member sets are computed once for each group that a rule names.
/// </summary>
internal sealed class GroupLowering
{
    private readonly World world;
    private readonly Dictionary<string, (Place Place, SecurityGroup Row)> groups = [];
    private readonly Dictionary<string, ImmutableArray<Rule>> rules = [];
    private readonly Dictionary<string, Stage> stages = [];

    /// <summary>Most interfaces have one group.</summary>
    private readonly Dictionary<(string Group, bool IsEgress), Stage> ofOne = [];
    private readonly Dictionary<string, HashSet<Ip>> members = [];
    private readonly Dictionary<string, HashSet<string>> nodes = [];
    private readonly Dictionary<string, MemberSet> sets = [];

    public GroupLowering(World world)
    {
        this.world = world;
        foreach (var (place, group) in world.Everywhere<SecurityGroup>()) groups[group.Id.Value] = (place, group);
        var passing = world.Everywhere<LoadBalancer>().Where(b => b.Row.Type == BalancerType.Network).SelectMany(b => b.Row.Nodes).Select(n => n.InterfaceId).ToHashSet();
        foreach (var (_, port) in world.Everywhere<NetworkInterface>())
        {
            foreach (var group in port.GroupIds)
            {
                if (passing.Contains(port.Id)) (nodes.TryGetValue(group.Value, out var of) ? of : nodes[group.Value] = []).Add(port.Id.Value);
                if (!members.TryGetValue(group.Value, out var set)) members[group.Value] = set = [];
                foreach (var ip in port.PrivateIps) set.Add(ip);
                foreach (var ip in port.Ipv6Addresses) set.Add(ip);
            }
        }
    }

    /// <summary>The stage for these groups; null where there is none: then nothing is filtered.</summary>
    public Stage? Of(ImmutableArray<Id<SecurityGroup>> ids, bool egress)
    {
        if (ids.Length == 0) return null;
        if (ids is [var only])
        {
            var alone = (only.Value, egress);
            return ofOne.TryGetValue(alone, out var known) ? known : ofOne[alone] = Join(ids, egress);
        }
        return Join(ids, egress);
    }

    private Stage Join(ImmutableArray<Id<SecurityGroup>> ids, bool egress)
    {
        var key = $"{string.Join('+', ids.Select(i => i.Value))}/{(egress ? "out" : "in")}";
        if (stages.TryGetValue(key, out var stage)) return stage;
        stage = new Stage(
            key,
            Reading.AnyPermit,
            [.. ids.SelectMany(i => RulesOf(i.Value, egress))],
            ReasonSet.Of(ids.Select(i => Reason.GroupDeny(i.Value))));
        return stages[key] = stage;
    }

    private ImmutableArray<Rule> RulesOf(string id, bool egress)
    {
        var key = $"{id}/{egress}";
        if (rules.TryGetValue(key, out var lowered)) return lowered;
        lowered = groups.TryGetValue(id, out var group)
            ? [.. group.Row.Rules.Where(r => r.IsEgress == egress).Select(r => Rule(group.Place, group.Row, r))]
            : [];
        return rules[key] = lowered;
    }

    private Rule Rule(Place place, SecurityGroup group, SecurityGroupRule rule)
    {
        var parts = ImmutableArray.CreateBuilder<Match>();
        MatchLowering.Protocol(parts, rule.Protocol, rule.FromPort, rule.ToPort, rule.FromPort, rule.ToPort);
        parts.Add(Peer(place, group, rule));
        return new Rule(new Match.AllOf(parts.ToImmutable()), true, Reason.GroupRule(group.Id.Value, rule.Id));
    }

    private Match Peer(Place place, SecurityGroup group, SecurityGroupRule rule)
    {
        var side = rule.IsEgress ? Side.Destination : Side.Source;
        if (rule.Peer.Block is { } block) return new Match.InBlocks(side, [block], null);
        if (rule.Peer.PrefixListId is { } list)
        {
            var entries = world.At(place).Find<PrefixList>(list)?.Entries ?? [];
            return new Match.InBlocks(side, [.. entries.Select(e => e.Block)], list.Value);
        }
        var named = rule.Peer.GroupId?.Value ?? "";
        return IsResolved(group, rule, named) ? new Match.InGroup(side, SetOf(named)) : new Match.Unresolved(named);
    }

    /// <summary>In the same VPC, or in another over an active peering of the same region.</summary>
    private bool IsResolved(SecurityGroup owner, SecurityGroupRule rule, string named)
    {
        if (!groups.TryGetValue(named, out var other)) return false;
        if (other.Row.VpcId == owner.VpcId) return true;
        return world[Place.Between].All<VpcPeering>().Any(p =>
            p.State == PeeringState.Active && p.Requester.Region == p.Accepter.Region
            && p.Joins(owner.VpcId) && p.Joins(other.Row.VpcId)
            && (rule.Peer.PeeringId is not { } id || id == p.Id));
    }

    private MemberSet SetOf(string group)
    {
        if (sets.TryGetValue(group, out var set)) return set;
        return sets[group] = new MemberSet(group, members.GetValueOrDefault(group) ?? [], nodes.GetValueOrDefault(group) ?? []);
    }
}
