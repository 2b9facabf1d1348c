using Haneul.Fabric;
using System.Globalization;
using Haneul.Model;

namespace Haneul.Tests.Fabric;

/// <summary>Says steps, blockers and conditions of a trace in AWS's words, for people. Pure text; the wording is ours.</summary>
internal sealed class Wording(Network net)
{
    private Dictionary<Reason, Rule>? rules;

    /// <summary>One step: where, what was decided, by whom.</summary>
    public string Say(Step step)
    {
        if (step.Decision == Decision.Stopped) return $"{step.At}: {Why(step.Code ?? "", step.Kind, step.At, step.Reasons, step.Before)}";
        return step.Kind switch
        {
            StepKind.Sent => $"{step.At} sends {step.After}",
            StepKind.GroupEgress or StepKind.GroupIngress when step.Decision == Decision.Tracked => $"{step.At}: an answer, its security groups are stateful",
            StepKind.GroupEgress or StepKind.GroupIngress or StepKind.AclEgress or StepKind.AclIngress => $"{step.At}: {SayAll(step.Reasons)}",
            StepKind.Service => $"the VPC's service {step.At}; neither groups nor ACLs filter it",
            StepKind.SameSubnet => $"{step.At}: {step.Next} is in the same subnet; no ACL, no route table",
            StepKind.RouteTable => $"{step.At}: route {PartOf(step.Reasons)} leads to {TargetOf(step.Next)}",
            StepKind.Local => $"{step.At}: {step.Next} has {step.After.Destination}",
            StepKind.Balancer when step.Choice is { } choice => $"{step.At}: gives it to {choice.TargetId}, one of {choice.Of}, by {step.Reasons}",
            StepKind.Balancer => $"{step.At}: takes it by {step.Reasons}",
            StepKind.BalancerReturn => $"{step.At}: back by {step.Next}",
            StepKind.Peering => $"{step.At}: over the peering to {step.Next}",
            StepKind.InternetGateway or StepKind.NatGateway or StepKind.HomeRouter or StepKind.Forwarded when step.Before != step.After =>
                $"{step.At}: translates to {step.After}{By(step)}",
            StepKind.Forwarded => $"{step.At}: its guest forwards the packet",
            StepKind.InternetGateway or StepKind.EgressOnlyGateway => $"{step.At}: passes",
            StepKind.GatewayEndpoint => $"{step.At}: the service is reached",
            StepKind.Appliances => $"{step.At}: by {SayAll(step.Reasons)} to the appliance {step.Next} and back",
            StepKind.Internet => step.Decision == Decision.Arrived ? $"the internet: {step.After.Destination} is reached" : "the internet",
            StepKind.Arrived => $"{step.At} receives {step.After}",
            _ => $"{step.At}: {step.Decision.ToString().ToLowerInvariant()}",
        };
    }

    /// <summary>What stops the packet, and where.</summary>
    public string Say(Blocker blocker) => $"{blocker.At}: {Why(blocker.Code, blocker.Step, blocker.At, blocker.Reasons, blocker.Packet)}";

    /// <summary>What would open it.</summary>
    public string Open(Blocker blocker)
    {
        var (o, p) = (blocker.Opens, blocker.Packet);
        return o.Kind switch
        {
            OpeningKind.AddGroupRule => $"add an {Inout(blocker.Step)} rule {Traffic(p)} {(IsInward(blocker.Step) ? "from" : "to")} {o.Peer} to {GroupOf(blocker)}",
            OpeningKind.AddAclEntry => $"add an {Inout(blocker.Step)} entry allowing {Traffic(p)} {(IsInward(blocker.Step) ? "from" : "to")} {o.Peer} to {AclOf(blocker)}{Before(blocker)}",
            OpeningKind.AddRoute => $"add a route for {o.Peer}{(o.Target is { } t ? $" to {TargetOf(t)}" : "")} to {o.On}",
            OpeningKind.ReplaceRoute when o.Target is { } way => $"point the route for {o.Peer} in {o.On} at {TargetOf(way)}",
            OpeningKind.ReplaceRoute => $"give {p.Destination} a route that works (now {blocker.Reasons})",
            OpeningKind.AssociatePublicAddress => $"associate a public address with {(o.Peer is { } own ? own.Network : p.Source)}",
            OpeningKind.AttachGateway => $"attach an internet gateway to the VPC ({o.On})",
            OpeningKind.AttachInterface => $"attach {o.On} to an instance",
            OpeningKind.StartInstance => $"start {blocker.Reasons}",
            OpeningKind.DisableSourceDestCheck => $"turn off the source/destination check of {o.On}",
            OpeningKind.UseOwnAddress => $"use an address that belongs to {o.On}",
            OpeningKind.ConnectVpcs => $"connect {o.On} and {(o.Target is { } far ? far.Id : "the other VPC")} directly, by a peering with routes on both sides",
            OpeningKind.ForwardPort => $"let {o.On} forward {Traffic(p)} to a host inside",
            OpeningKind.ExposePort => $"expose {Traffic(p)} of {o.On}",
            OpeningKind.RecoverZone => $"let {o.Target} recover",
            OpeningKind.RestoreGateway => $"bring {o.On} into a working state, or route around it",
            OpeningKind.UseOtherWay => $"route the traffic another way than by {o.On}",
            _ when blocker.Step == StepKind.HomeRouter => $"nothing in the cloud: {o.On} would have to let it in",
            _ => $"ask for an address that somebody has, not {p.Destination}",
        };
    }

