using System.Collections.Frozen;
using Haneul.Fabric;

namespace Haneul.Tracing;

/// <summary>What AWS's explanation codes mean, one line each, in our words. https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html</summary>
internal static class Meanings
{
    private static readonly FrozenDictionary<string, string> ByCode = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ExplanationCode.NoRouteToDestination] = "the route table has no route for the destination",
        [ExplanationCode.CannotRoute] = "the route to the way out does not cover the destination",
        [ExplanationCode.BadState] = "it is not in a working state",
        [ExplanationCode.BadStateAttachment] = "it is not attached",
        [ExplanationCode.BadStateRoute] = "the route is a black hole: its target is gone or cannot be used",
        [ExplanationCode.HigherPriorityRoute] = "a route of higher priority takes the packet elsewhere",
        [ExplanationCode.MoreSpecificRoute] = "a more specific route takes the packet elsewhere",
        [ExplanationCode.GroupRulesMismatch] = "no rule of the interface's security groups lets the packet through",
        [ExplanationCode.GroupHasNoRules] = "the interface's security groups have no rules in this direction",
        [ExplanationCode.AclRestriction] = "the subnet's network ACL denies the packet",
        [ExplanationCode.SourceDestCheck] = "the interface's source/destination check drops what is not from or for its own address",
        [ExplanationCode.InterfaceAddress] = "the packet does not bear the interface's address",
        [ExplanationCode.NoPublicAddressForEgress] = "the source has no public address, and an internet gateway needs one",
        [ExplanationCode.NoPublicAddressForIngress] = "the destination has no public address, so nothing from the internet can reach it",
        [ExplanationCode.GatewayDestinationInVpc] = "an internet gateway does not take packets for the VPC itself",
        [ExplanationCode.IngressTableNoPublicAddress] = "the gateway's route table only takes packets for a public address of the VPC",
        [ExplanationCode.NatRequiresSourceInVpc] = "a NAT gateway translates for the addresses of its own VPC only",
        [ExplanationCode.ProtocolRestriction] = "it does not carry this protocol or address family",
        [ExplanationCode.PeeringRequiresVpcAddress] = "a peering carries only what goes from one of its VPCs to the other",
        [ExplanationCode.LocalRouteCidr] = "the local route delivers only to the VPC's own blocks",
        [ExplanationCode.UnknownPeeredGroups] = "the rule names a group of a VPC that is no longer peered",
        [ExplanationCode.DisconnectedVpcs] = "nothing connects the two VPCs",
        [ExplanationCode.ListenersMismatch] = "no listener of the load balancer takes the packet's protocol at its port",
        [ExplanationCode.ListenerHasNoTargets] = "the listener forwards to no target group, or to such as have no targets",
        [ExplanationCode.NoTargetsInZone] = "the target group has no target that this node may use",
        [ExplanationCode.SourcePreserved] = "the load balancer keeps the client's address, so the target receives a packet from itself and drops it",
        [ExplanationCode.NoPath] = "there is no way on",
        [ExplanationCode.NoSourceOrDestination] = "an end of the path does not exist",
        [ExplanationCode.UnsupportedComponent] = "no packet starts or ends there",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string code) => ByCode.GetValueOrDefault(code, "it stops the packet");

    /// <summary>As above; NO_PATH says little, so it is told by where it happens.</summary>
    public static string Of(string code, StepKind step, ObjectKind at, Direction direction = Direction.Forward) => (code, step, at) switch
    {
        (ExplanationCode.NoPath, StepKind.HomeRouter, _) when direction == Direction.Return => "the answer comes from another address than was asked, so the home router does not let it in",
        (ExplanationCode.NoPath, StepKind.HomeRouter, _) => "a home router lets in only answers to what went out, and what comes to a port that it forwards",
        (ExplanationCode.NoPath, StepKind.MachineLink, _) => "this machine lets in only answers, and TCP to the ports that it exposes",
        (ExplanationCode.NoPath, StepKind.Arrived, _) when direction == Direction.Forward => "the packet arrives at another host than was meant",
        (ExplanationCode.NoPath, StepKind.Internet, _) => "nobody on the internet has the address, or it is not one of the internet",
        (ExplanationCode.NoPath, StepKind.NatGateway, _) => "a NAT gateway lets in only answers to what it translated",
        (ExplanationCode.NoPath, StepKind.Local or StepKind.SameSubnet, _) => "no interface has the address",
        (ExplanationCode.NoPath, StepKind.Forwarded, _) => "its guest does not pass packets on, or has passed this one on before (a loop)",
        (ExplanationCode.NoPath, StepKind.Arrived, _) => "the answer comes from another address or port than was asked, so nobody waits for it",
        (ExplanationCode.NoPath, StepKind.Appliances, _) => "the endpoint got the packet, and no appliance sent it back",
        (ExplanationCode.NoPath, StepKind.Service, _) => "the VPC serves names (port 53, with enableDnsSupport), metadata (TCP 80) and the time (UDP 123), each at its own addresses, and nothing else",
        (ExplanationCode.BadState, StepKind.ZoneState, _) => "its zone has failed: nothing in it sends or receives",
        (ExplanationCode.BadState, _, ObjectKind.NetworkInterface) => "its instance is not running",
        (ExplanationCode.BadState, StepKind.VpnGateway, _) => "its tunnels are not up",
        _ => Of(code),
    };
}
