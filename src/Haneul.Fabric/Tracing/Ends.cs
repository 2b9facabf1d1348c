using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Both ends of a question, found in the network, and the packet that is asked about.</summary>
internal sealed class Ends
{
    public Port? SourcePort { get; private init; }

    public Host? SourceHost { get; private init; }

    public Hop? SourceHop { get; private init; }

    public required ObjectRef From { get; init; }

    public required Goal Goal { get; init; }

    public required Packet Packet { get; init; }

    /// <summary>The VPC into which a source gateway lets the packet.</summary>
    public Router? Into { get; private init; }

    /// <summary>Why there is nothing to trace, and with which end.</summary>
    public (string Code, ObjectRef At)? Problem { get; private init; }

    public bool FromOutside => SourcePort is null && SourceHop is null or InternetExit;

    public static Ends Of(Network net, Question q)
    {
        var destination = Locate(net, q.Destination);
        var source = q.Source.Address is { } address ? LocateSource(net, address, destination.Port?.Router) : Locate(net, q.Source);
        if (q.Destination.Object.Kind == ObjectKind.LoadBalancer) destination = NodeOf(net, q.Destination, source.Port, isAsked: true);
        if (q.Source.Object.Kind == ObjectKind.LoadBalancer) source = NodeOf(net, q.Source, destination.Port, isAsked: false);
        var near = destination.Port?.Router;
        var v6 = (q.DestinationAddress ?? q.SourceAddress ?? q.Destination.Address ?? q.Source.Address) is { } told ? told.IsV6 : WantsV6(q, source, destination);
        var here = source.Port?.Router;
        var goalRouter = near ?? (q.Destination.Address is { } to && here is not null ? RouterOf(net, here, to) : null);
        var from = AddressOf(net, q, source, v6, near);
        var target = TargetOf(net, q, source, destination, v6, here);
        var into = source.Hop is null ? null : IntoOf(net, source.Hop, goalRouter, target);
        var problem = ProblemOf(q, source, destination, from, target)
            ?? (source.Hop is not null && into is null ? (ExplanationCode.BadStateAttachment, source.Ref) : null);
        return new Ends
        {
            SourcePort = source.Port,
            SourceHost = source.Host,
            SourceHop = source.Hop,
            From = source.Ref,
            Into = into,
            Goal = new Goal { Port = destination.Port is { PassesFlows: true } ? null : destination.Port, Via = destination.Port is { PassesFlows: true } node ? node : null, Host = destination.Host, Hop = destination.Hop, Router = goalRouter ?? FarOf(net, destination.Hop, here) },
            Packet = Header(q, from ?? Reserved.Somewhere(v6), target ?? Reserved.Somewhere(v6)),
            Problem = problem,
        };
    }

    private static Packet Header(Question q, Ip from, Ip to)
    {
        if (Protocols.HasPorts(q.Protocol)) return new Packet(from, to, q.Protocol, q.SourcePort, q.DestinationPort);
        if (!Protocols.IsIcmp(q.Protocol)) return new Packet(from, to, q.Protocol);
        var protocol = to.IsV6 ? Protocols.Icmpv6 : Protocols.Icmp;
        return new Packet(from, to, protocol, IcmpType: q.IcmpType ?? (to.IsV6 ? 128 : 8), IcmpCode: q.IcmpCode);
    }

    private static (string, ObjectRef)? ProblemOf(Question q, Found source, Found destination, Ip? from, Ip? target)
    {
        if (source.Ref.Kind == ObjectKind.Unknown) return (ExplanationCode.NoSourceOrDestination, q.Source.Object);
        if (destination.Ref.Kind == ObjectKind.Unknown && q.Destination.Address is null) return (ExplanationCode.NoSourceOrDestination, q.Destination.Object);
        if (source.Hop is PortTranslator or OneWayExit or ServiceExit or ApplianceEntry) return (ExplanationCode.UnsupportedComponent, source.Ref);
        if (from is null) return (ExplanationCode.InterfaceAddress, source.Ref);
        if (target is null) return (ExplanationCode.InterfaceAddress, destination.Ref);
        return from.Value.IsV6 == target.Value.IsV6 ? null : (ExplanationCode.InterfaceAddress, source.Ref);
    }

    private static bool WantsV6(Question q, Found source, Found destination) =>
        q.OverIpv6 || q.Protocol == Protocols.Icmpv6 || source.Port is { V4.IsEmpty: true } || destination.Port is { V4.IsEmpty: true } || destination.Hop is OneWayExit
        || source.Host is { Address.IsV6: true } || destination.Host is { Address.IsV6: true };

    private static Ip? AddressOf(Network net, Question q, Found source, bool v6, Router? near)
    {
        if (q.SourceAddress is { } given) return given;
        if (source.Port is { } port) return q.Source.Address is { } own && port.Has(own) ? own : port.Primary(v6);
        if (source.Host is { } host) return host.Primary(v6);
        if (q.Source.Address is { } bare) return bare;
        return source.Hop is Link link && near is not null && net.Routers.TryGetValue(link.FarFrom(near.Id), out var far) ? far.Blocks[0].First + 4 : Reserved.Somewhere(v6);
    }