    /// <summary>The four conditions for internet access, one line each.</summary>
    public IReadOnlyList<string> Say(InternetAccess access) =>
    [
        Line(access.Gateway, "an internet gateway is attached to the VPC"),
        Line(access.Route, access.Inbound ? "the subnet's route table leads to it" : "the subnet's route table leads there, by itself or by a NAT gateway"),
        Line(access.PublicAddress, access.Inbound ? "the interface has a public address" : "it has a public address, or its NAT gateway has"),
        Line(access.Rules, "security groups and network ACLs admit the traffic and its answer"),
    ];

    /// <summary>A rule that decided: <c>rule sgr-1 of sg-1 allows tcp 22 from 10.0.0.0/8</c>.</summary>
    public string Say(Reason reason)
    {
        if (reason.Part == Reason.Implicit) return $"no rule of {reason.Object} allows it";
        if (!Rules.TryGetValue(reason, out var rule)) return reason.Part.EndsWith("/*", StringComparison.Ordinal) ? $"the last entry (*) of {reason.Object} denies" : reason.ToString();
        return reason.Object.Kind == ObjectKind.SecurityGroup
            ? $"rule {reason.Part} of {reason.Object} allows {MatchWords.Say(rule.Match)}"
            : $"entry {reason.Part.Split('/')[^1]} of {reason.Object} {(rule.Permits ? "allows" : "denies")} {MatchWords.Say(rule.Match)}";
    }

    private Dictionary<Reason, Rule> Rules
    {
        get
        {
            if (rules is not null) return rules;
            var stages = net.Ports.Values.SelectMany(p => new[] { p.In, p.Out }).Concat(net.Segments.Values.SelectMany(s => new[] { s.In, s.Out }));
            return rules = stages.OfType<Stage>().Distinct(ReferenceEqualityComparer.Instance).OfType<Stage>()
                .SelectMany(s => s.Rules).DistinctBy(r => r.Reason).ToDictionary(r => r.Reason);
        }
    }

