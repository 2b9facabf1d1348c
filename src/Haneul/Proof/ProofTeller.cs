using Haneul.Fabric;
using Haneul.Tracing;

namespace Haneul.Proof;

/// <summary>Puts a prediction and an observation beside each other in words.</summary>
internal sealed class ProofTeller(Objects objects)
{
    public IReadOnlyList<ProofRow> Rows(Trace predicted, Trace observed) => [.. Rows(Direction.Forward, predicted.Forward, observed.Forward), .. Rows(Direction.Return, predicted.Return, observed.Return)];

    /// <summary>What was predicted after the first blocker is no part of it.</summary>
    private IEnumerable<ProofRow> Rows(Direction direction, IEnumerable<Step> predicted, IReadOnlyList<Step> observed)
    {
        var real = predicted.TakeWhile(s => !s.Hypothetical).ToList();
        for (var i = 0; i < Math.Max(real.Count, observed.Count); i++)
        {
            var (said, seen) = (real.ElementAtOrDefault(i), observed.ElementAtOrDefault(i));
            if (said is not null && seen is not null && (said.Kind, said.At) == (seen.Kind, seen.At)) yield return Row(direction, said, Short(said), Short(seen), seen.Recovered);
            else
            {
                if (said is not null) yield return Row(direction, said, Short(said), null, false);
                if (seen is not null) yield return Row(direction, seen, null, Short(seen), seen.Recovered);
            }
        }
    }

    private ProofRow Row(Direction direction, Step step, string? said, string? seen, bool isRecovered) => new(direction, objects.Report(step.At), What(step.Kind), said, seen, isRecovered);

    private static string Short(Step step) => step.Decision switch
    {
        Decision.Stopped => $"✗ {step.Code}{Who(step)}",
        Decision.Translated => $"⇄ {StepWords.Change(step.Before, step.After)}{Who(step)}",
        Decision.Tracked => "= stateful",
        Decision.Arrived => $"● {Header(step.Before)}",
        _ when step.Kind == StepKind.Sent => Header(step.Before),
        _ when step.Next is { } next => $"✓ to {next.Id}{Who(step)}",
        _ => $"✓{Who(step)}",
    };

    private static string Header(Packet packet)
    {
        var told = PacketReport.Of(packet);
        return $"{told.From} → {told.To}";
    }

    private static string Who(Step step) => step.Reasons.All(r => r.Part.Length == 0 && r.Object == step.At) ? "" : $" by {step.Reasons}";

    private static string What(StepKind kind) => kind switch
    {
        StepKind.Sent => "sends",
        StepKind.SourceCheck or StepKind.DestinationCheck => "source/destination check",
        StepKind.GroupEgress => "groups, outbound",
        StepKind.GroupIngress => "groups, inbound",
        StepKind.AclEgress => "ACL, outbound",
        StepKind.AclIngress => "ACL, inbound",
        StepKind.SameSubnet => "same subnet",
        StepKind.RouteTable => "route",
        StepKind.Local => "delivery in the VPC",
        StepKind.NatGateway => "NAT gateway",
        StepKind.Balancer => "load balancer",
        StepKind.BalancerReturn => "back by the load balancer",
        StepKind.Appliances => "appliances",
        StepKind.InternetGateway => "internet gateway",
        StepKind.EgressOnlyGateway => "egress-only gateway",
        StepKind.Peering => "peering",
        StepKind.HomeRouter => "home router",
        StepKind.MachineLink => "link to this machine",
        StepKind.Internet => "internet",
        StepKind.InterfaceState or StepKind.ZoneState => "state",
        StepKind.Forwarded => "passed on by its guest",
        StepKind.Service => "service of the VPC",
        StepKind.Loop => "loop",
        _ => "arrives",
    };
}
