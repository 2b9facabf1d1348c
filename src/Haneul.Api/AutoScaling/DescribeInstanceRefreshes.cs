using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists a group's instance refreshes, the latest first. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html</summary>
public sealed record DescribeInstanceRefreshes : Query<DescribeInstanceRefreshes.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> InstanceRefreshIds { get; init; } = [];

    [NoEffect("all are told at once: a group keeps few")]
    public string? NextToken { get; init; }

    [NoEffect("all are told at once: a group keeps few")]
    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<View> InstanceRefreshes);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html</summary>
    public sealed record View(
        string InstanceRefreshId, string AutoScalingGroupName, string Status, string? StatusReason, DateTimeOffset StartTime, DateTimeOffset? EndTime, int PercentageComplete, int InstancesToUpdate,
        RefreshSettings Preferences, DesiredConfiguration? DesiredConfiguration, Rollback? RollbackDetails, string Strategy);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackDetails.html</summary>
    public sealed record Rollback(string RollbackReason, DateTimeOffset RollbackStartTime, int PercentageCompleteOnRollback, int InstancesToUpdateOnRollback);

    public override Result Answer(Scope scope)
    {
        var group = ScalingLookups.Group(scope, AutoScalingGroupName);
        var rows = scope.All<InstanceRefresh>().Marked(group.Id.Value).Where(r => InstanceRefreshIds.Count == 0 || InstanceRefreshIds.Contains(r.Id.Value)).OrderByDescending(r => r.StartTime).ThenBy(r => r.Id);
        return new Result([.. rows.Select(Of)]);
    }

    private static View Of(InstanceRefresh r) => new(
        r.Id.Value, r.GroupId.Value, r.Status, r.StatusReason, r.StartTime, r.EndTime, r.Percent, r.Left.Length, RefreshSettings.Of(r.Preferences),
        r.Wanted is { } w ? new DesiredConfiguration { LaunchTemplate = w.IsMixed ? null : LaunchTemplateSpecification.Of(w), MixedInstancesPolicy = MixedInstancesPolicy.Of(w) } : null,
        r.RollbackStart is { } start ? new Rollback(r.RollbackReason ?? "", start, r.RollbackPercent, r.RollbackLeft) : null, "Rolling");
}
