using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes a group, which then launches its instances. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html</summary>
public sealed record CreateAutoScalingGroup : GroupSettings
{
    internal const int MostGroups = 500;

    public required int MinSize { get; init; }

    public required int MaxSize { get; init; }

    [Wire("TargetGroupARNs")]
    public IReadOnlyList<string> TargetGroupArns { get; init; } = [];

    public IReadOnlyList<TrafficSourceIdentifier> TrafficSources { get; init; } = [];

    public IReadOnlyList<LifecycleHookSpecification> LifecycleHookSpecificationList { get; init; } = [];

    public IReadOnlyList<Tag> Tags { get; init; } = [];

    public override Nothing Apply(Draft draft)
    {
        var name = ScalingLookups.Name("group's name", AutoScalingGroupName);
        if (draft.TryFind(new Id<ScalingGroup>(name), out _)) throw ScalingFaults.Exists($"AutoScalingGroup by this name already exists - A group with the name {name} already exists");
        if (draft.All<ScalingGroup>().Count >= MostGroups) throw new Fault("LimitExceeded", $"There are {MostGroups} groups already");
        var source = LaunchSources.Read(draft, LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy)
            ?? throw ScalingFaults.Invalid("Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.");
        var desired = DesiredCapacity ?? MinSize;
        var empty = new ScalingGroup
        {
            Id = new Id<ScalingGroup>(name),
            Uuid = ScalingActivities.Uuid(draft),
            Launch = source,
            Min = MinSize,
            Max = MaxSize,
            Desired = desired,
            DesiredCause = $"At {ScalingActivities.At(draft.Now)} a user request created an AutoScalingGroup changing the desired capacity from 0 to {desired}.",
            CreateTime = draft.Now,
            Zones = [],
            TargetGroupIds = [.. ScalingLookups.Targets(draft, TargetGroupArns.Concat(TrafficSourceIdentifier.ArnsOf(TrafficSources))).Distinct()],
            Tags = [.. Tag.Add([], Tags)],
        };
        if (AvailabilityZones is null && VpcZoneIdentifier is null) throw ScalingFaults.Invalid("At least one Availability Zone or VPC Subnet is required.");
        var group = draft.Put(Sized(Over(draft, empty), MinSize, MaxSize));
        foreach (var hook in LifecycleHookSpecificationList)
        {
            LifecycleHooks.Put(draft, group, new PutLifecycleHook
            {
                AutoScalingGroupName = name, LifecycleHookName = hook.LifecycleHookName, LifecycleTransition = hook.LifecycleTransition, HeartbeatTimeout = hook.HeartbeatTimeout,
                DefaultResult = hook.DefaultResult, NotificationMetadata = hook.NotificationMetadata, NotificationTargetArn = hook.NotificationTargetArn, RoleArn = hook.RoleArn,
            });
        }
        return Nothing.Value;
    }
}
