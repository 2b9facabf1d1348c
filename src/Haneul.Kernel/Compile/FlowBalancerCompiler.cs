using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// A node of a network balancer as a namespace behind its own port: a flow's hash chooses a slot, the slot's target becomes its destination, and connection tracking keeps it there. Where the client's address is not kept, the node gives its own.
/// What must be touched (TLS, the PROXY protocol) is let in to whoever serves it in the namespace.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html
/// </summary>
internal sealed class FlowBalancerCompiler
{
    /// <summary>Flows to which the node gives its own address, by the listener's number and the target.</summary>
    private const string Hidden = "hidden";

    private readonly TableBuilder table = new();
    private readonly List<NftRule> arrive = [];
    private readonly List<NftRule> served = [];
    private readonly Network net;
    private readonly Balancer balancer;
    private readonly BalancerPort node;
    private readonly Port port;

    private FlowBalancerCompiler(Network net, Balancer balancer, BalancerPort node, Port port) => (this.net, this.balancer, this.node, this.port) = (net, balancer, node, port);

    /// <summary>Gives the node's namespace what a network balancer needs; its cable and addresses are there.</summary>
    public static void Compile(Network net, Balancer balancer, BalancerPort node, Port port, NamespaceBuilder ns)
    {
        ns.Routing(port.V6.Length > 0);
        var passing = balancer.Listeners.ToLookup(l => FlowBalancing.OnlyTranslates(net, balancer, l));
        // Of what user space serves, both connections are its own to end.
        var served = passing[false].Select(l => ListenerSettings.Of(l.Row).TcpIdleSeconds).Append(NatCompiler.IdleSeconds).Max();
        ns.Set("netfilter/nf_conntrack_tcp_timeout_established", $"{served}");
        ns.Set("netfilter/nf_conntrack_udp_timeout", $"{FlowBalancing.UdpIdleSeconds}");
        ns.Set("netfilter/nf_conntrack_udp_timeout_stream", $"{FlowBalancing.UdpIdleSeconds}");
        // A packet in the middle of a connection that is not known is reset, not taken up.
        ns.Set("netfilter/nf_conntrack_tcp_loose", "0");
        ns.Table = new FlowBalancerCompiler(net, balancer, node, port).Rules(ns);
        ns.Held = IdleCompiler.Compile(passing[true], balancer, port);
    }

