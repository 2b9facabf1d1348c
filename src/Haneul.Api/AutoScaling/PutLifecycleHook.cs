using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes or changes a lifecycle hook. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html</summary>
public sealed record PutLifecycleHook : Command<Nothing>
{
    public required string LifecycleHookName { get; init; }

    public required string AutoScalingGroupName { get; init; }

    public string? LifecycleTransition { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    [Wire("RoleARN")]
    public string? RoleArn { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    [Wire("NotificationTargetARN")]
    public string? NotificationTargetArn { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    public string? NotificationMetadata { get; init; }

    public int? HeartbeatTimeout { get; init; }

    public string? DefaultResult { get; init; }

    public override Nothing Apply(Draft draft)
    {
        LifecycleHooks.Put(draft, ScalingLookups.Living(draft, AutoScalingGroupName), this);
        return Nothing.Value;
    }
}
