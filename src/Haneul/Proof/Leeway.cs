using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Proof;

/// <summary>Where the prediction says more, or says it earlier, than a packet can show. Each is told with the result; the list may only shrink.</summary>
internal static class Leeway
{
    public const string ChosenPort = "a NAT gateway gives a source port below 1024 any port from 1024 up; 1024 was predicted";

    public const string TakenPort = "a guest that masquerades finds the port taken by the same packet's first crossing, and chooses another";

    private const string StaleGroup = "which rule names a group that is no longer known is not printed for the kernel: it tells who denies by default";

    private const string Astray = "a route that leads to an internet gateway with another VPC's private address works, and its packet ends behind it; the prediction explains it at the route";

    private const string NobodysV6 = "an IPv6 address of a VPC that no interface has is dropped by the VPC; the prediction says by the internet";

    private const string StrayAnswer = "a NAT gateway refuses an answer whose question it did not see; the prediction has it translated, and lost further on";

    private const string NoConnection = "a router that did not see the question knows no connection that its answer belongs to, and drops it; the prediction has it stopped further on";

    private const string OwnAddress = "a NAT gateway drops what is for its own address; the prediction has it translated first, and dropped when it comes back";

    private const string NeverAtGateway = "a packet for an address that no gateway stands for ends on the internet; the prediction explains it at the gateway that is missing, or at the one where the address has none";

    private const string NobodyAttached = "what the groups of an interface that is attached to nothing would say is not printed for the kernel; nobody is there in any case";

    /// <summary>Goes on: a packet that loops is known to the connections that it made at its first crossing.</summary>
    public const string Looping = "a packet that passes an interface a second time is not asked again by its groups";

    public const string InsideAnother = "what stops a packet between a gateway balancer and its appliance is told by the prediction alone: there it is inside another packet, which is not watched";

    /// <summary>The verdict is not compared then.</summary>
    public const string AnswersItself = "an application balancer without targets takes the connection, and answers the request itself (503)";

    /// <summary>The prediction goes on with the packet that a gateway balancer's node sends to its appliance, and has it stopped; seen is only that nothing came back. The way ends with it.</summary>
    public static bool IsInside(Step said, Step seen) =>
        said is { Kind: StepKind.Sent, Before: { Protocol: Protocols.Udp, DestinationPort: GatewayBalancing.Port } } && seen is { Kind: StepKind.Appliances, Decision: Decision.Stopped };

    /// <summary>The reason why an observed step of the same packet agrees with a predicted one that it is not equal to; null where there is none. The way ends with it.</summary>
    /// <param name="said">Predicted.</param>
    /// <param name="seen">Observed.</param>
    /// <param name="next">What was predicted next.</param>
    /// <param name="last">What was observed last on this way.</param>
    public static string? For(Step said, Step seen, Step? next, Step last)
    {
        if (said is { Kind: StepKind.Balancer, Code: ExplanationCode.NoTargetsInZone or ExplanationCode.ListenerHasNoTargets } && seen is { Kind: StepKind.Balancer, Decision: Decision.Pass } && said.At == seen.At) return AnswersItself;
        if (said.Decision == Decision.Stopped && last.Decision != Decision.Stopped) return null;
        if (said.Code == ExplanationCode.UnknownPeeredGroups && seen.Decision == Decision.Stopped && seen.Kind == said.Kind && seen.At == said.At) return StaleGroup;
        if (seen.Code == WayReader.NoConnection) return NoConnection;
        return (said, seen) switch
        {
            ({ Kind: StepKind.NatGateway, Decision: Decision.Translated }, { Kind: StepKind.NatGateway, Decision: Decision.Stopped }) when said.At == seen.At && said.After.Source == said.Before.Destination => OwnAddress,
            ({ Kind: StepKind.RouteTable, Decision: Decision.Stopped }, { Kind: StepKind.RouteTable, Decision: Decision.Pass }) when said.At == seen.At && seen.Reasons.All(said.Reasons.Contains) => Astray,
            ({ Kind: StepKind.Internet, Decision: Decision.Stopped, Before.IsV6: true }, { Kind: StepKind.Internet, Decision: Decision.Pass }) when last.Kind is StepKind.Local or StepKind.InternetGateway => NobodysV6,
            ({ Kind: StepKind.NatGateway, Decision: Decision.Translated, Reasons.Count: > 0, Before.Protocol: not Protocols.Udp }, { Kind: StepKind.NatGateway, Decision: Decision.Stopped }) when said.At == seen.At => StrayAnswer,
            ({ Kind: StepKind.Internet, Decision: Decision.Pass }, { Kind: StepKind.Internet, Decision: Decision.Stopped }) when next is { Kind: StepKind.InternetGateway, Decision: Decision.Stopped } => NeverAtGateway,
            ({ Kind: StepKind.GroupIngress }, { Kind: StepKind.InterfaceState, Code: ExplanationCode.BadStateAttachment }) when said.At == seen.At => NobodyAttached,
            _ => null,
        };
    }
}
