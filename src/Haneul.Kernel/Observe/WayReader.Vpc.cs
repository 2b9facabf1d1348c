using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Crossing a VPC's namespace.</summary>
public sealed partial class WayReader
{
    /// <summary>The code of a packet that belongs to no connection that the VPC's router knows and can begin none (nf_conntrack: invalid).</summary>
    public const string NoConnection = "NO_CONNECTION";

    private Place? CrossVpc(Visit visit, Router vpc)
    {
        router = vpc;
        port = map.PortAt(vpc.Id, visit.In);
        from = port?.Segment;
        if (port is { } own) return Leave(visit, vpc, own);
        if (map.LinkAt(vpc.Id, visit.In) is { } link)
        {
            var isRefused = visit.Of("arrive") is { IsDropped: true } || visit.Of("forward-groups-out") is null && !vpc.Holds(packet.Destination);
            if (isRefused) return Stop(StepKind.Peering, link.Ref, ExplanationCode.PeeringRequiresVpcAddress);
            Note(StepKind.Peering, link.Ref, packet, Decision.Pass, next: vpc.Ref);
        }
        else if (visit.In == RouterCompiler.GatewayDevice && vpc.InternetGatewayId is { } id && Net.Hops.GetValueOrDefault(id) is InternetExit { Table: { } table })
        {
            return ByTable(visit, vpc, table);
        }
        return Locally(visit, vpc);
    }

    /// <summary>From a host: groups, then the same subnet, or ACL and route.</summary>
    private Place? Leave(Visit visit, Router vpc, Port own)
    {
        if (visit.Of("arrive") is { IsDropped: true }) return Stop(StepKind.SourceCheck, own.Ref, ExplanationCode.SourceDestCheck);
        if (VpcService.IsAddress(packet.Destination, vpc)) return ToService(visit);
        if (own.Out is not null && !GroupsOut(visit, own)) return null;
        if (SteeredTo(visit, vpc) is { } node) return GoBackBy(visit, node, own.Segment);
        if (IsNear(visit))
        {
            var beside = vpc.PortOf(packet.Destination);
            if (visit.Of("forward-groups-out") is null && beside is null) return Stop(StepKind.SameSubnet, own.Segment.Ref, ExplanationCode.NoPath);
            Note(StepKind.SameSubnet, own.Segment.Ref, packet, Decision.Pass, next: beside?.Ref);
            return OutOf(visit, vpc, beside);
        }
        var routes = map.TableOf(visit.Mark);
        var entry = routes is null ? null : EntryOf(visit, routes);
        if (!StaysInside(entry, own.Segment) && own.Segment.Out is { } acl && !Acl(visit, own.Segment, acl, StepKind.AclEgress)) return null;
        return routes is null ? Stop(StepKind.RouteTable, own.Segment.Ref, ExplanationCode.NoRouteToDestination, recovered: true) : Follow(visit, vpc, routes, entry);
    }

    /// <summary>A service of the VPC is in its namespace; what it does not serve is dropped there.</summary>
    private Place? ToService(Visit visit)
    {
        var service = new ObjectRef(ObjectKind.Service, packet.Destination.ToString());
        if (visit.Of("input") is not { IsDropped: false }) return Stop(StepKind.Service, service, ExplanationCode.NoPath);
        Note(StepKind.Service, service, packet, Decision.Arrived);
        arrived = service;
        return null;
    }

    /// <summary>Its subnet's chain returned it before it chose a route table.</summary>
    private static bool IsNear(Visit visit) => visit.Of("arrive") is { } run && run.Hits.Any(h => h.Chain.StartsWith(RouterTable.FromSubnet, StringComparison.Ordinal) && h is { Place: not null, Verdict: NftVerdictCode.Return });

    private bool StaysInside(RouteEntry? entry, Segment segment) => entry is { Usable: true } && NextPort(entry) is { } next && next.Segment == segment;

    private Port? NextPort(RouteEntry entry) => entry.Target.Kind switch
    {
        ObjectKind.NetworkInterface => Net.Ports.GetValueOrDefault(entry.Target.Id),
        ObjectKind.VpcEndpoint when Net.Hops.GetValueOrDefault(entry.Target.Id) is ApplianceEntry { PortId: { } own } => Net.Ports.GetValueOrDefault(own),
        ObjectKind.NatGateway when Net.Hops.GetValueOrDefault(entry.Target.Id) is PortTranslator { PortId: { } id } => Net.Ports.GetValueOrDefault(id),
        _ => null,
    };

    private Place? ByTable(Visit visit, Router vpc, RoutingTable routes) => Follow(visit, vpc, routes, EntryOf(visit, routes));

