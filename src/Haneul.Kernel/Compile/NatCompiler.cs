using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// A NAT gateway as a namespace behind its own port: gives its address to what comes from the VPC, by port, and lets in answers only.
/// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
/// </summary>
internal static class NatCompiler
{
    /// <summary>A connection that is idle for longer is forgotten, and reset when it speaks again.</summary>
    public const int IdleSeconds = 350;

    /// <summary>The set in which connections are counted by destination, and the map of the addresses that it gives.</summary>
    private const string Destinations = "destinations", Addresses = "addresses";

    /// <summary>Connections to further ones are not counted.</summary>
    private const int MostDestinations = 65535;

    public static void Compile(Network net, PortTranslator gateway, PlanBuilder plan)
    {
        if (gateway is not { Available: true, PortId: { } id, Address: { } address } || !net.Ports.TryGetValue(id, out var port)) return;
        var ns = plan.Add(gateway.Ref.Id, NamespaceOwner.Plan, "NAT gateway");
        ns.Routing(v6: false);
        ns.Set("netfilter/nf_conntrack_tcp_timeout_established", $"{IdleSeconds}");
        ns.Set("netfilter/nf_conntrack_udp_timeout", $"{IdleSeconds}");
        ns.Set("netfilter/nf_conntrack_udp_timeout_stream", $"{IdleSeconds}");
        ns.Set("netfilter/nf_conntrack_icmp_timeout", $"{IdleSeconds}");
        // A packet in the middle of a connection that is not known is none of its own.
        ns.Set("netfilter/nf_conntrack_tcp_loose", "0");
        plan.AddPort(port, ns);
        ns.Table = Rules(port, [address, .. gateway.Secondary], ReasonSet.Of(new Reason(gateway.Ref)));
    }

    private static NftTable Rules(Port port, IReadOnlyList<Ip> addresses, ReasonSet reasons)
    {
        var table = new TableBuilder();
        table.AddSet(new NftSet(Destinations, [NftType.Ipv4Addr, NftType.InetProto, NftType.InetService], NftMapTo.Nothing, Interval: false) { Growth = MostDestinations });
        if (addresses.Count > 1)
        {
            table.AddSet(Addresses, [NftType.Mark], NftMapTo.Ipv4Addr);
            for (var i = 0; i < addresses.Count; i++) table.AddElement(Addresses, new NftKey(Words.Host((uint)i)), new NftElement(Data: new NftKey(Words.AddressBytes(addresses[i])), Reasons: reasons));
        }
        table.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false),
        [
            .. addresses.Select(own => Words.Rule(Words.Family(false), Words.InBlock(Side.Source, Cidr.Host(own)), Words.Accept())),
            .. PortProtocols.Select(p => Words.Rule(reasons, Words.Family(false), Words.Protocol(p), SourceBecomesOneOf(addresses, hasPorts: true))),
            Words.Rule(reasons, Words.Family(false), SourceBecomesOneOf(addresses, hasPorts: false)),
        ]);
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true),
        [
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Family(false), Words.Protocol(Protocols.Tcp), Words.Malformed(), [new NftExpression.Reset()]),
            .. PortProtocols.Append(Protocols.Icmp).Select(p => Words.Rule(reasons, Words.Family(false), Words.Fresh(), DestinationIsFull(p, addresses.Count), Words.Count(), Words.Drop())),
            .. from protocol in PortProtocols.Append(Protocols.Icmp)
               from block in port.Router.Blocks
               where !block.IsV6
               select Words.Rule(Words.Family(false), Words.Protocol(protocol), Words.Fresh(), Words.InBlock(Side.Source, block), Words.Accept()),
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true), [Words.Rule(Words.Tracked(), Words.Accept())]);
        return table.Build();
    }

    /// <summary>Connections to one destination are counted together: with several addresses, each gets its share by chance.</summary>
    private static NftExpression[] DestinationIsFull(int protocol, int addresses) =>
    [
        .. Words.Protocol(protocol), .. Words.Destination(v6: false, 1), new NftExpression.Meta(NftMeta.L4Proto, 2),
        .. protocol == Protocols.Icmp ? [new NftExpression.Load(3, Bytes.Of(Words.Port16(0)))] : Words.Port(icmp: false, 3),
        new NftExpression.CountIn(Destinations, 1, PortTranslator.MostConnections * addresses),
    ];

    private static NftExpression[] SourceBecomesOneOf(IReadOnlyList<Ip> addresses, bool hasPorts)
    {
        if (addresses.Count == 1) return Words.SourceBecomes(addresses[0], hasPorts ? PortTranslator.LowestPort : null);
        NftExpression[] choose = [new NftExpression.Random(addresses.Count, 0), new NftExpression.Lookup(Addresses, 0, Into: 8)];
        if (!hasPorts) return [.. choose, new NftExpression.Nat(V6: false, Source: true, 8)];
        return
        [
            .. choose, new NftExpression.Load(4, Bytes.Of(Words.Port16(PortTranslator.LowestPort))), new NftExpression.Load(5, Bytes.Of(Words.Port16(ushort.MaxValue))),
            new NftExpression.Nat(V6: false, Source: true, 8, FromPort: 4, ToPort: 5),
        ];
    }

    private static IEnumerable<int> PortProtocols => [Protocols.Tcp, Protocols.Udp];
}
