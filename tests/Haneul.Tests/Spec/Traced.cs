using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Asks the tracer what Spec is asked, and says its answer in Spec's words, so that the two can be compared.</summary>
internal static class Traced
{
    public static Question Asked(SpecQuestion question) => new()
    {
        Source = question.Start switch
        {
            SpecStart.Interface at => PathEnd.Interface(at.Id),
            SpecStart.Host at => PathEnd.Host(at.Id),
            SpecStart.Machine => PathEnd.Host(new(AddressPools.MachineName)),
            SpecStart.Gateway at => PathEnd.Gateway(ObjectKind.InternetGateway, at.Id.Value),
            _ => PathEnd.Internet,
        },
        Destination = question.Named is { } named ? PathEnd.Interface(named) : PathEnd.At(question.Packet.Destination),
        SourceAddress = question.Packet.Source,
        DestinationAddress = question.Packet.Destination,
        Protocol = question.Packet.Protocol,
        SourcePort = question.Packet.SourcePort,
        DestinationPort = question.Packet.DestinationPort,
        IcmpType = question.Packet.Type,
        IcmpCode = question.Packet.Code,
        OverIpv6 = question.Packet.Source.IsV6,
        Http = question.Http is { } asked ? new HttpQuestion("GET", asked.Host, asked.Path, "") : null,
    };

    /// <summary>The same, with balancers that choose as Spec's did.</summary>
    public static Question Asked(SpecQuestion question, SpecAnswer wanted) => Asked(question) with { Chosen = [.. wanted.Chosen.Select(t => new TargetPlace(t.Address, t.Port))] };

    public static SpecAnswer Ask(Network net, SpecQuestion question) => Told(Tracer.Trace(net, Asked(question)));

    public static SpecAnswer Ask(Network net, SpecQuestion question, SpecAnswer wanted) => Told(Tracer.Trace(net, Asked(question, wanted)));

    private static SpecAnswer Told(Trace trace)
    {
        // What stands in the way of a balancer's own connection is told after what stands in this one's.
        var first = trace.Blockers.Take(trace.Blockers.Count - (trace.Next?.Blockers.Count ?? 0)).FirstOrDefault(b => !b.Hypothetical);
        var there = Way(trace.Forward, first is { Direction: Direction.Forward } ? first : null, trace.Packet);
        if (!there.Open) return new SpecAnswer(there, null);
        var answer = trace.Return.Count > 0 ? trace.Return[0].Before : PacketOf(there.Last.Answer);
        var told = new SpecAnswer(there, Way(trace.Return, first, answer));
        return told.IsAnswered && trace.Next is { } next ? told with { Next = Told(next) } : told;
    }

    private static SpecWay Way(IEnumerable<Step> all, Blocker? blocker, Packet start)
    {
        var steps = all.TakeWhile(s => !s.Hypothetical && s.Decision != Decision.Stopped).ToList();
        ImmutableArray<SpecStep> asked = [.. steps.Where(s => Stage(s.Kind) is not null && s.Reasons.Count > 0 && s.Decision != Decision.Tracked).Select(s => new SpecStep(Stage(s.Kind) ?? "", [.. Names(s.Reasons), .. s.Choice?.Among.Select(t => $"among {t}") ?? []]))];
        var stopped = blocker is null ? null : new SpecBlocker(blocker.Code, Names(blocker.Reasons));
        var end = steps.LastOrDefault();
        return new SpecWay(stopped is null ? end?.At.Id : null, Header(blocker?.Packet ?? end?.After ?? start), stopped, asked);
    }

    private static string? Stage(StepKind kind) => kind switch
    {
        StepKind.GroupEgress => "groups out",
        StepKind.GroupIngress => "groups in",
        StepKind.AclEgress => "acl out",
        StepKind.AclIngress => "acl in",
        StepKind.RouteTable => "route",
        StepKind.Balancer => "balancer",
        _ => null,
    };

    private static ImmutableSortedSet<string> Names(ReasonSet reasons) => [.. reasons.Select(r => r.ToString())];

    private static SpecPacket Header(Packet p) => new(p.Source, p.Destination, p.Protocol, p.SourcePort, p.DestinationPort, p.IcmpType, p.IcmpCode);

    private static Packet PacketOf(SpecPacket p) => new(p.Source, p.Destination, p.Protocol, p.SourcePort, p.DestinationPort, p.Type, p.Code);
}