    /// <summary>The route that the kernel says it took; where it fell through to the ports, or drops, the one that was printed for the destination.</summary>
    private RouteEntry? EntryOf(Visit visit, RoutingTable routes)
    {
        if (visit.Route is { Errno: 0 } seen && seen.Table == PlanNames.Number(routes.Id)) return routes.Winners.FirstOrDefault(r => r.Prefix == seen.Prefix);
        return routes.Find(packet.Destination);
    }

    /// <summary>As the route says; where the kernel dropped the packet, why.</summary>
    private Place? Follow(Visit visit, Router vpc, RoutingTable routes, RouteEntry? entry)
    {
        if (entry is null) return Stop(StepKind.RouteTable, routes.Ref, ExplanationCode.NoRouteToDestination, recovered: true);
        var isRouted = visit.Of("forward-groups-out") is not null;
        if (!entry.Usable && !isRouted) return Stop(StepKind.RouteTable, routes.Ref, ExplanationCode.BadStateRoute, ReasonSet.Of(entry.Reason), recovered: true);
        Note(StepKind.RouteTable, routes.Ref, packet, Decision.Pass, ReasonSet.Of(entry.Reason), entry.Target, recovered: true);
        if (entry.IsLocal) return Locally(visit, vpc);
        if (isRouted) return OutOf(visit, vpc, null);
        if (Net.Hops.GetValueOrDefault(entry.Target.Id) is PortTranslator nat) return NoTranslator(visit, nat);
        if (entry.Target.Kind == ObjectKind.EgressOnlyInternetGateway && !packet.IsV6) return Stop(StepKind.EgressOnlyGateway, entry.Target, ExplanationCode.ProtocolRestriction, recovered: true);
        return NextPort(entry) is { } next && next.Primary(packet.IsV6) is not null ? NotThere(visit, next) : Stop(StepKind.RouteTable, routes.Ref, ExplanationCode.BadStateRoute, ReasonSet.Of(entry.Reason), recovered: true);
    }

    /// <summary>To the interface that has the address.</summary>
    private Place? Locally(Visit visit, Router vpc)
    {
        if (SteeredTo(visit, vpc) is { } node) return GoBackBy(visit, node, null);
        var isRouted = visit.Of("forward-groups-out") is not null;
        // What comes by a link passes the first border unasked, unless it belongs to no connection.
        if (visit.Of("forward-groups-out") is { IsDropped: true } && port is null) return Stop(StepKind.Local, vpc.Ref, NoConnection);
        var holder = isRouted ? map.PortAt(vpc.Id, visit.Of("forward-groups-out")?.Out) : vpc.PortOf(packet.Destination);
        if (holder is null) return Stop(StepKind.Local, vpc.Ref, vpc.Holds(packet.Destination) ? ExplanationCode.NoPath : ExplanationCode.LocalRouteCidr, recovered: true);
        Note(StepKind.Local, vpc.Ref, packet, Decision.Pass, next: holder.Ref);
        return OutOf(visit, vpc, holder);
    }

    /// <summary>By the device that the kernel chose, through what stands at its border.</summary>
    private Place? OutOf(Visit visit, Router vpc, Port? wanted)
    {
        if (visit.Of("forward-groups-out") is not { } run) return wanted is null ? null : NotThere(visit, wanted);
        if (map.PortAt(vpc.Id, run.Out) is { } next) return Into(visit, next);
        if (run.Out == RouterCompiler.GatewayDevice) return new Place(PlanNames.Edge(vpc.Id), EdgeCompiler.Inside);
        if (run.Out == RouterCompiler.OneWayDevice) return new Place(PlanNames.Edge(vpc.Id), EdgeCompiler.InsideOneWay);
        return map.LinkAt(vpc.Id, run.Out) is { } link ? new Place(link.FarFrom(vpc.Id), run.Out) : null;
    }

    /// <summary>Arriving at an interface: ACL, groups, destination check; then the gateway or guest behind it.</summary>
    private Place? Into(Visit visit, Port next)
    {
        port = next;
        if (from != next.Segment && next.Segment.In is { } acl && !Acl(visit, next.Segment, acl, StepKind.AclIngress)) return null;
        if (!GroupsIn(visit, next)) return null;
        if (next.NatGatewayId is { } nat) return new Place(nat, "eth0");
        if (next.BalancerId is not null) return new Place(PlanNames.BalancerNode(next.Id), "eth0");
        if (map.EntryAt(next) is { } entry) return ThroughAppliance(entry, next);
        return FromGuest(next) is { } again ? PassedOn(next, again) : Delivered(next);
    }

