using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>The four conditions for internet access of the interface at one end, when the other end is outside.</summary>
internal static class InternetConditions
{
    public static InternetAccess? Of(Network net, Ends ends, Trace trace)
    {
        if (ends.SourcePort is { } source && LeadsOut(ends, trace)) return Of(net, source, trace.Packet, trace.Packet.Destination, inbound: false, trace);
        return ends.FromOutside && (ends.Goal.Port ?? ends.Goal.Via) is { } target ? Of(net, target, trace.Packet, ends.SourceHost?.Home?.PublicIp ?? trace.Packet.Source, inbound: true, trace) : null;
    }

    private static bool LeadsOut(Ends ends, Trace trace)
    {
        if (ends.Goal.Port is not null || ends.Goal.Via is not null) return false;
        if (ends.Goal.Hop is not null) return ends.Goal.Hop is InternetExit or OneWayExit;
        return ends.Goal.Router is null && SpecialAddresses.IsPublic(trace.Packet.Destination);
    }

    private static InternetAccess Of(Network net, Port port, Packet asked, Ip away, bool inbound, Trace trace)
    {
        var router = port.Router;
        var v6 = asked.IsV6;
        var inside = port.Primary(v6);
        var route = port.Segment.Table?.Find(away);
        var nat = !inbound && route is { Usable: true, Target.Kind: ObjectKind.NatGateway } ? net.Hops.GetValueOrDefault(route.Target.Id) as PortTranslator : null;
        var beyond = nat is { Available: true, PortId: { } id } && net.Ports.TryGetValue(id, out var own) ? own.Segment.Table?.Find(away) : null;
        var leads = IsExit(nat is null ? route : beyond, inbound);
        var translation = (nat is null ? inside : nat.Address) is { } speaker && !v6 ? router.PublicOf(speaker) : null;
        return new InternetAccess(
            port.Id,
            inbound,
            Gateway(router, v6 && !inbound),
            new Condition(leads || trace.Reachable, ReasonSet.Of(new[] { route?.Reason, beyond?.Reason ?? (nat is null ? null : new Reason(nat.Ref)) }.OfType<Reason>())),
            v6
                ? new Condition(inside is not null, ReasonSet.Of(new Reason(port.Ref)))
                : new Condition(translation is not null || trace.Reachable, ReasonSet.Of(translation?.Reason ?? new Reason(nat?.Ref ?? port.Ref))),
            Rules(port, asked, inside, away, inbound, trace));
    }

    private static bool IsExit(RouteEntry? route, bool inbound) =>
        route is { Usable: true } && (route.Target.Kind == ObjectKind.InternetGateway || (!inbound && route.Target.Kind == ObjectKind.EgressOnlyInternetGateway));

    private static Condition Gateway(Router router, bool oneWayWillDo)
    {
        if (router.InternetGatewayId is { } id) return new Condition(true, ReasonSet.Of(Reason.Of(ObjectKind.InternetGateway, id)));
        return oneWayWillDo && router.EgressOnlyGatewayId is { } other
            ? new Condition(true, ReasonSet.Of(Reason.Of(ObjectKind.EgressOnlyInternetGateway, other)))
            : new Condition(false, ReasonSet.Of(new Reason(router.Ref)));
    }

    /// <summary>Asks the interface's groups and its subnet's ACL on their own, so that it is told even where the packet never came so far; and whatever the path met.</summary>
    private static Condition Rules(Port port, Packet asked, Ip? inside, Ip away, bool inbound, Trace trace)
    {
        if (trace.Reachable) return new Condition(true, ReasonSet.Of(trace.Forward.Concat(trace.Return).Where(s => IsGate(s.Kind)).SelectMany(s => s.Reasons)));
        if (inside is not { } own) return new Condition(false, ReasonSet.Of(new Reason(port.Ref)));
        var packet = inbound ? asked with { Source = away, Destination = own } : asked with { Source = own, Destination = away };
        var answer = packet.Answer();
        var asker = new Asker();
        (Stage? Stage, Packet Packet)[] gates =
        [
            (inbound ? port.In : port.Out, packet),
            (inbound ? port.Segment.In : port.Segment.Out, packet),
            (inbound ? port.Segment.Out : port.Segment.In, answer),
        ];
        var refused = new List<Reason>();
        var admitted = new List<Reason>();
        foreach (var (stage, at) in gates)
        {
            if (stage is not null) (asker.Permits(stage, at) ? admitted : refused).AddRange(asker.Deciders(stage, at));
        }
        refused.AddRange(trace.Blockers.Where(b => IsGate(b.Step)).SelectMany(b => b.Reasons));
        return new Condition(refused.Count == 0, ReasonSet.Of(refused.Count == 0 ? admitted : refused));
    }

    private static bool IsGate(StepKind kind) => kind is StepKind.GroupEgress or StepKind.GroupIngress or StepKind.AclEgress or StepKind.AclIngress;
}
