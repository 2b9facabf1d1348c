using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Leaving an interface: groups, services, the same subnet, ACL, route table.</summary>
internal sealed partial class Walk
{
    private Where Leave(Port at)
    {
        from = at.Segment;
        via = at.PassesFlows ? at : null;
        if (VpcService.IsAddress(packet.Destination, at.Router))
        {
            var service = new ObjectRef(ObjectKind.Service, packet.Destination.ToString());
            if (!VpcService.Answers(packet, at.Router)) return Dead(StepKind.Service, service, ExplanationCode.NoPath, OpeningKind.None);
            Note(StepKind.Service, service, packet, Decision.Arrived);
            return End(service);
        }
        return AskGroups(at, inward: false) ? Where.Sending : Where.Ended;
    }

    /// <summary>Steps 4 to 6, which a NAT gateway's interface takes too.</summary>
    private Where Send(Segment at)
    {
        from = at;
        if (SteeredBy(at.Router) is { } node) return GoBackBy(node, at);
        if (at.Holds(packet.Destination))
        {
            if (at.Router.PortOf(packet.Destination) is not { } next)
            {
                return Dead(StepKind.SameSubnet, at.Ref, ExplanationCode.NoPath, OpeningKind.None);
            }
            Note(StepKind.SameSubnet, at.Ref, packet, Decision.Pass, next: next.Ref);
            Enter(next);
            return Where.Arriving;
        }
        return StaysInside(at) || AskAcl(at, at.Out, StepKind.AclEgress) ? Where.Routing : Where.Ended;
    }

    /// <summary>The next hop is in the same segment, so the border is not crossed.</summary>
    private bool StaysInside(Segment at)
    {
        if (at.Table?.Find(packet.Destination) is not { Usable: true } winner) return false;
        var next = winner.Target.Kind switch
        {
            ObjectKind.NetworkInterface => winner.Target.Id,
            ObjectKind.VpcEndpoint => (net.Hops.GetValueOrDefault(winner.Target.Id) as ApplianceEntry)?.PortId,
            ObjectKind.NatGateway when net.Hops.GetValueOrDefault(winner.Target.Id) is PortTranslator nat => nat.PortId,
            _ => null,
        };
        return next is not null && net.Ports.TryGetValue(next, out var found) && found.Segment == at;
    }

    private bool AskGroups(Port at, bool inward)
    {
        var kind = inward ? StepKind.GroupIngress : StepKind.GroupEgress;
        var stage = inward ? at.In : at.Out;
        asker.Via = inward ? via : null;
        if (stage is null) return true;
        if (direction == Direction.Return && flow.IsTracked(at, inward, packet))
        {
            if (Explains) Note(kind, at.Ref, packet, Decision.Tracked);
            return true;
        }
        if (asker.Permits(stage, packet))
        {
            if (Explains) Note(kind, at.Ref, packet, Decision.Pass, asker.Deciders(stage, packet));
        }
        else if (!RefuseByGroup(at, stage, kind, inward))
        {
            return false;
        }
        if (direction == Direction.Forward) flow.Admit(at, inward, packet);
        return true;
    }

    private bool RefuseByGroup(Port at, Stage stage, StepKind kind, bool inward)
    {
        var peer = Cidr.Host(inward ? packet.Source : packet.Destination);
        if (stage.Rules.IsEmpty)
        {
            return Fail(kind, at.Ref, ExplanationCode.GroupHasNoRules, OpeningKind.AddGroupRule, stage.Otherwise, peer);
        }
        var stale = asker.Stale(stage, packet);
        return stale.Count > 0
            ? Fail(kind, at.Ref, ExplanationCode.UnknownPeeredGroups, OpeningKind.AddGroupRule, stale, peer)
            : Fail(kind, at.Ref, ExplanationCode.GroupRulesMismatch, OpeningKind.AddGroupRule, stage.Otherwise, peer);
    }

    private bool AskAcl(Segment at, Stage? stage, StepKind kind)
    {
        if (stage is null) return true;
        if (!asker.Permits(stage, packet))
        {
            var peer = Cidr.Host(kind == StepKind.AclIngress ? packet.Source : packet.Destination);
            return Fail(kind, at.Ref, ExplanationCode.AclRestriction, OpeningKind.AddAclEntry, asker.Deciders(stage, packet), peer);
        }
        if (Explains) Note(kind, at.Ref, packet, Decision.Pass, asker.Deciders(stage, packet));
        return true;
    }
}
