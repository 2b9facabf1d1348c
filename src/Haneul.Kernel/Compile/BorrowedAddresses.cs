using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Connections that user space opens from a network balancer's node by the client's address (IP_TRANSPARENT, ip(7)), so that the target sees it: a connection that begins here by an address that is not the node's gets a mark, and answers of such connections are delivered here, whatever their address.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
/// </summary>
internal static class BorrowedAddresses
{
    /// <summary>Of connections and of their answers, and the routing table's number; nobody else's in a node's namespace.</summary>
    private const uint Mark = 0x0072_6574;

    private const uint Priority = 900;

    /// <summary>After connection tracking (-200).</summary>
    private const int Tracked = -145;

    private const byte Answer = 1;

    public static void Lay(NamespaceBuilder ns, TableBuilder table, Port node, IReadOnlyList<bool> families)
    {
        foreach (var v6 in families)
        {
            ns.Routes.Add(new RoutePlan(Mark, v6 ? Cidr.AnyV6 : Cidr.AnyV4, RouteKind.Local, "lo"));
            ns.Policies.Add(new PolicyPlan(v6, Mark, Mark, Priority));
            table.AddSet(Own(v6), [v6 ? NftType.Ipv6Addr : NftType.Ipv4Addr]);
            foreach (var address in v6 ? node.V6 : node.V4) table.AddElement(Own(v6), Words.AddressBytes(address));
        }
        table.AddBase("borrow", new NftHook("filter", NftHook.Output, 0, Drops: false), families.Select(v6 => Words.Rule(
            Words.Fresh(), Words.Protocol(Protocols.Tcp), Words.Family(v6), Words.Source(v6), [new NftExpression.Lookup(Own(v6), 0, Inverted: true)], Words.MarkConnection(Mark))));
        table.AddBase("give-back", new NftHook("filter", NftHook.Prerouting, Tracked, Drops: false), [Words.Rule(Words.Direction(Answer), Words.IsOfMark(Mark), Words.Mark(Mark))]);
    }

    private static string Own(bool v6) => v6 ? "own6" : "own4";
}
