using Haneul.Fabric;

namespace Haneul.Tracing;

/// <summary>Turns a trace into words: steps are gathered into hops, ids get their names, rules are read out.</summary>
internal sealed class TraceTeller(Objects objects, Trace trace)
{
    private readonly RuleWords rules = new(objects);
    private readonly OpeningWords openings = new(objects, trace);

    public TraceReport Tell(string mode) => new()
    {
        Reachable = trace.Reachable,
        Mode = mode,
        From = objects.Report(trace.From),
        To = objects.Report(trace.Reachable && trace.To is { } to ? to : trace.Question.Destination.Object),
        Packet = PacketReport.Of(trace.Packet),
        Forward = Hops(trace.Forward, Direction.Forward),
        Return = Hops(trace.Return, Direction.Return),
        Blockers = [.. trace.Blockers.Select(Blocker)],
        Next = trace.Next is { } next ? new TraceTeller(objects, next).Tell(mode) : null,
        InternetConditions = trace.Conditions is { } c ? Conditions(c) : null,
    };

    private List<HopReport> Hops(IEnumerable<Step> steps, Direction direction)
    {
        var hops = new List<(ObjectRef At, List<Step> Steps)>();
        foreach (var step in steps)
        {
            var at = PlaceOf(step);
            if (hops.Count == 0 || at is { } place && hops[^1].At != place) hops.Add((at ?? step.At, [step]));
            else hops[^1].Steps.Add(step);
        }
        return [.. hops.Select(h => new HopReport(
            objects.Report(h.At), PacketReport.Of(h.Steps[0].Before), PacketReport.Of(h.Steps[^1].After), h.Steps.TrueForAll(s => s.Hypothetical), [.. h.Steps.Select(s => Step(s, direction))]))];
    }

    /// <summary>Where a step is to be shown; null: where the one before it was.</summary>
    private static ObjectRef? PlaceOf(Step step) => step.Kind switch
    {
        StepKind.Local => null,
        StepKind.RouteTable => step.SubnetId is { } subnet ? new ObjectRef(ObjectKind.Subnet, subnet) : null,
        _ => step.At,
    };

    private StepReport Step(Step step, Direction direction)
    {
        List<ReasonReport> reasons = [.. step.Reasons.Select(rules.Report)];
        var next = step.Next is { } n ? objects.Report(n) : null;
        return new StepReport(step.Kind, step.Decision, objects.Report(step.At), step.Hypothetical, step.Code, reasons, StepWords.Told(step, reasons, next, direction), next) { Recovered = step.Recovered, Request = RequestReport.Of(step.Request), Choice = step.Choice is { } c ? new ChoiceReport(c.GroupId, c.TargetId, $"{c.Address}", c.Port, c.Of, c.Health.State) : null };
    }

    private BlockerReport Blocker(Blocker b) => new(
        b.Code, Meanings.Of(b.Code, b.Step, b.At.Kind, b.Direction), objects.Report(b.At), b.Direction, b.Step, b.Hypothetical, PacketReport.Of(b.Packet), [.. b.Reasons.Select(rules.Report)], b.Opens.Kind, openings.Told(b));

    private List<ConditionReport> Conditions(InternetAccess access) =>
    [
        Condition("an internet gateway is attached to the VPC", access.Gateway),
        Condition(access.Inbound ? "the subnet's route table leads to it" : "the subnet's route table leads to it, by itself or by a NAT gateway", access.Route),
        Condition(access.Inbound ? "the interface has a public address" : "the interface, or its NAT gateway, has a public address", access.PublicAddress),
        Condition("security groups and network ACLs admit the traffic, and the answer", access.Rules),
    ];

    private ConditionReport Condition(string told, Condition condition) => new(told, condition.Holds, [.. condition.By.Select(rules.Report)]);
}
