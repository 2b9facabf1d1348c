using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The health of running instances, or of all. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html</summary>
public sealed record DescribeInstanceStatus : DescribeQuery<DescribeInstanceStatus.Result>
{
    public IReadOnlyList<Id<Instance>> InstanceIds { get; init; } = [];

    public bool IncludeAllInstances { get; init; }

    [NoEffect("no service manages instances of others here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result([property: Wire("instanceStatusSet")] IReadOnlyList<InstanceStatusView> InstanceStatuses, string? NextToken);

    private static readonly Dictionary<string, Reads<Instance>> Known = new(StringComparer.Ordinal)
    {
        ["availability-zone"] = (_, i) => [i.Zone],
        ["availability-zone-id"] = (s, i) => [Regions.Zone(s.Region, i.Zone)?.Id],
        ["event.code"] = (_, _) => [],
        ["event.description"] = (_, _) => [],
        ["event.instance-event-id"] = (_, _) => [],
        ["event.not-after"] = (_, _) => [],
        ["event.not-before"] = (_, _) => [],
        ["instance-state-code"] = (_, i) => [Scalars.Write((int)i.State)],
        ["instance-state-name"] = (_, i) => [StateView.Word(i.State)],
        ["instance-status.reachability"] = (s, i) => [InstanceStatusView.Reachability(s, i)],
        ["instance-status.status"] = (s, i) => [InstanceStatusView.Status(s, i)],
        ["system-status.reachability"] = (s, i) => [InstanceStatusView.Reachability(s, i)],
        ["system-status.status"] = (s, i) => [InstanceStatusView.Status(s, i)],
        ["attached-ebs-status.status"] = (s, i) => [InstanceStatusView.Status(s, i)],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Instance>(scope, scope.All<Instance>()).Named(InstanceIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        var shown = page.Rows.Where(i => IncludeAllInstances || i.State == InstanceState.Running);
        return new Result([.. shown.Select(i => InstanceStatusView.Of(scope, i))], page.NextToken);
    }
}

/// <summary>How an instance is: impaired where its zone has failed.</summary>
public sealed record InstanceStatusView(
    Id<Instance> InstanceId, string AvailabilityZone, string? AvailabilityZoneId, StateView InstanceState, StatusSummary InstanceStatus, StatusSummary SystemStatus, StatusSummary AttachedEbsStatus)
{
    public static InstanceStatusView Of(Scope scope, Instance i)
    {
        var isRunning = i.State == Model.InstanceState.Running;
        var summary = new StatusSummary(Status(scope, i), isRunning ? [new StatusDetail("reachability", Reachability(scope, i), ImpairedSince(scope, i))] : []);
        return new InstanceStatusView(i.Id, i.Zone, Regions.Zone(scope.Region, i.Zone)?.Id, StateView.Of(i.State), summary, summary, summary);
    }

    internal static string Status(Scope scope, Instance i) => i.State != Model.InstanceState.Running ? "not-applicable" : ImpairedSince(scope, i) is null ? "ok" : "impaired";

    internal static string Reachability(Scope scope, Instance i) => i.State != Model.InstanceState.Running ? "insufficient-data" : ImpairedSince(scope, i) is null ? "passed" : "failed";

    private static DateTimeOffset? ImpairedSince(Scope scope, Instance i) => ZoneFailure.DarkSince(scope, i.Zone);
}

/// <summary>ok, impaired or not-applicable, with what was checked.</summary>
public sealed record StatusSummary(string Status, [property: Wire("details")] IReadOnlyList<StatusDetail> Details);

/// <summary>One check.</summary>
public sealed record StatusDetail(string Name, string Status, DateTimeOffset? ImpairedSince = null);
