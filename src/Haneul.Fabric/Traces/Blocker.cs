using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>The way there, or the way back.</summary>
public enum Direction
{
    Forward,
    Return,
}

/// <summary>One thing that stands in the way, told even when something before it already stopped the packet.</summary>
/// <param name="Code">One of <see cref="ExplanationCode"/>.</param>
/// <param name="At">Where: the interface, subnet, route table or gateway.</param>
/// <param name="Reasons">Who said no.</param>
/// <param name="Packet">The packet as it was there.</param>
/// <param name="Direction">Which way it was going.</param>
/// <param name="Step">What was asked.</param>
/// <param name="Hypothetical">It is not the first: the packet never got so far.</param>
/// <param name="Opens">What would open it, as data; front ends put it into words.</param>
public sealed record Blocker(
    string Code, ObjectRef At, ReasonSet Reasons, Packet Packet, Direction Direction, StepKind Step, bool Hypothetical, Opening Opens);

/// <summary>What would open a way.</summary>
public enum OpeningKind
{
    /// <summary>A rule of a group that permits the packet.</summary>
    AddGroupRule,

    /// <summary>An entry before the denying one that permits the packet.</summary>
    AddAclEntry,
    AddRoute,
    ReplaceRoute,
    AssociatePublicAddress,
    AttachGateway,
    AttachInterface,
    StartInstance,
    DisableSourceDestCheck,
    UseOwnAddress,
    ConnectVpcs,
    RestoreGateway,

    /// <summary>The zone that has failed recovers.</summary>
    RecoverZone,

    /// <summary>The home router forwards the port to a host inside.</summary>
    ForwardPort,

    /// <summary>The machine exposes the port.</summary>
    ExposePort,

    /// <summary>A listener of the balancer at the port.</summary>
    AddListener,

    /// <summary>A target group that the listener forwards to.</summary>
    AddTargetGroup,

    /// <summary>A target in the node's zone, or crossing zones.</summary>
    RegisterTarget,

    /// <summary>The target does not see the client's address.</summary>
    HideClient,
    UseOtherWay,
    None,
}

/// <summary>A change that would let the packet pass one blocker: what to do, to which object, and with which other object or block.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="On">The object to change.</param>
/// <param name="Peer">The block to name in a rule or route.</param>
/// <param name="Target">What a route should lead to.</param>
public sealed record Opening(OpeningKind Kind, ObjectRef On, Cidr? Peer = null, ObjectRef? Target = null);

/// <summary>One of the conditions for internet access.</summary>
/// <param name="Holds">Whether it is met.</param>
/// <param name="By">The objects that meet it, or that were looked at.</param>
public sealed record Condition(bool Holds, ReasonSet By);

/// <summary>
/// The four conditions for internet access, told one by one for an interface.
/// Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
/// </summary>
/// <param name="InterfaceId">Whose access.</param>
/// <param name="Inbound">Asked from the internet inward; then a NAT gateway is no way.</param>
/// <param name="Gateway">An internet gateway is attached to the VPC.</param>
/// <param name="Route">The subnet's route table leads there, by itself or by a NAT gateway.</param>
/// <param name="PublicAddress">It has a public address, or its NAT gateway has.</param>
/// <param name="Rules">Security groups and network ACLs admit the traffic and its answer.</param>
public sealed record InternetAccess(
    string InterfaceId, bool Inbound, Condition Gateway, Condition Route, Condition PublicAddress, Condition Rules);
