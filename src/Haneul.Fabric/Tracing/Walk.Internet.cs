using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Beyond the VPCs: homes, the internet, and coming in by an internet gateway.</summary>
internal sealed partial class Walk
{
    /// <summary>To a neighbour; an answer to what was forwarded in gets the public address and port back, everything else the public address.</summary>
    private Where LeaveHome(Host at)
    {
        if (at.Home is not { } home) return Where.Internet;
        if (home.Block.Contains(packet.Destination))
        {
            var neighbour = net.Beyond.Hosts.Values.FirstOrDefault(h => h.Home == home && h.Address == packet.Destination);
            return neighbour is null ? Dead(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath, OpeningKind.None) : ReachHost(neighbour);
        }
        var before = packet;
        packet = direction == Direction.Return && flow.Undo(home.Name, packet) is { } answer ? answer : packet with { Source = home.PublicIp };
        if (direction == Direction.Forward) flow.Translate(home.Name, before, packet);
        if (Explains) Note(StepKind.HomeRouter, home.Ref, before, Decision.Translated, ReasonSet.Of(new Reason(home.Ref)));
        return Where.Internet;
    }

    private Where CrossInternet()
    {
        hops++;
        port = null;
        segment = null;
        router = null;
        from = null;
        via = null;
        if (direction == Direction.Forward && !SpecialAddresses.IsPublic(packet.Source) && !Fail(StepKind.Internet, ObjectRef.Internet, ExplanationCode.NoPath, OpeningKind.UseOwnAddress)) return Where.Ended;
        if (direction == Direction.Return && flow.OneWay is { } tracked && tracked.Packet.Answer() == packet) return ComeBackBy(tracked.Exit);
        if (net.Beyond.Machine.Has(packet.Destination)) return EnterMachine(net.Beyond.Machine);
        if (net.Beyond.HostsByAddress.TryGetValue(packet.Destination, out var reached)) return ReachHost(reached);
        if (net.Beyond.Homes.TryGetValue(packet.Destination, out var home)) return EnterHome(home);
        if (HolderOf(packet.Destination) is { } holder)
        {
            Note(StepKind.Internet, ObjectRef.Internet, packet, Decision.Pass, next: Named(ObjectKind.InternetGateway, holder.InternetGatewayId));
            return ComeInto(holder);
        }
        if (!SpecialAddresses.IsPublic(packet.Destination) || net.Beyond.IsPooled(packet.Destination))
        {
            return Dead(StepKind.Internet, ObjectRef.Internet, ExplanationCode.NoPath, OpeningKind.None);
        }
        Note(StepKind.Internet, ObjectRef.Internet, packet, Decision.Arrived);
        return Awaits(ObjectRef.Internet) ? End(ObjectRef.Internet) : Lost(ObjectRef.Internet);
    }

    /// <summary>The VPC whose interface the address stands for, or was named by it from outside.</summary>
    private Router? HolderOf(Ip ip)
    {
        if (net.Beyond.Translations.TryGetValue(ip, out var translation)) return net.Routers[translation.RouterId];
        if (flow.AssumedBehind(ip) is { } assumed) return assumed.Router;
        if (!ip.IsV6) return (goal.Port ?? goal.Via) is { } named && named.Has(ip) ? named.Router : null;
        foreach (var holder in net.Beyond.V6Routers)
        {
            if (holder.PortOf(ip) is not null) return holder;
        }
        return null;
    }

    private Where ComeInto(Router holder)
    {
        router = holder;
        if (holder.InternetGatewayId is { } id && net.Hops.TryGetValue(id, out var exit)) return ComeOutOf(exit, holder);
        if (!Fail(StepKind.InternetGateway, holder.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachGateway)) return Where.Ended;
        return Untranslate(holder.Ref, holder, hasTable: false) ? Where.Local : Where.Ended;
    }

    /// <summary>Comes in by a gateway: attached, translated to the private address, routed by the gateway's table where it has one.</summary>
    private Where ComeOutOf(Hop hop, Router into)
    {
        switch (hop)
        {
            case InternetExit exit:
                if (exit.RouterId != into.Id && !Fail(StepKind.InternetGateway, exit.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachGateway)) return Where.Ended;
                if (!Untranslate(exit.Ref, into, exit.Table is not null)) return Where.Ended;
                return exit.Table is null ? Where.Local : Route(exit.Table, exit.Ref);
            case Tunnel tunnel:
                if (tunnel.RouterId is null && !Fail(StepKind.VpnGateway, tunnel.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachGateway)) return Where.Ended;
                if (!Fail(StepKind.VpnGateway, tunnel.Ref, ExplanationCode.BadState, OpeningKind.None)) return Where.Ended;
                return tunnel.Table is null ? Where.Local : Route(tunnel.Table, tunnel.Ref);
            default:
                return Where.Local;
        }
    }

