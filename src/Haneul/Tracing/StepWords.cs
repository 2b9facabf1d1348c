using Haneul.Fabric;

namespace Haneul.Tracing;

/// <summary>What happens at a step, in one sentence.</summary>
internal static class StepWords
{
    public static string Told(Step step, IReadOnlyList<ReasonReport> reasons, ObjectReport? next, Direction direction)
    {
        var who = string.Join("; ", reasons.Select(r => r.Told));
        return step.Decision switch
        {
            Decision.Stopped => $"{Subject(step)}: {Refusal(step, who, direction)}",
            Decision.Tracked when step.Kind == StepKind.EgressOnlyGateway => "lets in the answer to what it let out",
            Decision.Tracked => "security groups are not asked: they admitted this flow the other way (stateful)",
            _ => Passing(step, who, next),
        };
    }

    /// <summary>Source and destination that changed: <c>source 10.0.0.5:49152 becomes 198.18.0.4:49152</c>.</summary>
    public static string Change(Packet before, Packet after)
    {
        var (b, a) = (PacketReport.Of(before), PacketReport.Of(after));
        var changed = new List<string>();
        if (b.From != a.From) changed.Add($"source {b.From} becomes {a.From}");
        if (b.To != a.To) changed.Add($"destination {b.To} becomes {a.To}");
        return string.Join(", ", changed);
    }

    private static string Passing(Step step, string who, ObjectReport? next) => step.Kind switch
    {
        StepKind.Sent => "sends the packet",
        StepKind.GroupEgress or StepKind.GroupIngress => $"security group {who}",
        StepKind.AclEgress or StepKind.AclIngress => $"network ACL {who}",
        StepKind.RouteTable => $"route table {who}",
        StepKind.Service => "a service of the VPC: no group or ACL is asked",
        StepKind.SameSubnet => $"same subnet: straight to {next?.Told}; neither ACL nor route table is asked",
        StepKind.Local => $"the router of the VPC delivers to {next?.Told}",
        StepKind.Peering => $"over to VPC {next?.Told}",
        StepKind.GatewayEndpoint => "the service is reached",
        StepKind.Balancer when step.Reasons.Count > 0 => $"{who}{Choice(step)}{RequestWords.Told(step.Request)}",
        StepKind.BalancerReturn => $"back by {next?.Told}, which kept the client's address",
        StepKind.Appliances when step.Choice is not null => $"by {who} to appliance {next?.Told}{Number(step.Choice, "appliances")}, in GENEVE, and back",
        StepKind.Appliances => $"by {who} to an appliance in GENEVE, and back",
        StepKind.EgressOnlyGateway => "IPv6 goes out",
        StepKind.Internet when step.Decision == Decision.Arrived => "arrives: the internet is taken to answer",
        StepKind.Internet => $"the address leads to {next?.Told ?? "its holder"}",
        StepKind.Arrived => "arrives",
        _ when step.Before != step.After => Change(step.Before, step.After) + (step.Reasons.Any(r => r.Object.Kind == ObjectKind.ElasticAddress || r is { Object.Kind: ObjectKind.Home, Part.Length: > 0 }) ? $": {who}" : ""),
        StepKind.Forwarded => "its guest passes the packet on",
        StepKind.InternetGateway => "IPv6: passes with its own addresses",
        StepKind.VpnGateway => "into the tunnels",
        _ => "passes",
    };

    /// <summary>The target, of how many, and as which packet where the balancer passes it on.</summary>
    private static string Choice(Step step)
    {
        if (step.Choice is not { } choice) return $": the load balancer answers{(step.Request?.Status is { } status ? $" with {status}" : "")}";
        return $": {choice.TargetId} at {choice.Address}:{choice.Port}{Number(choice, "targets")}{(step.Before == step.After ? "" : $"; {Change(step.Before, step.After)}")}";
    }

    /// <summary>How many it may take, and whether it is one that it should not have to.</summary>
    private static string Number(TargetChoice choice, string noun)
    {
        var of = choice.Of == 1 ? $"the only {noun[..^1]} that it may use" : $"one of {choice.Of} {noun} that it may use";
        var health = choice.Health.IsHealthy ? "" : $", {choice.Health.State}: too few are healthy, so all are used";
        return $", {of}{health}";
    }

    private static string Subject(Step step) => step.Kind switch
    {
        StepKind.SourceCheck or StepKind.DestinationCheck => "source/destination check",
        StepKind.GroupEgress => "security groups, outbound",
        StepKind.GroupIngress => "security groups, inbound",
        StepKind.AclEgress or StepKind.AclIngress => "network ACL",
        StepKind.RouteTable => "route table",
        StepKind.Local => "router of the VPC",
        StepKind.InterfaceState => "state",
        StepKind.ZoneState => "zone",
        StepKind.MachineLink => "link to this machine",
        StepKind.Arrived => "arrival",
        _ => RuleWords.Noun(step.At.Kind) is { Length: > 0 } noun ? noun : "internet",
    };

    private static string Refusal(Step step, string who, Direction direction) => step.Kind switch
    {
        StepKind.SourceCheck => $"{step.Before.Source} is not its own address",
        StepKind.DestinationCheck => $"{step.Before.Destination} is not its own address",
        StepKind.GroupEgress or StepKind.GroupIngress or StepKind.AclEgress or StepKind.AclIngress => who,
        StepKind.ZoneState => $"{who} has failed: nothing in it sends or receives",
        StepKind.RouteTable when step.Code == ExplanationCode.NoRouteToDestination => $"no route to {step.Before.Destination}" + (step.At.Kind == ObjectKind.RouteTable ? $" in {who.Replace("route table ", "", StringComparison.Ordinal)}" : ""),
        StepKind.RouteTable => $"{who} takes {step.Before.Destination}",
        _ => Meanings.Of(step.Code ?? "", step.Kind, step.At.Kind, direction),
    };
}
