using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A group as it is told. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html</summary>
public sealed record GroupView
{
    public required string AutoScalingGroupName { get; init; }

    [Wire("AutoScalingGroupARN")]
    public required string AutoScalingGroupArn { get; init; }

    public string? LaunchConfigurationName { get; init; }

    public LaunchTemplateSpecification? LaunchTemplate { get; init; }

    public MixedInstancesPolicy? MixedInstancesPolicy { get; init; }

    public required int MinSize { get; init; }

    public required int MaxSize { get; init; }

    public required int DesiredCapacity { get; init; }

    public required int DefaultCooldown { get; init; }

    public required IReadOnlyList<string> AvailabilityZones { get; init; }

    public required IReadOnlyList<string> LoadBalancerNames { get; init; }

    [Wire("TargetGroupARNs")]
    public required IReadOnlyList<string> TargetGroupArns { get; init; }

    public required string HealthCheckType { get; init; }

    public required int HealthCheckGracePeriod { get; init; }

    public required IReadOnlyList<ScalingInstanceView> Instances { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public required IReadOnlyList<SuspendedProcess> SuspendedProcesses { get; init; }

    public string? PlacementGroup { get; init; }

    [Wire("VPCZoneIdentifier")]
    public string? VpcZoneIdentifier { get; init; }

    public required IReadOnlyList<EnabledMetric> EnabledMetrics { get; init; }

    public string? Status { get; init; }

    public required IReadOnlyList<TagDescription> Tags { get; init; }

    public required IReadOnlyList<string> TerminationPolicies { get; init; }

    public required bool NewInstancesProtectedFromScaleIn { get; init; }

    [Wire("ServiceLinkedRoleARN")]
    public required string ServiceLinkedRoleArn { get; init; }

    public int? MaxInstanceLifetime { get; init; }

    public bool? CapacityRebalance { get; init; }

    public string? Context { get; init; }

    public string? DesiredCapacityType { get; init; }

    public int? DefaultInstanceWarmup { get; init; }

    public required IReadOnlyList<TrafficSourceIdentifier> TrafficSources { get; init; }

    public InstanceMaintenancePolicy? InstanceMaintenancePolicy { get; init; }

    public required AvailabilityZoneDistribution AvailabilityZoneDistribution { get; init; }

    internal static GroupView Of(Scope scope, ScalingGroup g, bool withInstances = true) => new()
    {
        AutoScalingGroupName = g.Id.Value,
        AutoScalingGroupArn = scope.Arn("autoscaling", g.ArnResource),
        LaunchConfigurationName = g.Launch.ConfigurationName,
        LaunchTemplate = g.Launch.IsMixed ? null : LaunchTemplateSpecification.Of(g.Launch),
        MixedInstancesPolicy = MixedInstancesPolicy.Of(g.Launch),
        MinSize = g.Min,
        MaxSize = g.Max,
        DesiredCapacity = g.Desired,
        DefaultCooldown = g.CooldownSeconds,
        AvailabilityZones = g.Zones,
        LoadBalancerNames = [],
        TargetGroupArns = [.. g.TargetGroupIds.Select(t => ScalingLookups.ArnOf(scope, t))],
        HealthCheckType = g.HealthCheckType,
        HealthCheckGracePeriod = g.HealthCheckGraceSeconds,
        Instances = withInstances ? [.. ScalingTurn.Instances(scope, g.Id).Select(ScalingInstanceView.Of)] : [],
        CreatedTime = g.CreateTime,
        SuspendedProcesses = [.. g.Suspended.Select(s => new SuspendedProcess(s.Key, s.Value))],
        PlacementGroup = g.PlacementGroup,
        VpcZoneIdentifier = string.Join(',', g.SubnetIds),
        EnabledMetrics = [.. g.Metrics.Select(m => new EnabledMetric(m, "1Minute"))],
        Status = g.IsDeleting ? "Delete in progress" : null,
        Tags = [.. g.Tags.Select(t => TagDescription.Of(g, t))],
        TerminationPolicies = g.TerminationPolicies,
        NewInstancesProtectedFromScaleIn = g.ProtectsNew,
        ServiceLinkedRoleArn = g.ServiceLinkedRoleArn ?? $"arn:aws:iam::{scope.Account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        MaxInstanceLifetime = g.MaxInstanceLifetimeSeconds,
        CapacityRebalance = g.CapacityRebalance,
        Context = g.Context,
        DesiredCapacityType = g.DesiredCapacityType,
        DefaultInstanceWarmup = g.WarmupSeconds,
        TrafficSources = [.. g.TargetGroupIds.Select(t => new TrafficSourceIdentifier { Identifier = ScalingLookups.ArnOf(scope, t), Type = "elbv2" })],
        InstanceMaintenancePolicy = g.Maintenance is { } m ? new InstanceMaintenancePolicy { MinHealthyPercentage = m.Least, MaxHealthyPercentage = m.Most } : null,
        AvailabilityZoneDistribution = new AvailabilityZoneDistribution { CapacityDistributionStrategy = g.ZoneDistribution },
    };
}

/// <summary>A process that is suspended, and why.</summary>
public sealed record SuspendedProcess(string ProcessName, string SuspensionReason);

/// <summary>A metric of the group that is collected.</summary>
public sealed record EnabledMetric(string Metric, string Granularity);

/// <summary>How healthy a group stays while its instances are replaced, in percent of the desired ones.</summary>
public sealed record InstanceMaintenancePolicy
{
    public int? MinHealthyPercentage { get; init; }

    public int? MaxHealthyPercentage { get; init; }
}

/// <summary>Whether other zones stand in for one in which nothing can be launched.</summary>
public sealed record AvailabilityZoneDistribution
{
    public string? CapacityDistributionStrategy { get; init; }
}
