using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Choosing a route, and the way on when none will do.</summary>
internal sealed partial class Walk
{
    private Where Route(Segment at)
    {
        if (at.Table is { } table) return Route(table, at.Ref);
        Fail(StepKind.RouteTable, at.Ref, ExplanationCode.NoRouteToDestination, OpeningKind.AddRoute);
        return Where.Ended;
    }

    private Where Route(RoutingTable table, ObjectRef at)
    {
        var here = Here(router);
        var winner = table.Find(packet.Destination);
        if (winner is { Usable: true } && !LeadsAstray(winner, here))
        {
            if (Explains) NoteRoute(table, winner, here);
            return Follow(winner.Target);
        }
        var way = IntendedWay(here);
        if (way is null && IsDisconnected(here))
        {
            if (winner is { Usable: false } && !Refuse(table, winner, way)) return Where.Ended;
            return Dead(StepKind.RouteTable, here.Ref, ExplanationCode.DisconnectedVpcs, OpeningKind.ConnectVpcs, target: goal.Router?.Ref);
        }
        if (!Refuse(table, winner, way) || way is not { } on) return Where.Ended;
        return Follow(on);
    }

    private void NoteRoute(RoutingTable table, RouteEntry winner, Router here)
    {
        Note(StepKind.RouteTable, table.Ref, packet, Decision.Pass, ReasonSet.Of(winner.Reason), winner.Target);
        if (direction == Direction.Return && winner.Target.Kind == ObjectKind.NatGateway && winner.Reason.Part == winner.Prefix.ToString())
        {
            detour = new Opening(OpeningKind.ReplaceRoute, table.Ref, winner.Prefix, Named(ObjectKind.InternetGateway, here.InternetGatewayId));
        }
    }

    /// <summary>Tells why the intended way was not taken: the explanation is about the route that lost, where there is one.</summary>
    private bool Refuse(RoutingTable table, RouteEntry? winner, ObjectRef? way)
    {
        var losers = table.Routes.Where(r => r.Usable && r != winner && r.Target == way && r.Prefix.IsV6 == packet.IsV6).ToList();
        var covering = losers.Where(r => r.Prefix.Contains(packet.Destination)).MaxBy(r => r.Prefix.Length);
        var code = (winner, covering) switch
        {
            (null, _) => ExplanationCode.NoRouteToDestination,
            (_, not null) => covering.Prefix.Length < winner.Prefix.Length ? ExplanationCode.MoreSpecificRoute : ExplanationCode.HigherPriorityRoute,
            _ when losers.Count > 0 => ExplanationCode.CannotRoute,
            _ => winner.Usable ? ExplanationCode.NoRouteToDestination : ExplanationCode.BadStateRoute,
        };
        var reasons = ReasonSet.Of(new[] { winner?.Reason, covering?.Reason ?? losers.FirstOrDefault()?.Reason }.OfType<Reason>());
        if (reasons.Count == 0) reasons = ReasonSet.Of(new Reason(table.Ref));
        return code is ExplanationCode.NoRouteToDestination or ExplanationCode.CannotRoute
            ? Fail(StepKind.RouteTable, table.Ref, code, OpeningKind.AddRoute, reasons, Wanted(way, winner), way)
            : Fail(StepKind.RouteTable, table.Ref, code, OpeningKind.ReplaceRoute, reasons, winner?.Prefix, way);
    }

    /// <summary>The block that a new route to this way would name: the other VPC's, everything for a way to the internet; the address alone where another route would win over that.</summary>
    private Cidr Wanted(ObjectRef? way, RouteEntry? winner)
    {
        Cidr? wide = way?.Kind switch
        {
            ObjectKind.VpcPeering when goal.Router is { } far && far.Holds(packet.Destination) => far.Blocks.First(b => b.Contains(packet.Destination)),
            ObjectKind.InternetGateway or ObjectKind.NatGateway or ObjectKind.EgressOnlyInternetGateway => packet.IsV6 ? Cidr.AnyV6 : Cidr.AnyV4,
            _ => null,
        };
        return wide is { } block && !(winner?.Prefix.Length >= block.Length) ? block : Cidr.Host(packet.Destination);
    }

