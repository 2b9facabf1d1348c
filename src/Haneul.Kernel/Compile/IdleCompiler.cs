using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Each listener's own time after which an idle connection is forgotten, told to a connection when it begins: one whose listener's time changes, or whose listener goes, keeps its own. In a table that stays, for the times go with their table, and all other rules are laid anew when a daemon takes over.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
/// </summary>
internal static class IdleCompiler
{
    public const string TableName = "haneul-idle";

    private const string Chain = "idle";

    /// <summary>Of a chain of type nat only the first packet of a connection is asked; the target's address comes afterwards (-100).</summary>
    private const int BeforeTranslation = -101;

    public static NftTable Compile(IEnumerable<BalancerListener> listeners, Balancer balancer, Port node)
    {
        var timed = listeners.Where(l => FlowBalancing.ProtocolsOf(l.Row.Protocol).Contains(Protocols.Tcp)).Select(l => (Listener: l, Seconds: ListenerSettings.Of(l.Row).TcpIdleSeconds)).ToList();
        var rules = timed.SelectMany(t => node.V4.Concat(node.V6).Select(address => Words.Rule(
            ReasonSet.Of(new Reason(balancer.Ref), t.Listener.Reason), Words.Family(address.IsV6), Words.InBlock(Side.Destination, Cidr.Host(address)),
            Words.Protocol(Protocols.Tcp), Words.DestinationPorts(t.Listener.Row.Port, t.Listener.Row.Port), [new NftExpression.SetIdle(t.Seconds)])));
        return new NftTable(TableName)
        {
            Stays = true,
            IdleSeconds = [.. timed.Select(t => t.Seconds)],
            Chains = ImmutableDictionary<string, NftChain>.Empty.Add(Chain, new NftChain(Chain, new NftHook("nat", NftHook.Prerouting, BeforeTranslation, Drops: false), [.. rules])),
        };
    }
}