    private static Ip? TargetOf(Network net, Question q, Found source, Found destination, bool v6, Router? here)
    {
        if (q.DestinationAddress is { } given) return given;
        if (q.Destination.Address is { } bare) return bare;
        if (destination.Port is { } port)
        {
            var inside = port.Primary(v6);
            var outside = source.Host is not null || source.Ref.Kind is ObjectKind.Internet or ObjectKind.InternetGateway;
            return outside && inside is { } i && port.Router.PublicOf(i) is { } translation ? translation.Outside : inside;
        }
        if (destination.Host is { } host)
        {
            return host.Home is { } home && source.Host?.Home != home ? home.PublicIp : host.Primary(v6);
        }
        if (FarOf(net, destination.Hop, here) is { } far) return far.Blocks[0].First + 4;
        return destination.Hop is Tunnel tunnel && Beyond(net, tunnel) is { } beyond ? beyond : Reserved.Somewhere(v6);
    }

    /// <summary>Some address that the VPN gateway's routes lead to.</summary>
    private static Ip? Beyond(Network net, Tunnel tunnel) =>
        net.Tables.Values.SelectMany(t => t.Routes).Where(r => r.Target == tunnel.Ref).Select(r => (Ip?)(r.Prefix.First + (r.Prefix.SizeLessOne > 0 ? 1u : 0u))).FirstOrDefault();

    private static Router? FarOf(Network net, Hop? hop, Router? here) =>
        hop is Link link && here is not null ? net.Routers.GetValueOrDefault(link.FarFrom(here.Id)) : null;

    /// <summary>Where a source gateway lets packets in: the VPC that it is attached to; one that is attached to none is taken to stand before the destination's.</summary>
    private static Router? IntoOf(Network net, Hop hop, Router? goal, Ip? target) => hop switch
    {
        InternetExit { RouterId: { } id } => net.Routers.GetValueOrDefault(id),
        Tunnel { RouterId: { } id } => net.Routers.GetValueOrDefault(id),
        Link link when goal is null || (goal.Id != link.OneId && goal.Id != link.OtherId) => net.Routers.GetValueOrDefault(link.OtherId),
        _ when target is { } ip && net.Beyond.Translations.TryGetValue(ip, out var translation) => net.Routers.GetValueOrDefault(translation.RouterId),
        _ => goal,
    };

    /// <summary>The VPC in which a private address is meant, seen from another: its own, else one that is peered with it.</summary>
    internal static Router? RouterOf(Network net, Router here, Ip address)
    {
        if (here.Holds(address)) return here;
        return net.Links
            .Where(l => l.OneId == here.Id || l.OtherId == here.Id)
            .Select(l => net.Routers.GetValueOrDefault(l.FarFrom(here.Id)))
            .FirstOrDefault(r => r?.Holds(address) == true);
    }

    /// <summary>A balancer's node in a zone that works, with targets where it is asked (its name leads to no others), and in the other end's zone if there is one.</summary>
    private static Found NodeOf(Network net, PathEnd end, Port? other, bool isAsked)
    {
        if (!net.Balancers.TryGetValue(end.Object.Id, out var balancer) || balancer.Nodes.IsEmpty) return new Found(new ObjectRef(ObjectKind.Unknown, end.Object.Id));
        var node = balancer.Nodes.OrderBy(n => n.Dark).ThenByDescending(n => isAsked && HasTargets(n)).ThenByDescending(n => n.Zone == other?.Segment.Zone).First();
        return new Found(net.Ports[node.PortId].Ref, net.Ports[node.PortId]);

        bool HasTargets(BalancerPort n) => balancer.Listeners.Any(l => FlowBalancing.Choices(net, balancer, n, l.Row.DefaultActions).Length > 0);
    }

    private readonly record struct Found(ObjectRef Ref, Port? Port = null, Host? Host = null, Hop? Hop = null);

    private static Found Locate(Network net, PathEnd end)
    {
        var id = end.Object.Id;
        if (end.Object.Kind == ObjectKind.Instance) id = net.PrimaryPorts.GetValueOrDefault(id) ?? "";
        if (net.Ports.TryGetValue(id, out var port)) return new Found(port.Ref, port);
        if (end.Object.Kind == ObjectKind.OutsideHost && net.Beyond.Hosts.TryGetValue(id, out var host)) return new Found(host.Ref, Host: host);
        if (net.Hops.TryGetValue(id, out var hop)) return new Found(hop.Ref, Hop: hop);
        return end.Object.Kind == ObjectKind.Internet ? new Found(ObjectRef.Internet) : new Found(new ObjectRef(ObjectKind.Unknown, id));
    }

    /// <summary>Who sends from a bare address: in the destination's VPC, one peered with it, any other; a host outside; the internet.</summary>
    private static Found LocateSource(Network net, Ip address, Router? near)
    {
        if (net.Beyond.Machine.Has(address)) return new Found(net.Beyond.Machine.Ref, Host: net.Beyond.Machine);
        if (net.Beyond.HostsByAddress.TryGetValue(address, out var host)) return new Found(host.Ref, Host: host);
        if (net.Beyond.Translations.TryGetValue(address, out var translation) && net.Ports.TryGetValue(translation.PortId, out var behind)) return new Found(behind.Ref, behind);
        var port = near?.PortOf(address)
            ?? (near is null ? null : RouterOf(net, near, address)?.PortOf(address))
            ?? net.Routers.Values.Select(r => r.PortOf(address)).FirstOrDefault(p => p is not null);
        if (port is not null) return new Found(port.Ref, port);
        var atHome = net.Beyond.Hosts.Values.FirstOrDefault(h => h.Address == address);
        if (atHome is not null) return new Found(atHome.Ref, Host: atHome);
        return SpecialAddresses.IsPublic(address) ? new Found(ObjectRef.Internet) : new Found(new ObjectRef(ObjectKind.Unknown, address.ToString()));
    }
}
