using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>Crossing the node of a load balancer.</summary>
public sealed partial class WayReader
{
    /// <summary>The place of the rule that sends an answer back by a node, in the chain that steers.</summary>
    private const int AnswersRule = 0;

    /// <summary>The network balancer that passed the packet on last.</summary>
    private ObjectRef? passedBy;

    /// <summary>The node by which the VPC's router sends an answer back, whatever the routes say.</summary>
    private Port? SteeredTo(Visit visit, Router vpc) =>
        visit.Of(NodeSteering.Chain) is { } run && run.Hits.Any(h => h.Place == AnswersRule) && map.PortAt(vpc.Id, visit.Of("forward-groups-out")?.Out) is { PassesFlows: true } node ? node : null;

    private Place? GoBackBy(Visit visit, Port node, Segment? leaving)
    {
        if (leaving is not null && leaving != node.Segment && leaving.Out is { } acl && !Acl(visit, leaving, acl, StepKind.AclEgress)) return null;
        Note(StepKind.BalancerReturn, node.Router.Ref, packet, Decision.Pass, next: node.Ref);
        return Into(visit, node);
    }

    private Place? CrossNode(Visit visit, Port own)
    {
        (router, port) = (own.Router, own);
        if (!Net.BalancerNodes.TryGetValue(own.Id, out var found)) return Stop(StepKind.Balancer, own.Ref, ExplanationCode.NoPath);
        var (balancer, node) = found;
        if (visit.Left is { } leaving) return PassNode(visit, own, balancer, leaving);
        if (PassedToItself(own) is { } passing) return RefuseItself(own, passing);
        var isIn = visit.Of("input") is { IsDropped: false };
        if (direction == Direction.Return && isIn) return Arrive(own.Ref);
        var listener = FlowBalancing.ListenerFor(balancer, packet.Protocol, packet.DestinationPort);
        if (isIn && (listener is null || !FlowBalancing.OnlyTranslates(Net, balancer, listener)))
        {
            // What the listener's rules say of a request is none of the kernel's.
            if (listener is not null) Note(StepKind.Balancer, balancer.Ref, packet, Decision.Pass, ReasonSet.Of(listener.Reason), recovered: true);
            return Arrive(own.Ref);
        }
        return NotThrough(balancer, listener);
    }

    /// <summary>What a rule chose belongs to the connection: of an answer the kernel tells nothing.</summary>
    private Place? PassNode(Visit visit, Port own, Balancer balancer, ChainRun leaving)
    {
        var rules = map.RulesOf(visit.Namespace);
        var before = packet;
        packet = leaving.Packet;
        var chosen = visit.Of("arrive")?.Decider is { } hit && rules.RuleAt(hit) is { } rule ? rules.ReasonsOfPlace(rule, packet) : null;
        if (chosen is not null && Loops(own.Ref)) return Stop(StepKind.Loop, own.Ref, ExplanationCode.NoPath, recovered: true);
        if (chosen is not null) passedBy = balancer.Ref;
        Note(StepKind.Balancer, balancer.Ref, before, Decision.Translated, chosen is null ? null : ReasonSet.Of(chosen.Where(r => r.Object != balancer.Ref)), recovered: true);
        return new Place(own.Router.Id, RouterCompiler.DeviceOf(own));
    }

    /// <summary>The node drops it: no rule was printed for it, so who is missing is looked up.</summary>
    private Place? NotThrough(Balancer balancer, BalancerListener? listener)
    {
        if (listener is null) return Stop(StepKind.Balancer, balancer.Ref, ExplanationCode.ListenersMismatch);
        var code = FlowBalancing.HaveTargets(Net, listener.Row.DefaultActions) ? ExplanationCode.NoTargetsInZone : ExplanationCode.ListenerHasNoTargets;
        return Stop(StepKind.Balancer, balancer.Ref, code, ReasonSet.Of(FlowBalancing.GroupsOf(Net, listener).Select(g => new Reason(g.Pool.Ref)).Append(listener.Reason)), recovered: true);
    }
}