    /// <summary>Puts the private address in the place of the public destination; false where the walk ends.</summary>
    private bool Untranslate(ObjectRef at, Router into, bool hasTable)
    {
        var before = packet;
        if (packet.IsV6)
        {
            Note(StepKind.InternetGateway, at, before, Decision.Pass);
            return true;
        }
        if (net.Beyond.Translations.TryGetValue(packet.Destination, out var translation) && translation.RouterId == into.Id)
        {
            packet = packet with { Destination = translation.Inside };
            if (Explains) Note(StepKind.InternetGateway, at, before, Decision.Translated, ReasonSet.Of(translation.Reason));
            return true;
        }
        if (flow.AssumedBehind(packet.Destination) is { } assumed && assumed.Router == into)
        {
            packet = packet with { Destination = assumed.Inside };
            Note(StepKind.InternetGateway, at, before, Decision.Translated);
            return true;
        }
        var code = hasTable ? ExplanationCode.IngressTableNoPublicAddress : ExplanationCode.NoPublicAddressForIngress;
        if (!Fail(StepKind.InternetGateway, at, code, OpeningKind.AssociatePublicAddress, peer: Cidr.Host(packet.Destination))) return false;
        if (!into.Holds(packet.Destination)) return false;
        if (direction == Direction.Forward) AssumeBehindGateway(into);
        return true;
    }

    /// <summary>The asker named the interface by its private address: goes on as if a public one had stood for it, for the answer too.</summary>
    private void AssumeBehindGateway(Router into) => flow.Assume(into, packet.Destination, packet.Destination);

    private Where ComeBackBy(OneWayExit exit)
    {
        router = net.Routers.GetValueOrDefault(exit.RouterId);
        Note(StepKind.EgressOnlyGateway, exit.Ref, packet, Decision.Tracked);
        return router is null ? Where.Ended : Where.Local;
    }

    /// <summary>Lets in answers, and what comes to a port that leads inside.</summary>
    private Where EnterHome(HomeRouter home)
    {
        var before = packet;
        var forward = direction == Direction.Forward ? home.ForwardFor(packet) : null;
        if (forward is not null)
        {
            packet = packet with { Destination = forward.To, DestinationPort = forward.ToPort };
            flow.Translate(home.Name, before, packet);
        }
        else if (direction == Direction.Return && flow.Undo(home.Name, packet) is { } inside)
        {
            packet = inside;
        }
        else
        {
            var opens = direction == Direction.Forward && Protocols.HasPorts(packet.Protocol) ? OpeningKind.ForwardPort : OpeningKind.None;
            return Dead(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath, opens);
        }
        if (Explains) Note(StepKind.HomeRouter, home.Ref, before, Decision.Translated, forward is null ? null : ReasonSet.Of(forward.Reason));
        var reached = net.Beyond.Hosts.Values.FirstOrDefault(h => h.Home == home && h.Address == packet.Destination);
        return reached is null ? Dead(StepKind.HomeRouter, home.Ref, ExplanationCode.NoPath, OpeningKind.None) : ReachHost(reached);
    }

    /// <summary>The machine lets in answers, and TCP to the ports that it exposes.</summary>
    private Where EnterMachine(Host machine)
    {
        var isLetIn = direction == Direction.Return || packet.Protocol == Protocols.Tcp && net.Beyond.Exposed.Contains(packet.DestinationPort);
        if (!isLetIn && packet.Protocol != Protocols.Tcp) return Dead(StepKind.MachineLink, machine.Ref, ExplanationCode.NoPath, OpeningKind.None);
        return isLetIn || Fail(StepKind.MachineLink, machine.Ref, ExplanationCode.NoPath, OpeningKind.ExposePort) ? ReachHost(machine) : Where.Ended;
    }

    private Where ReachHost(Host reached)
    {
        if (!Awaits(reached.Ref)) return Lost(reached.Ref);
        if (goal.Host is { } named && named.Name != reached.Name) return Lost(reached.Ref);
        Note(StepKind.Arrived, reached.Ref, packet, Decision.Arrived);
        ArrivedHost = reached;
        return End(reached.Ref);
    }
}
