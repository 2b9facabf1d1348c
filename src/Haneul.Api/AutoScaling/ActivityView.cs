using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>What a group did. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Activity.html</summary>
public sealed record ActivityView(
    string ActivityId, string AutoScalingGroupName, string Description, string Cause, DateTimeOffset StartTime, DateTimeOffset? EndTime, string StatusCode, string? StatusMessage, int Progress,
    string? Details, string? AutoScalingGroupState, [property: Wire("AutoScalingGroupARN")] string AutoScalingGroupArn)
{
    internal static ActivityView Of(Scope scope, ScalingActivity a)
    {
        var lives = scope.TryFind(a.GroupId, out var group) && group.Uuid == a.GroupUuid;
        var arn = scope.Arn("autoscaling", $"autoScalingGroup:{a.GroupUuid}:autoScalingGroupName/{a.GroupId}");
        return new ActivityView(a.Id.Value, a.GroupId.Value, a.Description, a.Cause, a.StartTime, a.EndTime, a.Status, a.StatusMessage, a.Progress, a.Details, lives ? null : "Deleted", arn);
    }
}