    private string Why(string code, StepKind kind, ObjectRef at, ReasonSet reasons, Packet packet) => code switch
    {
        ExplanationCode.GroupRulesMismatch => $"no {Inout(kind)} rule of {Objects(reasons)} allows {packet}",
        ExplanationCode.GroupHasNoRules => $"{Objects(reasons)} has no {Inout(kind)} rules",
        ExplanationCode.UnknownPeeredGroups => $"{reasons} names a group that can no longer be resolved; no other {Inout(kind)} rule allows {packet}",
        ExplanationCode.AclRestriction => $"{SayAll(reasons)}: {packet}",
        ExplanationCode.NoRouteToDestination => $"no route to {packet.Destination} that leads there",
        ExplanationCode.BadStateRoute => $"route {PartOf(reasons)} is a black hole",
        ExplanationCode.MoreSpecificRoute => $"a more specific route takes {packet.Destination} ({reasons})",
        ExplanationCode.HigherPriorityRoute => $"a route of higher priority takes {packet.Destination} ({reasons})",
        ExplanationCode.CannotRoute => $"the route there does not cover {packet.Destination} ({reasons})",
        ExplanationCode.BadState when kind == StepKind.ZoneState => $"zone {reasons} has failed",
        ExplanationCode.BadState => $"{reasons} is not running or not available",
        ExplanationCode.BadStateAttachment => "not attached",
        ExplanationCode.SourceDestCheck => $"neither from nor to an address of its own: {packet}; its source/destination check drops it",
        ExplanationCode.InterfaceAddress => $"not an address of this interface: {packet}",
        ExplanationCode.NoPublicAddressForEgress => $"{packet.Source} has no public address",
        ExplanationCode.NoPublicAddressForIngress or ExplanationCode.IngressTableNoPublicAddress => $"no public address stands for {packet.Destination}",
        ExplanationCode.GatewayDestinationInVpc => $"{packet.Destination} is inside the VPC; a gateway does not turn packets back",
        ExplanationCode.NatRequiresSourceInVpc => $"{packet.Source} is not an address of its VPC",
        ExplanationCode.ProtocolRestriction => $"does not carry {(packet.IsV6 ? "IPv6 " : at.Kind == ObjectKind.EgressOnlyInternetGateway ? "IPv4 " : "")}{Protocols.NameOf(packet.Protocol)}",
        ExplanationCode.PeeringRequiresVpcAddress => $"{packet.Source} -> {packet.Destination} is not from one VPC of the peering to the other",
        ExplanationCode.LocalRouteCidr => $"{packet.Destination} is in no block of the VPC",
        ExplanationCode.DisconnectedVpcs => "the two VPCs are not connected",
        ExplanationCode.NoSourceOrDestination => "does not exist",
        ExplanationCode.UnsupportedComponent => "no packet starts or ends here",
        _ => Nowhere(kind, packet),
    };

    private static string Nowhere(StepKind kind, Packet packet) => kind switch
    {
        StepKind.SameSubnet or StepKind.Local => $"no interface has {packet.Destination}",
        StepKind.Loop => $"{packet} has been here before: a loop",
        StepKind.Forwarded => $"its guest does not pass on {packet}",
        StepKind.NatGateway => $"lets in only answers to what it translated, not {packet}",
        StepKind.HomeRouter => $"the home's router lets in only answers to what went out and what it forwards, not {packet}",
        StepKind.MachineLink => $"the machine lets in only answers and what it exposes, not {packet}",
        StepKind.Internet => $"the internet does not carry {packet}: an end is private, or nobody has it",
        StepKind.Arrived => $"{packet} is not what is waited for there: it came another way than was meant",
        _ => $"the way of {packet} ends here",
    };

    private string SayAll(IEnumerable<Reason> reasons) => string.Join("; ", reasons.Select(Say));

    private static string By(Step step) => step.Reasons.FirstOrDefault() is { Object.Kind: ObjectKind.ElasticAddress } or { Object.Kind: ObjectKind.Home, Part.Length: > 0 } && step.Reasons.First() is var by ? $" ({by})" : "";

    private static string Line(Condition condition, string what) => $"{(condition.Holds ? "yes" : "no ")}  {what}{(condition.By.Count > 0 ? $" ({condition.By})" : "")}";

    private static string PartOf(ReasonSet reasons) => string.Join(", ", reasons.Select(r => r.Part.Length > 0 ? r.Part : r.Object.Id));

    private static string TargetOf(ObjectRef? target) => target is { Kind: ObjectKind.Vpc } ? "local" : target?.Id ?? "?";

    private static bool IsInward(StepKind kind) => kind is StepKind.GroupIngress or StepKind.AclIngress;

    private static string Inout(StepKind kind) => IsInward(kind) ? "inbound" : "outbound";

    private static string Objects(ReasonSet reasons) => string.Join(", ", reasons.Select(r => r.Object.Id).Distinct());

    private static string GroupOf(Blocker blocker) => blocker.Reasons.Select(r => r.Object.Id).FirstOrDefault() ?? blocker.At.Id;

    private static string AclOf(Blocker blocker) => GroupOf(blocker);

    private static string Before(Blocker blocker) =>
        blocker.Reasons.Select(r => r.Part.Split('/')[^1]).FirstOrDefault() is { } n && n != "*" ? $", numbered below {n}" : "";

    private static string Traffic(Packet p) => Protocols.HasPorts(p.Protocol)
        ? string.Create(CultureInfo.InvariantCulture, $"{Protocols.NameOf(p.Protocol)} {p.DestinationPort}")
        : Protocols.IsIcmp(p.Protocol) ? $"{Protocols.NameOf(p.Protocol)} type {p.IcmpType}" : Protocols.NameOf(p.Protocol);
}
