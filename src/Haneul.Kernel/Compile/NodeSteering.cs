using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Answers to flows that a network balancer's node passed on with the client's address go back by the node: a flow that the node sends into the VPC gets the node's mark, and what answers it is routed by the mark.
/// </summary>
internal sealed class NodeSteering(IReadOnlyList<Port> ports)
{
    private const string Nodes = "nodes";

    /// <summary>The chain that marks flows and steers answers.</summary>
    internal const string Chain = "steer";

    /// <summary>Before the policies of route tables.</summary>
    private const uint Priority = 900;

    /// <summary>After connection tracking (-200) and the question for a route (-150).</summary>
    private const int Tracked = -145;

    private const byte Asked = 0, Answer = 1;

    private readonly List<Port> nodes = [.. ports.Where(p => p.PassesFlows)];

    public void Lay(NamespaceBuilder ns)
    {
        foreach (var node in nodes)
        {
            var number = PlanNames.Number(node.Id);
            foreach (var own in new[] { node.Primary(false), node.Primary(true) }.OfType<Ip>())
            {
                ns.Policies.Add(new PolicyPlan(own.IsV6, number, number, Priority));
                ns.Route(own.IsV6 ? Cidr.AnyV6 : Cidr.AnyV4, RouterCompiler.DeviceOf(node), own, number);
            }
        }
    }

    /// <summary>What bears the node's own address is answered to it without that.</summary>
    public void Lay(TableBuilder table, IEnumerable<bool> families)
    {
        if (nodes.Count == 0) return;
        table.AddSet(Nodes, [NftType.IfName], NftMapTo.Mark);
        foreach (var node in nodes) table.AddElement(Nodes, new NftKey(Words.Name(RouterCompiler.DeviceOf(node))), new NftElement(Data: new NftKey(Words.Host(PlanNames.Number(node.Id)))));
        table.AddBase(Chain, new NftHook("filter", NftHook.Prerouting, Tracked, Drops: false),
        [
            Words.Rule(Words.Direction(Answer), [new NftExpression.Ct(NftCt.Mark, 0), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Words.Host(0))), new NftExpression.SetMark(0)]),
            .. families.Select(v6 => Words.Rule(
                Words.Direction(Asked), Words.Family(v6), Words.Load(NftMeta.IifName), Words.Source(v6, 4), [new NftExpression.Lookup($"own{(v6 ? 6 : 4)}", 0, Inverted: true)],
                [new NftExpression.Lookup(Nodes, 0, Into: 8), new NftExpression.SetCt(NftCt.Mark, 8)])),
        ]);
    }
}
