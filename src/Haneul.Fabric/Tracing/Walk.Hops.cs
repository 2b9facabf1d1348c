using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What each kind of hop does with a packet that a route of the VPC hands it.</summary>
internal sealed partial class Walk : IHopVisitor<Where>
{
    public Where InternetExit(InternetExit hop)
    {
        var here = Here(router);
        if (hop.RouterId != here.Id && !Fail(StepKind.InternetGateway, hop.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachGateway)) return Where.Ended;
        if (here.Holds(packet.Destination))
        {
            return Dead(StepKind.InternetGateway, hop.Ref, ExplanationCode.GatewayDestinationInVpc, OpeningKind.UseOtherWay);
        }
        var before = packet;
        if (!packet.IsV6)
        {
            var translation = here.PublicOf(packet.Source);
            if (translation is null && flow.AssumedFor(here, packet.Source) is null && !Fail(StepKind.InternetGateway, hop.Ref, ExplanationCode.NoPublicAddressForEgress, OpeningKind.AssociatePublicAddress, peer: Cidr.Host(packet.Source))) return Where.Ended;
            packet = packet with { Source = translation?.Outside ?? Assume(here, packet.Source) };
            if (Explains) Note(StepKind.InternetGateway, hop.Ref, before, Decision.Translated, translation is null ? null : ReasonSet.Of(translation.Reason));
        }
        else
        {
            if (!here.Holds(packet.Source) && !Fail(StepKind.InternetGateway, hop.Ref, ExplanationCode.NoPublicAddressForEgress, OpeningKind.UseOwnAddress)) return Where.Ended;
            Note(StepKind.InternetGateway, hop.Ref, before, Decision.Pass);
        }
        return goal.Hop == hop ? End(hop.Ref) : Where.Internet;
    }

    public Where OneWayExit(OneWayExit hop)
    {
        if (!packet.IsV6) return Dead(StepKind.EgressOnlyGateway, hop.Ref, ExplanationCode.ProtocolRestriction, OpeningKind.UseOtherWay);
        var here = Here(router);
        if (here.Holds(packet.Destination)) return Dead(StepKind.EgressOnlyGateway, hop.Ref, ExplanationCode.GatewayDestinationInVpc, OpeningKind.UseOtherWay);
        if (!here.Holds(packet.Source) && !Fail(StepKind.EgressOnlyGateway, hop.Ref, ExplanationCode.NoPublicAddressForEgress, OpeningKind.UseOwnAddress)) return Where.Ended;
        Note(StepKind.EgressOnlyGateway, hop.Ref, packet, Decision.Pass);
        if (direction == Direction.Forward) flow.OneWay = (hop, packet);
        return goal.Hop == hop ? End(hop.Ref) : Where.Internet;
    }

    public Where PortTranslator(PortTranslator hop)
    {
        if (!hop.Available && !Fail(StepKind.NatGateway, hop.Ref, ExplanationCode.BadState, OpeningKind.RestoreGateway)) return Where.Ended;
        if (hop is not { PortId: { } id, Address: { } address } || !net.Ports.TryGetValue(id, out var own))
        {
            return Blocked ? Where.Ended : Dead(StepKind.NatGateway, hop.Ref, ExplanationCode.BadState, OpeningKind.RestoreGateway);
        }
        var left = from;
        Enter(own);
        via = null;
        if (!CheckZone(own, hop.Ref)) return Where.Ended;
        if (left != own.Segment && !AskAcl(own.Segment, own.Segment.In, StepKind.AclIngress)) return Where.Ended;
        var isNat64 = packet.IsV6 && SpecialAddresses.Nat64.Contains(packet.Destination);
        if (packet.IsV6 && !isNat64) return Dead(StepKind.NatGateway, hop.Ref, ExplanationCode.ProtocolRestriction, OpeningKind.UseOtherWay);
        if (packet.Protocol is not (Protocols.Tcp or Protocols.Udp or Protocols.Icmp or Protocols.Icmpv6)
            && !Fail(StepKind.NatGateway, hop.Ref, ExplanationCode.ProtocolRestriction, OpeningKind.UseOtherWay)) return Where.Ended;
        if (!own.Router.Holds(packet.Source)
            && !Fail(StepKind.NatGateway, hop.Ref, ExplanationCode.NatRequiresSourceInVpc, OpeningKind.UseOwnAddress)) return Where.Ended;
        if (Loops(own)) return Dead(StepKind.Loop, hop.Ref, ExplanationCode.NoPath, OpeningKind.UseOtherWay);
        var before = packet;
        packet = TranslateTo(address, isNat64);
        if (direction == Direction.Forward) flow.Translate(own.Id, before, packet);
        if (Explains) Note(StepKind.NatGateway, hop.Ref, before, Decision.Translated, ReasonSet.Of(new Reason(hop.Ref)));
        return goal.Hop == hop ? End(hop.Ref) : Where.Sending;
    }

    /// <summary>Its own address and a port from 1024 up; from IPv6 to the IPv4 address that the destination carries (RFC 6146), ICMPv6 echo becoming ICMP echo (RFC 7915).</summary>
    private Packet TranslateTo(Ip address, bool isNat64)
    {
        var port = Protocols.HasPorts(packet.Protocol) ? Math.Max(packet.SourcePort, Fabric.PortTranslator.LowestPort) : packet.SourcePort;
        var translated = packet with { Source = address, SourcePort = port };
        if (!isNat64) return translated;
        translated = translated with { Destination = Ip.V4((uint)packet.Destination.Bits) };
        if (packet.Protocol != Protocols.Icmpv6) return translated;
        return translated with { Protocol = Protocols.Icmp, IcmpType = packet.IcmpType == 128 ? 8 : 0 };
    }

    public Where Link(Link hop)
    {
        var here = Here(router);
        if (!hop.Active) return Dead(StepKind.Peering, hop.Ref, ExplanationCode.BadState, OpeningKind.RestoreGateway);
        if (!net.Routers.TryGetValue(hop.FarFrom(here.Id), out var far) || !here.Holds(packet.Source) || !far.Holds(packet.Destination))
        {
            return Dead(StepKind.Peering, hop.Ref, ExplanationCode.PeeringRequiresVpcAddress, OpeningKind.ConnectVpcs, target: goal.Router?.Ref);
        }
        Note(StepKind.Peering, hop.Ref, packet, Decision.Pass, next: far.Ref);
        if (goal.Hop == hop) return End(hop.Ref);
        from = null;
        via = null;
        router = far;
        return Where.Local;
    }

    public Where Tunnel(Tunnel hop)
    {
        if (hop.RouterId != router?.Id && !Fail(StepKind.VpnGateway, hop.Ref, ExplanationCode.BadStateAttachment, OpeningKind.AttachGateway)) return Where.Ended;
        if (goal.Hop != hop) return Dead(StepKind.VpnGateway, hop.Ref, ExplanationCode.BadState, OpeningKind.UseOtherWay);
        Note(StepKind.VpnGateway, hop.Ref, packet, Decision.Pass);
        return End(hop.Ref);
    }

    public Where ServiceExit(ServiceExit hop)
    {
        Note(StepKind.GatewayEndpoint, hop.Ref, packet, Decision.Arrived);
        return End(hop.Ref);
    }

    private Ip Assume(Router here, Ip inside)
    {
        if (flow.AssumedFor(here, inside) is { } known) return known;
        flow.Assume(here, inside, Reserved.AssumedV4);
        return Reserved.AssumedV4;
    }
}
