using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists scheduled actions that are yet to be taken. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScheduledActions.html</summary>
public sealed record DescribeScheduledActions : Query<DescribeScheduledActions.Result>
{
    public string? AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> ScheduledActionNames { get; init; } = [];

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<View> ScheduledUpdateGroupActions, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScheduledUpdateGroupAction.html</summary>
    public sealed record View(
        string AutoScalingGroupName, string ScheduledActionName, [property: Wire("ScheduledActionARN")] string ScheduledActionArn, DateTimeOffset? Time, DateTimeOffset? StartTime,
        DateTimeOffset? EndTime, string? Recurrence, int? MinSize, int? MaxSize, int? DesiredCapacity, string? TimeZone);

    public override Result Answer(Scope scope)
    {
        var rows = AutoScalingGroupName is { } name ? scope.All<ScheduledAction>().Marked(ScalingLookups.Group(scope, name).Id.Value) : scope.All<ScheduledAction>();
        var wanted = rows.Where(a => ScheduledActionNames.Count == 0 || ScheduledActionNames.Contains(a.Name)).Where(a => (StartTime is null || a.Next >= StartTime) && (EndTime is null || a.Next <= EndTime));
        var page = ScalingPages.Take(scope, wanted, a => a.Id.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(a => Of(scope, a))], page.NextToken);
    }

    private static View Of(Scope scope, ScheduledAction a) => new(
        a.GroupId.Value, a.Name, scope.Arn("autoscaling", $"scheduledUpdateGroupAction:{a.Uuid}:autoScalingGroupName/{a.GroupId}:scheduledActionName/{a.Name}"), a.StartTime, a.StartTime, a.EndTime,
        a.Recurrence, a.Min, a.Max, a.Desired, a.TimeZone);
}
