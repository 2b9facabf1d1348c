using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>What groups and ACLs said.</summary>
public sealed partial class WayReader
{
    private bool GroupsOut(Visit visit, Port own)
    {
        if (visit.Of("forward-groups-out") is not { } run) return GroupsUnasked(own, inward: false);
        return Groups(visit, run, own, inward: false);
    }

    private bool GroupsIn(Visit visit, Port next)
    {
        if (visit.Of("forward-groups-in") is not { } run) return false;
        // What is for another address is dropped before the groups are asked, where AWS asks them first.
        var isForAnother = run.IsDropped && (run.Decider is null || run.Decider is { Chain: "forward-groups-in" });
        if (isForAnother)
        {
            if (next.In is not null && !GroupsUnasked(next, inward: true)) return false;
            Stop(StepKind.DestinationCheck, next.Ref, ExplanationCode.SourceDestCheck);
            return false;
        }
        return next.In is null || Groups(visit, run, next, inward: true);
    }

    private bool Groups(Visit visit, ChainRun run, Port at, bool inward)
    {
        var kind = inward ? StepKind.GroupIngress : StepKind.GroupEgress;
        var rules = map.RulesOf(visit.Namespace);
        var decider = run.Decider;
        if (run.IsDropped)
        {
            var isMalformed = decider is { } by && rules.RuleAt(by) is { } refusing && refusing.Expressions.Any(e => e is NftExpression.Ct);
            if (isMalformed) Stop(kind, at.Ref, NoConnection);
            else Denied(rules, at, inward, recovered: false);
            return false;
        }
        if (decider is not { } hit || rules.RuleAt(hit) is not { } rule) return true;
        if (rule.Expressions.Any(e => e is NftExpression.Ct))
        {
            Note(kind, at.Ref, packet, Decision.Tracked);
            return true;
        }
        rules.InDevice = visit.In;
        var told = rules.ReasonsOf(rule, packet);
        var all = ElementOf(rules, at, inward)?.Verdict?.Chain is { } union ? rules.Admitting(union, packet) : told;
        // The kernel tells the first rule that admits; AWS has all of them decide.
        Note(kind, at.Ref, packet, Decision.Pass, told.All(all.Contains) ? all : told, recovered: !all.Equals(rule.Reasons));
        return true;
    }

    /// <summary>The kernel dropped the packet before it asked the groups: what they would have said, from what was printed.</summary>
    private bool GroupsUnasked(Port at, bool inward)
    {
        var kind = inward ? StepKind.GroupIngress : StepKind.GroupEgress;
        if (IsTracked(at, inward))
        {
            Note(kind, at.Ref, packet, Decision.Tracked, recovered: true);
            return true;
        }
        var rules = map.RulesOf(at.Router.Id);
        if (ElementOf(rules, at, inward)?.Verdict?.Chain is not { } union) return true;
        rules.InDevice = null;
        var admitting = rules.Admitting(union, packet);
        if (admitting.Count == 0) return Denied(rules, at, inward, recovered: true);
        Note(kind, at.Ref, packet, Decision.Pass, admitting, recovered: true);
        return true;
    }

    /// <summary>An answer to what the same groups admitted the other way.</summary>
    private bool IsTracked(Port at, bool inward) => direction == Direction.Return && there is not null
        && there.Steps.Any(s => s.Kind == (inward ? StepKind.GroupEgress : StepKind.GroupIngress) && s.At == at.Ref && s.Decision is Decision.Pass && s.Before.Answer() == packet);

    private bool Denied(PrintedRules rules, Port at, bool inward, bool recovered)
    {
        var stage = inward ? at.In : at.Out;
        var code = stage is { Rules.IsEmpty: true } ? ExplanationCode.GroupHasNoRules : ExplanationCode.GroupRulesMismatch;
        Stop(inward ? StepKind.GroupIngress : StepKind.GroupEgress, at.Ref, code, ElementOf(rules, at, inward)?.Reasons, recovered);
        return false;
    }

    private static NftElement? ElementOf(PrintedRules rules, Port at, bool inward) => rules.ElementOf(inward ? "groups-in" : "groups-out", Words.Name(RouterCompiler.DeviceOf(at)));

    /// <summary>By the rule that the kernel told; an ACL that admits everything is not printed, and one that was not reached is looked up.</summary>
    private bool Acl(Visit visit, Segment at, Stage acl, StepKind kind)
    {
        var rules = map.RulesOf(visit.Namespace);
        var name = kind == StepKind.AclIngress ? "acl-in" : "acl-out";
        var run = visit.Of($"forward-{name}");
        var isTold = run?.Decider is { } hit && hit.Chain != $"forward-{name}";
        if (isTold && run?.Decider is { } told && rules.RuleAt(told) is { } rule) return AclSaid(at, kind, !run.IsDropped, rule.Reasons, recovered: false);
        var printed = rules.ElementOf(name, Words.Host(RouterTable.GroupOf(at)))?.Verdict?.Chain;
        if (printed is not null && rules.Deciding(printed, packet) is { } would) return AclSaid(at, kind, would.Admits, would.Reasons, recovered: true);
        var first = acl.Rules.FirstOrDefault(r => Shape.Of(r.Match).Blocks.Any(b => b.IsV6 == packet.IsV6));
        return AclSaid(at, kind, admits: true, first is null ? acl.Otherwise : ReasonSet.Of(first.Reason), recovered: true);
    }

    private bool AclSaid(Segment at, StepKind kind, bool admits, ReasonSet reasons, bool recovered)
    {
        if (admits) Note(kind, at.Ref, packet, Decision.Pass, reasons, recovered: recovered);
        else Stop(kind, at.Ref, ExplanationCode.AclRestriction, reasons, recovered);
        return admits;
    }
}