    private NftTable Rules(NamespaceBuilder ns)
    {
        if (balancer.Listeners.Any(l => FlowBalancing.BorrowsClient(net, balancer, l))) BorrowedAddresses.Lay(ns, table, port, [.. Families]);
        foreach (var v6 in Families) table.AddSet(Of(Hidden, v6), [NftType.Mark, v6 ? NftType.Ipv6Addr : NftType.Ipv4Addr, NftType.InetService]);
        for (var i = 0; i < balancer.Listeners.Length; i++) Lay(balancer.Listeners[i], i + 1);
        table.AddBase("arrive", new NftHook("nat", NftHook.Prerouting, -100, Drops: false), arrive);
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true),
        [
            Words.Rule(Words.Tracked(), Words.Accept()),
            Reset(),
            Words.Rule(Words.Fresh(), Words.Forwarded(), Words.Accept()),
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true),
        [
            Words.Rule(Words.From("lo"), Words.Accept()),
            Words.Rule(Words.Tracked(), Words.Accept()),
            Reset(),
            .. served,
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false), [.. Families.Select(Hide)]);
        return table.Build();
    }

    /// <summary>A connection that was idle for too long, or was ended here, is reset when it speaks again.</summary>
    private static NftRule Reset() => Words.Rule(Words.Protocol(Protocols.Tcp), Words.Malformed(), [new NftExpression.Reset()]);

    private void Lay(BalancerListener listener, int number)
    {
        var own = ReasonSet.Of(new Reason(balancer.Ref), listener.Reason);
        var passes = FlowBalancing.OnlyTranslates(net, balancer, listener);
        var choices = FlowBalancing.Choices(net, balancer, node, listener.Row.DefaultActions);
        foreach (var v6 in Families)
        {
            var able = choices.Where(c => c.Target.Address.IsV6 == v6).ToList();
            foreach (var protocol in FlowBalancing.ProtocolsOf(listener.Row.Protocol))
            {
                if (!passes) served.Add(Words.Rule(own, Words.Family(v6), Words.Protocol(protocol), Words.DestinationPorts(listener.Row.Port, listener.Row.Port), Words.Accept()));
                else if (able.Count > 0) Pass(listener, number, able, v6, protocol, own);
            }
        }
    }

    private void Pass(BalancerListener listener, int number, List<FlowChoice> choices, bool v6, int protocol, ReasonSet own)
    {
        var map = $"{Protocols.NameOf(protocol)}-{listener.Row.Port}-ip{(v6 ? 6 : 4)}";
        var slots = FlowSlots.Share(choices);
        table.AddSet(map, [NftType.Mark], v6 ? NftMapTo.Ipv6Place : NftMapTo.Ipv4Place);
        for (var i = 0; i < slots.Length; i++)
        {
            var reasons = ReasonSet.Of(own.Append(new Reason(slots[i].Pool.Ref)));
            table.AddElement(map, new NftKey(Words.Host((uint)i)), new NftElement(Data: new NftKey(Words.Key(Words.AddressBytes(slots[i].Target.Address), Words.Port16(slots[i].Target.Port))), Reasons: reasons));
        }
        foreach (var hidden in choices.Where(c => !c.KeepsClient)) table.AddElement(Of(Hidden, v6), Words.Host((uint)number), Words.AddressBytes(hidden.Target.Address), Words.Port16(hidden.Target.Port));
        var all = ReasonSet.Of(own.Concat(choices.Select(c => new Reason(c.Pool.Ref))));
        var sticks = choices.Exists(c => TargetGroupSettings.Of(c.Pool.Row).IsSticky);
        foreach (var address in v6 ? port.V6 : port.V4)
        {
            arrive.Add(Words.Rule(
                all, Words.Family(v6), Words.InBlock(Side.Destination, Cidr.Host(address)), Words.Protocol(protocol), Words.DestinationPorts(listener.Row.Port, listener.Row.Port),
                Words.Mark((uint)number), Choose(map, slots.Length, PlanNames.Number(listener.Row.Id.Value), v6, protocol, sticks)));
        }
    }

    /// <summary>By the client's address and port, of TCP by the first sequence number as well; of a sticky group by the address alone.</summary>
    private static NftExpression[] Choose(string map, int slots, uint seed, bool v6, int protocol, bool sticks)
    {
        var width = v6 ? 4 : 1;
        List<NftExpression> key = [.. Words.Source(v6)];
        if (!sticks) key.Add(new NftExpression.Payload(NftHeader.Transport, 0, 2, width));
        if (!sticks && protocol == Protocols.Tcp) key.Add(new NftExpression.Payload(NftHeader.Transport, 4, 4, width + 1));
        var length = 4 * (width + key.Count - 1);
        return
        [
            .. key, new NftExpression.Hash(0, length, slots, seed, 7), new NftExpression.Lookup(map, 7, Into: 8),
            new NftExpression.Nat(v6, Source: false, 8, FromPort: 8 + width, ToPort: 8 + width),
        ];
    }

    private NftRule Hide(bool v6)
    {
        var width = v6 ? 4 : 1;
        return Words.Rule(
            ReasonSet.Of(new Reason(balancer.Ref)), Words.Family(v6), Words.Load(NftMeta.Mark), Words.Destination(v6, 1), Words.Port(false, 1 + width), Words.InSet(Of(Hidden, v6)),
            Words.SourceBecomes((v6 ? port.V6 : port.V4)[0], FlowBalancing.LowestPort));
    }

    private IEnumerable<bool> Families
    {
        get
        {
            if (port.V4.Length > 0) yield return false;
            if (port.V6.Length > 0) yield return true;
        }
    }

    private static string Of(string set, bool v6) => $"{set}{(v6 ? 6 : 4)}";
}
