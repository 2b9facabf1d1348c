using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>At a node of a load balancer. One of a network balancer gives the flow to a target in its place; of others the packet ends at the listener, and the balancer opens a connection of its own.</summary>
internal sealed partial class Walk
{
    /// <summary>The packet ended at a listener of this node, which asks this target by a connection of its own.</summary>
    public (Port Node, FlowChoice Choice)? Balanced { get; private set; }

    private Where AnswerAtNode(Port at, bool own)
    {
        if (!net.BalancerNodes.TryGetValue(at.Id, out var found)) return Dead(StepKind.Balancer, at.Ref, ExplanationCode.NoPath, OpeningKind.None);
        var (balancer, node) = found;
        if (direction == Direction.Return) return UndoAtNode(at, balancer);
        if (!own) return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        // A node that user space serves is a host: it answers pings.
        if (!at.PassesFlows && Protocols.IsIcmp(packet.Protocol)) return Reach(at);
        if (FlowBalancing.ListenerFor(balancer, packet.Protocol, packet.DestinationPort) is { } listener)
        {
            return FlowBalancing.OnlyTranslates(net, balancer, listener) ? PassFlow(at, balancer, node, listener) : EndAtListener(at, balancer, node, listener);
        }
        return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.ListenerPort, OpeningKind.AddListener);
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
        if (!RequestBalancing.Forwards(net, actions))
        {
            Note(StepKind.Balancer, balancer.Ref, packet, Decision.Pass, reasons);
            return Reach(at);
        }
        var choices = FlowBalancing.Choices(net, balancer, node, actions);
        var pools = RequestBalancing.PoolsOf(net, actions).Select(g => new Reason(g.Pool.Ref));
        if (choices.IsEmpty) return Fail(StepKind.Balancer, balancer.Ref, ExplanationCode.NoTargetsInZone, OpeningKind.RegisterTarget, ReasonSet.Of(reasons.Concat(pools))) ? Reach(at) : Where.Ended;
        var choice = ChoiceOf(choices);
        NoteChoice(balancer, packet, Decision.Pass, ReasonSet.Of(reasons.Append(new Reason(choice.Pool.Ref))), choice, choices);
        Balanced = (at, choice);
        return Reach(at);
    }

    private Where PassFlow(Port at, Balancer balancer, BalancerPort node, BalancerListener listener)
    {
        if (!FlowBalancing.GroupsOf(net, listener).Any()) return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.ListenerHasNoGroup, OpeningKind.AddTargetGroup, ReasonSet.Of(listener.Reason));
        var choices = FlowBalancing.Choices(net, balancer, node, listener.Row.DefaultActions).Where(c => c.Target.Address.IsV6 == packet.IsV6).ToList();
        if (choices.Count == 0)
        {
            var pools = FlowBalancing.GroupsOf(net, listener).Select(g => new Reason(g.Pool.Ref));
            return Dead(StepKind.Balancer, balancer.Ref, ExplanationCode.NoTargetsInZone, OpeningKind.RegisterTarget, ReasonSet.Of(pools.Append(listener.Reason)));
        }
        if (Loops(at)) return Dead(StepKind.Loop, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var choice = ChoiceOf(choices);
        var before = packet;
        packet = packet with { Destination = choice.Target.Address, DestinationPort = choice.Target.Port };
        if (choice.KeepsClient) flow.Steer(at, packet);
        else packet = packet with { Source = at.Primary(packet.IsV6) ?? packet.Source, SourcePort = Math.Max(packet.SourcePort, FlowBalancing.LowestPort) };
        flow.Translate(at.Id, before, packet);
        NoteChoice(balancer, before, Decision.Translated, ReasonSet.Of(listener.Reason, new Reason(choice.Pool.Ref)), choice, choices);
        hops++;
        return Where.Leaving;
    }

    private FlowChoice ChoiceOf(IReadOnlyList<FlowChoice> choices) => choices.FirstOrDefault(c => question.Chosen.Contains(c.Target.Address)) ?? choices[0];

    private void NoteChoice(Balancer balancer, Packet before, Decision decision, ReasonSet reasons, FlowChoice choice, IReadOnlyCollection<FlowChoice> among)
    {
        if (log is null) return;
        ObjectRef? next = choice.Target.PortId is { } to ? new ObjectRef(ObjectKind.NetworkInterface, to) : null;
        log.Add(direction, StepOf(StepKind.Balancer, balancer.Ref, before, decision, reasons, next) with { Choice = choice.Told(among) });
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
