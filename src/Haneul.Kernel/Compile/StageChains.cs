using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Prints stages as chains of a router's table. Security groups: one chain for each group and direction, with one look-up for all its address rules whatever their number, and a chain for each union of groups that some port has.
/// ACLs: one rule after the other, as they are read.
/// </summary>
internal sealed class StageChains(TableBuilder table, RouterObservation observation)
{
    /// <summary>Beyond this many pieces a group's rules are asked one after the other.</summary>
    public const int MostPieces = 16384;

    private readonly Dictionary<string, string> unions = [];

    /// <summary>The chain of a union of groups; it returns when no rule permits.</summary>
    public string OfGroups(Stage stage, Side peer)
    {
        if (unions.TryGetValue(stage.Name, out var known)) return known;
        var name = PlanNames.Chain(stage.Name);
        var jumps = new List<NftRule>();
        foreach (var group in stage.Rules.GroupBy(r => r.Reason.Object.Id))
        {
            var chain = $"{group.Key}.{(peer == Side.Source ? "in" : "out")}";
            if (!table.HasChain(chain)) table.AddChain(chain, Group(chain, peer, [.. group]));
            jumps.Add(Words.Rule(ReasonSet.Of(new Reason(group.First().Reason.Object)), Words.Jump(chain)));
        }
        table.AddChain(name, jumps);
        return unions[stage.Name] = name;
    }

    /// <summary>The chain of an ACL's direction, or null where it admits everything: then nothing need be asked (ACLs are paid for by every packet).</summary>
    public string? OfAcl(Stage stage, bool hasV6, Border border)
    {
        if (AdmitsAll(stage, v6: false) && (!hasV6 || AdmitsAll(stage, v6: true))) return null;
        var name = stage.Name.Replace('/', '.');
        if (table.HasChain(name)) return name;
        var rules = stage.Rules.SelectMany(r => Acl(r, border)).Append(Words.Rule(stage.Otherwise, Words.Count(), observation.Refuse(border, stage.Otherwise)));
        table.AddChain(name, rules);
        return name;
    }

    /// <summary>The family's first rule admits all of it.</summary>
    private static bool AdmitsAll(Stage stage, bool v6)
    {
        var first = stage.Rules.FirstOrDefault(r => Shape.Of(r.Match).Blocks.Any(b => b.IsV6 == v6));
        return first is { Permits: true } && Shape.Of(first.Match) is { Protocol: null } shape && shape.Blocks.Any(b => b.IsV6 == v6 && b.Length == 0);
    }

    private IEnumerable<NftRule> Acl(Rule rule, Border border)
    {
        var shape = Shape.Of(rule.Match);
        foreach (var block in shape.Blocks)
        {
            if (shape.Protocol is { } p && IsOfOtherFamily(p, block.IsV6)) continue;
            yield return Words.Rule(
                ReasonSet.Of(rule.Reason), Words.Family(block.IsV6), Words.InBlock(shape.Side, block), Protocol(shape), rule.Permits ? Words.Accept() : [.. Words.Count(), .. observation.Refuse(border, ReasonSet.Of(rule.Reason))]);
        }
    }

    private List<NftRule> Group(string chain, Side peer, IReadOnlyList<Rule> rules)
    {
        var asked = new List<NftRule>();
        foreach (var v6 in (ReadOnlySpan<bool>)[false, true])
        {
            var boxes = new List<(Box, Reason)>();
            foreach (var rule in rules)
            {
                var shape = Shape.Of(rule.Match);
                foreach (var block in shape.Blocks.Where(b => b.IsV6 == v6)) boxes.Add((shape.BoxOf(block), rule.Reason));
            }
            if (boxes.Count > 0) asked.AddRange(Addresses(chain, peer, v6, boxes, rules));
            asked.AddRange(rules.SelectMany(r => Members(peer, v6, r)));
        }
        return asked;
    }

