using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Arriving at an interface, and being forwarded by its guest.</summary>
internal sealed partial class Walk
{
    private Where Arrive(Port at)
    {
        if (from != at.Segment && !AskAcl(at.Segment, at.Segment.In, StepKind.AclIngress)) return Where.Ended;
        if (!AskGroups(at, inward: true)) return Where.Ended;
        var own = at.Has(packet.Destination);
        if (!own && at.ChecksAddresses
            && !Fail(StepKind.DestinationCheck, at.Ref, ExplanationCode.SourceDestCheck, OpeningKind.DisableSourceDestCheck)) return Where.Ended;
        if (!CheckState(at)) return Where.Ended;
        if (own && via is { } node && IsItsOwn(at, packet.Source) && direction == Direction.Forward)
        {
            return Dead(StepKind.Arrived, at.Ref, ExplanationCode.SourcePreserved, OpeningKind.HideClient, ReasonSet.Of(Reason.Of(ObjectKind.LoadBalancer, node.BalancerId ?? "")));
        }
        if (at.BalancerId is not null) return AnswerAtNode(at, own);
        if (at.NatGatewayId is { } nat) return AnswerAtNat(at, new ObjectRef(ObjectKind.NatGateway, nat));
        if (own && direction == Direction.Return && flow.Undo(at.Id, packet) is { } before) return TranslateBack(at, before);
        if (goal.Awaited is not null) return own || IsAwaitedHere(at) ? Meet(at) : Where.Forwarding;
        if (!own && goal.Port == at) return Dead(StepKind.Arrived, at.Ref, ExplanationCode.InterfaceAddress, OpeningKind.UseOwnAddress);
        if (!own) return Where.Forwarding;
        return goal.Port is { } named && named != at
            ? Dead(StepKind.Arrived, named.Ref, ExplanationCode.InterfaceAddress, OpeningKind.UseOwnAddress)
            : Reach(at);
    }

    /// <summary>The address is the host's, at this interface or another.</summary>
    private static bool IsItsOwn(Port at, Ip ip) => at.Has(ip) || at.InstanceId is { } id && at.Router.PortOf(ip)?.InstanceId == id;

    /// <summary>Attached, in a zone that works, and its instance running.</summary>
    public bool CheckState(Port at)
    {
        if (!at.Attached && !Fail(StepKind.InterfaceState, at.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachInterface)) return false;
        if (!CheckZone(at, at.Ref)) return false;
        return at.Running || !at.Attached || Fail(StepKind.InterfaceState, at.Ref, ExplanationCode.BadState, OpeningKind.StartInstance,
            at.InstanceId is { } id ? ReasonSet.Of(Reason.Of(ObjectKind.Instance, id)) : null);
    }

    private bool CheckZone(Port at, ObjectRef named) =>
        !at.Dark || Fail(StepKind.ZoneState, named, ExplanationCode.BadState, OpeningKind.RecoverZone, ReasonSet.Of(new Reason(at.Segment.ZoneRef)), target: at.Segment.ZoneRef);

    private bool IsAwaitedHere(Port at) => goal.AwaitedAt == at.Ref && goal.Awaited == packet;

    private Where Meet(Port at) => Awaits(at.Ref) ? Reach(at) : Lost(at.Ref);

    /// <summary>On the way there everything counts; on the way back only the very answer, where it is waited for.</summary>
    private bool Awaits(ObjectRef at) =>
        goal.Awaited is not { } answer || (answer == packet && (goal.AwaitedAt == at || (at == ObjectRef.Internet && goal.AwaitedAt?.Kind == ObjectKind.InternetGateway)));

    private Where Lost(ObjectRef at) => Dead(StepKind.Arrived, at, ExplanationCode.NoPath, OpeningKind.UseOtherWay);

    private Where Reach(Port at)
    {
        Note(StepKind.Arrived, at.Ref, packet, Decision.Arrived);
        ArrivedPort = at;
        return End(at.Ref);
    }

    private Where AnswerAtNat(Port at, ObjectRef nat)
    {
        var before = packet;
        if (direction != Direction.Return || flow.Undo(at.Id, packet) is not { } answer)
        {
            return Dead(StepKind.NatGateway, nat, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        }
        packet = answer;
        Note(StepKind.NatGateway, nat, before, Decision.Translated);
        return Where.Sending;
    }

    private Where TranslateBack(Port at, Packet answer)
    {
        if (Loops(at)) return Dead(StepKind.Loop, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var before = packet;
        packet = answer;
        return PassOn(at, before);
    }

    /// <summary>A guest passes on what is not for it, once, out of the same interface.</summary>
    private Where Forward(Port at)
    {
        if (Loops(at)) return Dead(StepKind.Loop, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        // Linux drops what comes to it from one of its own addresses; of IPv6 it does not look.
        if (at.Forwarding == Forwarding.None || !packet.IsV6 && IsItsOwn(at, packet.Source)) return Dead(StepKind.Forwarded, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var before = packet;
        if (at.Forwarding == Forwarding.Masquerade && !IsStrayAnswer)
        {
            if (at.Primary(packet.IsV6) is not { } own) return Dead(StepKind.Forwarded, at.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
            packet = packet with { Source = own };
            if (direction == Direction.Forward) flow.Translate(at.Id, before, packet);
        }
        return PassOn(at, before);
    }

    /// <summary>An answer whose question the guest did not see: Linux translates whole connections, and of TCP and ICMP this packet belongs to none that it knows (nf_conntrack: invalid, never translated). A datagram starts one.</summary>
    private bool IsStrayAnswer => direction == Direction.Return && (packet.Protocol == Protocols.Tcp || Protocols.IsIcmp(packet.Protocol));

    private Where PassOn(Port at, Packet before)
    {
        if (Explains) Note(StepKind.Forwarded, at.Ref, before, before == packet ? Decision.Pass : Decision.Translated, ReasonSet.Of(new Reason(at.Ref)));
        if (at.ChecksAddresses && !at.Has(packet.Source)
            && !Fail(StepKind.SourceCheck, at.Ref, ExplanationCode.SourceDestCheck, OpeningKind.DisableSourceDestCheck)) return Where.Ended;
        return Where.Leaving;
    }
}
