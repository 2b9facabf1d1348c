using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// An interface whose groups changed and had left flows untracked: TCP and UDP that a rule admits from (or to) everybody, while one of the other direction admits all ports to (or from) everybody, and that are not made through something that always tracks.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
/// </summary>
/// <param name="Before">The network as it was.</param>
/// <param name="Was">The interface as it was.</param>
/// <param name="Now">As it is.</param>
/// <param name="In">What its groups admitted from everybody.</param>
/// <param name="Out">What they admitted to everybody.</param>
internal sealed record Loosened(Network Before, Port Was, Port Now, OpenRules In, OpenRules Out)
{
    /// <summary>It was not tracked, and no rule admits it any more.</summary>
    public bool Cuts(Connection c, Ip own)
    {
        if (c.Protocol is not (Protocols.Tcp or Protocols.Udp)) return false;
        var isAsker = own == c.Asked.Source;
        var (asked, back) = isAsker ? (Out, In) : (In, Out);
        if (!asked.Admit(c.Protocol, c.Asked.DestinationPort) || !back.AdmitAllPorts(c.Protocol) || IsAlwaysTracked(c, isAsker ? c.Asked.Destination : c.Asked.Source)) return false;
        var stage = isAsker ? Now.Out : Now.In;
        return stage?.Permits(new Packet(c.Asked.Source, c.Asked.Destination, c.Protocol, c.Asked.SourcePort, c.Asked.DestinationPort)) == false;
    }

    /// <summary>
    /// Made through a network load balancer (a mark tells that where it keeps the client's address), a NAT gateway, an egress-only internet gateway or the endpoint of an appliance: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#automatic-tracking
    /// </summary>
    private bool IsAlwaysTracked(Connection c, Ip other)
    {
        if (c.Mark != 0 || IsOfNetworkBalancer(Was) || Was.Router.Ports.TryGetValue(other, out var far) && IsOfNetworkBalancer(far)) return true;
        return Was.Segment.Table?.Find(other) is { IsLocal: false } route && Before.Hops.GetValueOrDefault(route.Target.Id) is PortTranslator or OneWayExit or ApplianceEntry;
    }

    private bool IsOfNetworkBalancer(Port port) => port.BalancerId is { } id && Before.Balancers.GetValueOrDefault(id)?.Row.Type == BalancerType.Network;
}
