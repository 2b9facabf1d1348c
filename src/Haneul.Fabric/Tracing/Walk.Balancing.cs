using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>At a node of a load balancer. One of a network balancer gives the flow to a target in its place; of others the packet ends at the listener, and the balancer opens a connection of its own.</summary>
internal sealed partial class Walk
{
    /// <summary>The packet ended at a listener of this node, which asks this target by a connection of its own; by the packet's own address and port where it says so.</summary>
    public (Port Node, FlowChoice Choice, Packet? Borrowed)? Balanced { get; private set; }

    private Where AnswerAtNode(Port at, bool own)
    {
        if (!net.BalancerNodes.TryGetValue(at.Id, out var found)) return Dead(StepKind.Balancer, at.Ref, ExplanationCode.NoPath, OpeningKind.None);
        var (balancer, node) = found;
        if (direction == Direction.Return) return UndoAtNode(at, balancer);
        if (!own) return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        // A node that user space serves is a host: it answers pings.
        if (!at.PassesFlows && Protocols.IsIcmp(packet.Protocol)) return EndAt(at, null);
        if (FlowBalancing.ListenerFor(balancer, packet.Protocol, packet.DestinationPort) is { } listener)
        {
            return FlowBalancing.OnlyTranslates(net, balancer, listener) ? PassFlow(at, balancer, node, listener) : EndAtListener(at, balancer, node, listener);
        }
        return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.ListenersMismatch, OpeningKind.AddListener);
    }

    /// <summary>An answer to what it passed on, or to what it asked itself (a health check).</summary>
    private Where UndoAtNode(Port at, Balancer balancer)
    {
        if (flow.Undo(at.Id, packet) is not { } answer) return Meet(at);
        if (Loops(at)) return Dead(StepKind.Loop, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var before = packet;
        packet = answer;
        Note(StepKind.Balancer, balancer.Ref, before, Decision.Translated);
        return Where.Leaving;
    }

    private Where EndAtListener(Port at, Balancer balancer, BalancerPort node, BalancerListener listener)
    {
        var (reason, actions) = RequestBalancing.ActionsFor(listener, question.Http, packet.Source);
        var reasons = ReasonSet.Of(listener.Reason, reason);
        var request = RequestBalancing.OutcomeOf(net, actions, question.Http);
        if (request.Status == RequestOutcome.Incompatible) reasons = ReasonSet.Of(reasons.Concat(RequestBalancing.PoolsOf(net, actions).Select(g => new Reason(g.Pool.Ref))));
        if (request.Status is not null || !RequestBalancing.Forwards(net, actions))
        {
            log?.Add(direction, StepOf(StepKind.Balancer, balancer.Ref, packet, Decision.Pass, reasons, null) with { Request = request });
            return EndAt(at, null);
        }
        var choices = FlowBalancing.Choices(net, balancer, node, actions);
        if (choices.IsEmpty) return RefuseUntargeted(balancer, actions, reasons) ? Reach(at) : Where.Ended;
        var choice = ChoiceOf(choices);
        NoteChoice(balancer, packet, Decision.Pass, ReasonSet.Of(reasons.Append(new Reason(choice.Pool.Ref))), choice, choices, request);
        Balanced = (at, choice, choice.KeepsClient && choice.Target.Address.IsV6 == packet.IsV6 ? packet : null);
        return EndAt(at, choice);
    }

    /// <summary>Who named another interface than the node meant the target behind it.</summary>
    private Where EndAt(Port at, FlowChoice? choice) => goal.Port is { } named && named != at && named.Id != choice?.Target.PortId
        ? Dead(StepKind.Arrived, named.Ref, ExplanationCode.InterfaceAddress, OpeningKind.UseOwnAddress)
        : Reach(at);

    private Where PassFlow(Port at, Balancer balancer, BalancerPort node, BalancerListener listener)
    {
        var choices = FlowBalancing.Choices(net, balancer, node, listener.Row.DefaultActions).Where(c => c.Target.Address.IsV6 == packet.IsV6).ToList();
        if (choices.Count == 0)
        {
            RefuseUntargeted(balancer, listener.Row.DefaultActions, ReasonSet.Of(listener.Reason));
            return Where.Ended;
        }
        if (Loops(at)) return Dead(StepKind.Loop, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var choice = ChoiceOf(choices);
        var before = packet;
        packet = packet with { Destination = choice.Target.Address, DestinationPort = choice.Target.Port };
        if (choice.KeepsClient) flow.Steer(at, packet);
        else packet = packet with { Source = at.Primary(packet.IsV6) ?? packet.Source, SourcePort = Math.Max(packet.SourcePort, FlowBalancing.LowestPort) };
        flow.Translate(at.Id, before, packet);
        // From here on it is meant for the target's VPC.
        if (goal is { Port: null, Host: null, Hop: null } && Ends.RouterOf(net, at.Router, packet.Destination) is { } far) goal = goal with { Router = far };
        NoteChoice(balancer, before, Decision.Translated, ReasonSet.Of(listener.Reason, new Reason(choice.Pool.Ref)), choice, choices);
        hops++;
        return Where.Leaving;
    }

    /// <summary>Nobody to give it to: no target group, groups without targets, or none that this node may use.</summary>
    private bool RefuseUntargeted(Balancer balancer, ImmutableArray<RuleAction> actions, ReasonSet reasons)
    {
        var code = FlowBalancing.HaveTargets(net, actions) ? ExplanationCode.NoTargetsInZone : ExplanationCode.ListenerHasNoTargets;
        var pools = RequestBalancing.PoolsOf(net, actions).Select(g => new Reason(g.Pool.Ref)).ToList();
        return Fail(StepKind.Balancer, balancer.Ref, code, pools.Count == 0 ? OpeningKind.AddTargetGroup : OpeningKind.RegisterTarget, ReasonSet.Of(reasons.Concat(pools)));
    }

    /// <summary>That which was told, or that which the asker named as the destination, where it may be; else the first.</summary>
    private FlowChoice ChoiceOf(IReadOnlyList<FlowChoice> choices) =>
        choices.FirstOrDefault(c => question.Chosen.Contains(c.Target.At)) ?? choices.FirstOrDefault(c => goal.Port is { } named && c.Target.PortId == named.Id) ?? choices[0];

    private void NoteChoice(Balancer balancer, Packet before, Decision decision, ReasonSet reasons, FlowChoice choice, IReadOnlyCollection<FlowChoice> among, RequestOutcome? request = null)
    {
        if (log is null) return;
        ObjectRef? next = choice.Target.PortId is { } to ? new ObjectRef(ObjectKind.NetworkInterface, to) : null;
        log.Add(direction, StepOf(StepKind.Balancer, balancer.Ref, before, decision, reasons, next) with { Choice = choice.Told(among), Request = request });
    }

    /// <summary>The node by which this answer goes back, where it is one to a flow that a node passed on with the client's address.</summary>
    private Port? SteeredBy(Router here) => direction == Direction.Return ? flow.SteeredBy(here, packet) : null;

    /// <summary>Whatever the route tables say; the border of the subnet is crossed as ever.</summary>
    private Where GoBackBy(Port node, Segment? left)
    {
        if (left is not null && left != node.Segment && !AskAcl(left, left.Out, StepKind.AclEgress)) return Where.Ended;
        hops++;
        Note(StepKind.BalancerReturn, node.Router.Ref, packet, Decision.Pass, next: node.Ref);
        Enter(node);
        return Where.Arriving;
    }
}