    private Place? Delivered(Port at)
    {
        var isAwaited = direction == Direction.Return && there?.Steps is [{ } first, ..] && first.At == at.Ref && first.Before.Answer() == packet;
        if (PassedToItself(at) is { } balancer) return RefuseItself(at, balancer);
        if (at.Has(packet.Destination) || isAwaited) return Arrive(at.Ref);
        if (forwarders.Contains(at.Ref)) return Stop(StepKind.Loop, at.Ref, ExplanationCode.NoPath, recovered: true);
        return Stop(StepKind.Forwarded, at.Ref, ExplanationCode.NoPath);
    }

    private bool IsItsOwn(Port at, Ip ip) => at.Has(ip) || at.InstanceId is { } guest && Net.Ports.Values.Any(p => p.InstanceId == guest && p.Has(ip));

    /// <summary>The balancer that gives a host back what it sent itself, by its own address; null: none does.</summary>
    private ObjectRef? PassedToItself(Port at) => direction == Direction.Forward && at.Has(packet.Destination) && IsItsOwn(at, packet.Source) ? passedBy : null;

    private Place? RefuseItself(Port at, ObjectRef balancer) => Stop(StepKind.Arrived, at.Ref, ExplanationCode.SourcePreserved, ReasonSet.Of(new Reason(balancer)), recovered: true);

    /// <summary>A guest sent it on; by the same interface, perhaps with another source.</summary>
    private Place? PassedOn(Port at, Visit again)
    {
        // What is for the guest itself and goes on is an answer that it translates back.
        if (!at.Has(packet.Destination) && Loops(at.Ref)) return Stop(StepKind.Loop, at.Ref, ExplanationCode.NoPath, recovered: true);
        var before = packet;
        packet = again.Packet;
        Note(StepKind.Forwarded, at.Ref, before, before == packet ? Decision.Pass : Decision.Translated, ReasonSet.Of(new Reason(at.Ref)));
        return new Place(again.Namespace, again.In);
    }

    /// <summary>The route leads to an interface that is not there: its host does not run, or its zone has failed. What stands before it is told from what was printed.</summary>
    private Place? NotThere(Visit visit, Port next)
    {
        port = next;
        if (from != next.Segment && next.Segment.In is { } acl && !Acl(visit, next.Segment, acl, StepKind.AclIngress)) return null;
        if (next.In is not null && !GroupsUnasked(next, inward: true)) return null;
        if (next.ChecksAddresses && next.NatGatewayId is null && !next.Has(packet.Destination)) return Stop(StepKind.DestinationCheck, next.Ref, ExplanationCode.SourceDestCheck, recovered: true);
        return Down(next);
    }

    private Place? Down(Port at)
    {
        if (!at.Attached) return Stop(StepKind.InterfaceState, at.Ref, ExplanationCode.BadStateAttachment, recovered: true);
        if (at.Dark) return Stop(StepKind.ZoneState, map.EntryAt(at)?.Ref ?? at.Ref, ExplanationCode.BadState, ReasonSet.Of(new Reason(at.Segment.ZoneRef)), recovered: true);
        if (map.EntryAt(at) is { } entry) return Stop(StepKind.Appliances, entry.Ref, ExplanationCode.BadState, recovered: true);
        if (at.NatGatewayId is { } nat) return Stop(StepKind.NatGateway, new ObjectRef(ObjectKind.NatGateway, nat), ExplanationCode.NoPath, recovered: true);
        return Stop(StepKind.InterfaceState, at.Ref, ExplanationCode.BadState, at.InstanceId is { } id ? ReasonSet.Of(Reason.Of(ObjectKind.Instance, id)) : null, recovered: true);
    }

    private Place? NoTranslator(Visit visit, PortTranslator nat)
    {
        if (!nat.Available) return Stop(StepKind.NatGateway, nat.Ref, ExplanationCode.BadState, recovered: true);
        if (nat.PortId is not { } id || !Net.Ports.TryGetValue(id, out var own)) return Stop(StepKind.NatGateway, nat.Ref, ExplanationCode.BadState, recovered: true);
        port = own;
        if (own.Dark) return Stop(StepKind.ZoneState, nat.Ref, ExplanationCode.BadState, ReasonSet.Of(new Reason(own.Segment.ZoneRef)), recovered: true);
        if (from != own.Segment && own.Segment.In is { } acl && !Acl(visit, own.Segment, acl, StepKind.AclIngress)) return null;
        return Stop(StepKind.NatGateway, nat.Ref, packet.IsV6 ? ExplanationCode.ProtocolRestriction : ExplanationCode.BadState, recovered: true);
    }
}
