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
        PortCompiler.Compile(port, ns, 0, plan);
        ns.Table = Rules(port, address, ReasonSet.Of(new Reason(gateway.Ref)));
    }

    private static NftTable Rules(Port port, Ip address, ReasonSet reasons)
    {
        var table = new TableBuilder();
        var own = Cidr.Host(address);
        table.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false),
        [
            Words.Rule(Words.Family(false), Words.InBlock(Side.Source, own), Words.Accept()),
            .. PortProtocols.Select(p => Words.Rule(reasons, Words.Family(false), Words.Protocol(p), Words.SourceBecomes(address, PortTranslator.LowestPort))),
            Words.Rule(reasons, Words.Family(false), Words.SourceBecomes(address)),
        ]);
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true),
        [
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Family(false), Words.Protocol(Protocols.Tcp), Words.Malformed(), [new NftExpression.Reset()]),
            .. from protocol in PortProtocols.Append(Protocols.Icmp)
               from block in port.Router.Blocks
               where !block.IsV6
               select Words.Rule(Words.Family(false), Words.Protocol(protocol), Words.Fresh(), Words.InBlock(Side.Source, block), Words.Accept()),
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true), [Words.Rule(Words.Tracked(), Words.Accept())]);
        return table.Build();
    }

    private static IEnumerable<int> PortProtocols => [Protocols.Tcp, Protocols.Udp];
}
