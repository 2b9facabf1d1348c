using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A lifecycle hook that comes with its group. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHookSpecification.html</summary>
public sealed record LifecycleHookSpecification
{
    public required string LifecycleHookName { get; init; }

    public required string LifecycleTransition { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    public string? NotificationMetadata { get; init; }

    public int? HeartbeatTimeout { get; init; }

    public string? DefaultResult { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    [Wire("NotificationTargetARN")]
    public string? NotificationTargetArn { get; init; }

    [NoEffect("kept and told; nobody is notified: complete the action by its token or instance")]
    [Wire("RoleARN")]
    public string? RoleArn { get; init; }
}
