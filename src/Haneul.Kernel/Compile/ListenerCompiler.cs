using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// A node that user space serves: let in is what its listeners need. The VPC's router asks the balancer's groups at the port, as it does for every port.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
/// </summary>
internal static class ListenerCompiler
{
    /// <summary>SYN and ACK among the flags of TCP (RFC 9293, 3.1): only the first packet of a connection has SYN alone.</summary>
    private const byte SynAck = 0x12, Syn = 0x02;

    /// <summary>Of the flags in the header of TCP.</summary>
    private const int FlagsOffset = 13;

    /// <summary>A host that forwards nothing and answers at its listeners; connection tracking would cost and tell nothing that its sockets do not know.</summary>
    public static void Compile(Balancer balancer, NamespaceBuilder ns)
    {
        var ports = balancer.Listeners.Select(l => l.Row.Port).Distinct().Order().ToList();
        ns.Set("ipv4/ip_forward", "0");
        ns.Set("ipv4/conf/all/rp_filter", "0");
        ns.Set("ipv4/conf/default/rp_filter", "0");
        ns.Set("ipv6/conf/default/disable_ipv6", "1");
        // AWS's nodes speak to targets from any of these; listeners keep theirs.
        ns.Set("ipv4/ip_local_port_range", "1024 65535");
        if (ports.Count > 0) ns.Set("ipv4/ip_local_reserved_ports", string.Join(',', ports));
        ns.Set("ipv4/tcp_tw_reuse", "1");
        ns.Table = Listeners(ports, ReasonSet.Of(new Reason(balancer.Ref)));
    }

    private static NftTable Listeners(IEnumerable<int> ports, ReasonSet reasons)
    {
        var table = new TableBuilder();
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true),
        [
            .. ports.Select(p => Words.Rule(reasons, Words.Protocol(Protocols.Tcp), Words.DestinationPorts(p, p), Words.Accept())),
            // What belongs to a connection that a node has begun; to others its sockets answer with a reset.
            Words.Rule(Words.Protocol(Protocols.Tcp), IsNotFirst(), Words.Accept()),
            .. ((int[])[Protocols.Icmp, Protocols.Icmpv6]).Select(p => Words.Rule(Words.Protocol(p), Words.Accept())),
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true), []);
        return table.Build();
    }

    private static NftExpression[] IsNotFirst() =>
    [
        new NftExpression.Payload(NftHeader.Transport, FlagsOffset, 1, 0), new NftExpression.Mask(0, Bytes.Of(SynAck)), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Syn)),
    ];
}
