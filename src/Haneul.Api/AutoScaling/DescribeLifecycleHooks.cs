using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists a group's lifecycle hooks. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLifecycleHooks.html</summary>
public sealed record DescribeLifecycleHooks : Query<DescribeLifecycleHooks.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> LifecycleHookNames { get; init; } = [];

    public sealed record Result([property: Wire("LifecycleHooks")] IReadOnlyList<View> Hooks);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHook.html</summary>
    public sealed record View(
        string LifecycleHookName, string AutoScalingGroupName, string LifecycleTransition, [property: Wire("NotificationTargetARN")] string? NotificationTargetArn,
        [property: Wire("RoleARN")] string? RoleArn, string? NotificationMetadata, int HeartbeatTimeout, int GlobalTimeout, string DefaultResult);

    public override Result Answer(Scope scope)
    {
        var group = ScalingLookups.Group(scope, AutoScalingGroupName);
        var hooks = scope.All<LifecycleHook>().Marked(group.Id.Value).Where(h => LifecycleHookNames.Count == 0 || LifecycleHookNames.Contains(h.Name));
        return new Result([.. hooks.Select(h => new View(h.Name, h.GroupId.Value, h.Transition, h.NotificationTargetArn, h.RoleArn, h.Metadata, h.HeartbeatSeconds, h.GlobalSeconds, h.DefaultResult))]);
    }
}
