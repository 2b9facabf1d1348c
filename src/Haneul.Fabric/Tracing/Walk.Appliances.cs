using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Through the appliances behind an endpoint of a gateway balancer: in at its interface, to an appliance in GENEVE, back, and on from the interface's subnet.</summary>
internal sealed partial class Walk
{
    /// <summary>The port that a node sends from is one of some; any stands for them, since no rule of a group can tell source ports.</summary>
    private const int NodePort = 61_000;

    public Where ApplianceEntry(ApplianceEntry hop)
    {
        if (!hop.Available && !Fail(StepKind.Appliances, hop.Ref, ExplanationCode.BadState, OpeningKind.RestoreGateway)) return Where.Ended;
        if (hop.PortId is not { } id || !net.Ports.TryGetValue(id, out var own))
        {
            return Blocked ? Where.Ended : Dead(StepKind.Appliances, hop.Ref, ExplanationCode.BadState, OpeningKind.RestoreGateway);
        }
        var left = from;
        Enter(own);
        if (!CheckZone(own, hop.Ref)) return Where.Ended;
        if (left != own.Segment && !AskAcl(own.Segment, own.Segment.In, StepKind.AclIngress)) return Where.Ended;
        if (goal.Hop == hop) return End(hop.Ref);
        if (Loops(own)) return Dead(StepKind.Loop, hop.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        if (hop.BalancerId is not { } balancerId || !net.Balancers.TryGetValue(balancerId, out var balancer) || GatewayBalancing.NodeIn(balancer, own.Segment.Zone) is not { } node)
        {
            return Dead(StepKind.Appliances, hop.Ref, ExplanationCode.BadState, OpeningKind.UseOtherWay);
        }
        if (GatewayBalancing.PoolOf(net, balancer) is not { } pool) return Dead(StepKind.Appliances, balancer.Ref, ExplanationCode.ListenerHasNoTargets, OpeningKind.UseOtherWay);
        var eligible = GatewayBalancing.Eligible(balancer, node, pool);
        if (eligible.IsEmpty) return Dead(StepKind.Appliances, pool.Ref, ExplanationCode.NoTargetsInZone, OpeningKind.UseOtherWay);
        return PassAppliance(hop, balancer, node, pool, eligible) ? Where.Sending : Where.Ended;
    }

    /// <summary>
    /// It passes where an appliance admits GENEVE from the node; which one a flow gets follows from its hash. What the appliance's program does with it nobody here can know: it is taken to send it back.
    /// </summary>
    private bool PassAppliance(ApplianceEntry hop, Balancer balancer, BalancerPort node, TargetPool pool, ImmutableArray<PoolTarget> eligible)
    {
        if (!net.Ports.TryGetValue(node.PortId, out var sender) || sender.Primary(v6: false) is not { } address)
        {
            return Fail(StepKind.Appliances, balancer.Ref, ExplanationCode.BadState, OpeningKind.UseOtherWay);
        }
        var reached = eligible.FirstOrDefault(t => !Carry(sender, address, t, null));
        // None takes it: what stands before the first one is told.
        if (reached is null) Carry(sender, address, eligible[0], log);
        Blocked |= reached is null;
        if (reached is null && !Explains) return false;
        NoteAppliance(hop, balancer, pool, reached ?? eligible[0], eligible);
        return true;
    }

    private void NoteAppliance(ApplianceEntry hop, Balancer balancer, TargetPool pool, PoolTarget taken, ImmutableArray<PoolTarget> among)
    {
        if (log is null) return;
        var choice = new TargetChoice(pool.Row.Id.Value, taken.Row.TargetId, taken.Address, GatewayBalancing.Port, among.Length, taken.Row.Health) { Among = [.. among.Select(t => new TargetPlace(t.Address, GatewayBalancing.Port))] };
        log.Add(direction, StepOf(StepKind.Appliances, hop.Ref, packet, Decision.Pass, ReasonSet.Of(new Reason(balancer.Ref)), ApplianceOf(taken)) with { Choice = choice });
    }

    /// <summary>Sends a node's own packet to an appliance; true where something stops it.</summary>
    private bool Carry(Port sender, Ip address, PoolTarget target, Log? told)
    {
        var outer = new Packet(address, target.Address, Protocols.Udp, NodePort, GatewayBalancing.Port);
        var appliance = target.PortId is { } id ? net.Ports.GetValueOrDefault(id) : null;
        var carried = new Walk(net, new Flow(), asker, told, direction, new Goal { Port = appliance, Router = appliance?.Router ?? sender.Router }, question);
        carried.LeaveFrom(sender, outer);
        return carried.Blocked || carried.Arrived is null;
    }

    private static ObjectRef ApplianceOf(PoolTarget target) => target.PortId is { } id ? new ObjectRef(ObjectKind.NetworkInterface, id) : new ObjectRef(ObjectKind.Unknown, target.Address.ToString());
}