    /// <summary>
    /// The route works but cannot lead where the packet is meant to go: another gateway than the one that was named,
    /// or out to the internet with the private address of another VPC's interface.
    /// </summary>
    private bool LeadsAstray(RouteEntry winner, Router here)
    {
        if (goal.Hop is { } named && Serves(named, here) && winner.Target != named.Ref)
        {
            return winner.Target.Kind is not (ObjectKind.NetworkInterface or ObjectKind.NatGateway) && net.Hops.GetValueOrDefault(winner.Target.Id) is not Fabric.ApplianceEntry;
        }
        return winner.Target.Kind is ObjectKind.InternetGateway or ObjectKind.EgressOnlyInternetGateway && IsPrivateElsewhere(here);
    }

    private bool IsPrivateElsewhere(Router here) =>
        !packet.IsV6 && goal.Router is { } far && far != here && !here.Holds(packet.Destination)
        && goal.IsInside(packet.Destination) && !SpecialAddresses.IsPublic(packet.Destination);

    private bool IsDisconnected(Router here) =>
        !packet.IsV6 && goal.Router is { } far && far != here && !here.Holds(packet.Destination)
        && goal.IsInside(packet.Destination) && net.LinkBetween(here.Id, far.Id) is null;

    /// <summary>The way by which a packet should leave, whatever the tables say; null where there is none.</summary>
    private ObjectRef? IntendedWay(Router here)
    {
        if (goal.Hop is { } named && Serves(named, here)) return named.Ref;
        if (here.Holds(packet.Destination)) return here.Ref;
        if (goal.Router is { } far && far != here && goal.IsInside(packet.Destination))
        {
            if (net.LinkBetween(here.Id, far.Id) is { } link) return link.Ref;
            if (!packet.IsV6) return null;
        }
        if (!SpecialAddresses.IsPublic(packet.Destination)) return null;
        if (SpecialAddresses.Nat64.Contains(packet.Destination)) return Named(ObjectKind.NatGateway, NatFor(here));
        if (packet.IsV6) return Named(ObjectKind.InternetGateway, here.InternetGatewayId) ?? Named(ObjectKind.EgressOnlyInternetGateway, here.EgressOnlyGatewayId);
        if (here.PublicOf(packet.Source) is not null || flow.AssumedFor(here, packet.Source) is not null) return Named(ObjectKind.InternetGateway, here.InternetGatewayId);
        return port?.NatGatewayId is null ? Named(ObjectKind.NatGateway, NatFor(here)) : null;
    }

    /// <summary>A NAT gateway of the subnet's own zone, else any.</summary>
    private string? NatFor(Router here) =>
        (here.NatGateways.FirstOrDefault(n => n.Zone == segment?.Zone) ?? here.NatGateways.FirstOrDefault())?.Id;

    private static ObjectRef? Named(ObjectKind kind, string? id) => id is null ? null : new ObjectRef(kind, id);

    private static bool Serves(Hop hop, Router here) => hop switch
    {
        InternetExit exit => exit.RouterId == here.Id,
        OneWayExit exit => exit.RouterId == here.Id,
        PortTranslator nat => nat.RouterId == here.Id,
        Link link => link.OneId == here.Id || link.OtherId == here.Id,
        Tunnel tunnel => tunnel.RouterId == here.Id,
        ServiceExit service => service.RouterId == here.Id,
        ApplianceEntry entry => entry.RouterId == here.Id,
        _ => false,
    };

    private Where Follow(ObjectRef target)
    {
        hops++;
        if (target.Kind == ObjectKind.Vpc) return Where.Local;
        if (target.Kind == ObjectKind.NetworkInterface && net.Ports.TryGetValue(target.Id, out var next))
        {
            Enter(next);
            return Where.Arriving;
        }
        if (net.Hops.TryGetValue(target.Id, out var hop))
        {
            segment = null;
            port = null;
            return hop.Accept(this);
        }
        return Dead(StepKind.RouteTable, target, ExplanationCode.BadStateRoute, OpeningKind.ReplaceRoute);
    }

    private Where Deliver(Router here)
    {
        if (SteeredBy(here) is { } node) return GoBackBy(node, null);
        if (!here.Holds(packet.Destination))
        {
            return Dead(StepKind.Local, here.Ref, ExplanationCode.LocalRouteCidr, OpeningKind.ReplaceRoute);
        }
        if (here.PortOf(packet.Destination) is not { } next)
        {
            return Dead(StepKind.Local, here.Ref, ExplanationCode.NoPath, OpeningKind.None);
        }
        Note(StepKind.Local, here.Ref, packet, Decision.Pass, next: next.Ref);
        Enter(next);
        return Where.Arriving;
    }
}