    private List<NftRule> Addresses(string chain, Side peer, bool v6, List<(Box Box, Reason Reason)> boxes, IReadOnlyList<Rule> rules)
    {
        if (Boxes.Disjoint(boxes, MostPieces) is not { } pieces) return [.. rules.Where(r => Shape.Of(r.Match).Blocks.Any(b => b.IsV6 == v6)).SelectMany(r => Acl(r, peer == Side.Source ? Border.GroupsIn : Border.GroupsOut))];
        var set = $"{chain}{(v6 ? 6 : 4)}";
        table.AddSet(set, [v6 ? NftType.Ipv6Addr : NftType.Ipv4Addr, NftType.InetProto, NftType.InetService], interval: true);
        foreach (var (box, reasons) in pieces)
        {
            var from = Words.Key(Words.AddressBytes(box.FromAddress, v6), [(byte)box.FromProtocol], Words.Port16(box.FromPort));
            var to = Words.Key(Words.AddressBytes(box.ToAddress, v6), [(byte)box.ToProtocol], Words.Port16(box.ToPort));
            table.AddElement(set, new NftKey(from, to), new NftElement(Reasons: reasons));
        }
        var all = ReasonSet.Of(boxes.Select(b => b.Reason));
        var icmp = v6 ? Protocols.Icmpv6 : Protocols.Icmp;
        var width = v6 ? 4 : 1;
        NftExpression[] key = [.. Words.Address(peer, v6), .. Words.Load(NftMeta.L4Proto, width)];
        return
        [
            Words.Rule(all, Words.Family(v6), Words.NotProtocol(icmp), key, Words.Port(false, width + 1), Words.InSet(set), Words.Accept()),
            Words.Rule(all, Words.Family(v6), Words.Protocol(icmp), key, Words.Port(true, width + 1), Words.InSet(set), Words.Accept()),
        ];
    }

    private IEnumerable<NftRule> Members(Side peer, bool v6, Rule rule)
    {
        var shape = Shape.Of(rule.Match);
        if (shape.Members is not { } members || shape.Protocol is { } p && IsOfOtherFamily(p, v6)) yield break;
        var addresses = members.Addresses.Where(a => a.IsV6 == v6).ToList();
        if (addresses.Count > 0)
        {
            var set = $"{members.GroupId}.members{(v6 ? 6 : 4)}";
            if (!table.HasSet(set))
            {
                table.AddSet(set, [v6 ? NftType.Ipv6Addr : NftType.Ipv4Addr]);
                foreach (var address in addresses) table.AddElement(set, Words.AddressBytes(address));
            }
            yield return Words.Rule(ReasonSet.Of(rule.Reason), Words.Family(v6), Words.Address(peer, v6), Words.InSet(set), Protocol(shape), Words.Accept());
        }
        if (peer == Side.Destination || members.Nodes.Count == 0) yield break;
        // What a node of a network balancer passes on is from its group, whosever address it bears.
        var nodes = $"{members.GroupId}.nodes";
        if (!table.HasSet(nodes))
        {
            table.AddSet(nodes, [NftType.IfName]);
            foreach (var node in members.Nodes) table.AddElement(nodes, Words.Name(PlanNames.PortDevice(node)));
        }
        yield return Words.Rule(ReasonSet.Of(rule.Reason), Words.Family(v6), Words.Load(NftMeta.IifName), Words.InSet(nodes), Protocol(shape), Words.Accept());
    }

    private static NftExpression[] Protocol(Shape shape) => shape switch
    {
        { Protocol: null } => [],
        { Ports: { } ports } => [.. Words.Protocol(shape.Protocol.Value), .. Words.DestinationPorts(ports.First, ports.Last)],
        { Icmp: { } icmp } => [.. Words.Protocol(shape.Protocol.Value), .. Words.Icmp(icmp.Type, icmp.Code)],
        _ => Words.Protocol(shape.Protocol.Value),
    };

    private static bool IsOfOtherFamily(int protocol, bool v6) => protocol == (v6 ? Protocols.Icmp : Protocols.Icmpv6);
}
