using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>What CreateAutoScalingGroup and UpdateAutoScalingGroup both take.</summary>
public abstract record GroupSettings : Command<Nothing>
{
    private const int MostInstances = 10_000, LongestGraceSeconds = 172_800, ShortestLifetimeSeconds = 86_400, LongestLifetimeSeconds = 31_536_000;

    public required string AutoScalingGroupName { get; init; }

    public string? LaunchConfigurationName { get; init; }

    public LaunchTemplateSpecification? LaunchTemplate { get; init; }

    public MixedInstancesPolicy? MixedInstancesPolicy { get; init; }

    public int? DesiredCapacity { get; init; }

    public int? DefaultCooldown { get; init; }

    public IReadOnlyList<string>? AvailabilityZones { get; init; }

    public string? HealthCheckType { get; init; }

    public int? HealthCheckGracePeriod { get; init; }

    public string? PlacementGroup { get; init; }

    [Wire("VPCZoneIdentifier")]
    public string? VpcZoneIdentifier { get; init; }

    public IReadOnlyList<string>? TerminationPolicies { get; init; }

    public bool? NewInstancesProtectedFromScaleIn { get; init; }

    [NoEffect("kept and told; there are no spot instances to rebalance")]
    public bool? CapacityRebalance { get; init; }

    [NoEffect("kept and told; who may do what is not checked")]
    [Wire("ServiceLinkedRoleARN")]
    public string? ServiceLinkedRoleArn { get; init; }

    public int? MaxInstanceLifetime { get; init; }

    [NoEffect("reserved by AWS; kept and told")]
    public string? Context { get; init; }

    [NoEffect("kept and told; capacity is counted in instances")]
    public string? DesiredCapacityType { get; init; }

    public int? DefaultInstanceWarmup { get; init; }

    public InstanceMaintenancePolicy? InstanceMaintenancePolicy { get; init; }

    public AvailabilityZoneDistribution? AvailabilityZoneDistribution { get; init; }

    /// <summary>The group with what was said, checked; its size comes later.</summary>
    internal ScalingGroup Over(Scope scope, ScalingGroup before)
    {
        var (zones, subnets) = Places(scope, before);
        return before with
        {
            Launch = LaunchSources.Read(scope, LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy) ?? before.Launch,
            Zones = zones,
            SubnetIds = subnets,
            CooldownSeconds = AtLeastZero("DefaultCooldown", DefaultCooldown) ?? before.CooldownSeconds,
            HealthCheckType = HealthTypes() ?? before.HealthCheckType,
            ChecksBalancers = HealthTypes()?.Contains("ELB", StringComparison.Ordinal) ?? before.ChecksBalancers,
            HealthCheckGraceSeconds = AtLeastZero("HealthCheckGracePeriod", HealthCheckGracePeriod, LongestGraceSeconds) ?? before.HealthCheckGraceSeconds,
            PlacementGroup = PlacementGroup is { Length: > 0 } placed ? placed : PlacementGroup is null ? before.PlacementGroup : null,
            TerminationPolicies = Policies() ?? before.TerminationPolicies,
            ProtectsNew = NewInstancesProtectedFromScaleIn ?? before.ProtectsNew,
            CapacityRebalance = CapacityRebalance ?? before.CapacityRebalance,
            ServiceLinkedRoleArn = ServiceLinkedRoleArn ?? before.ServiceLinkedRoleArn,
            MaxInstanceLifetimeSeconds = Lifetime(before.MaxInstanceLifetimeSeconds),
            Context = Context ?? before.Context,
            DesiredCapacityType = DesiredCapacityType ?? before.DesiredCapacityType,
            // -1 takes it away again.
            WarmupSeconds = DefaultInstanceWarmup is { } w ? w == -1 ? null : AtLeastZero("DefaultInstanceWarmup", w) : before.WarmupSeconds,
            Maintenance = Share(before.Maintenance),
            ZoneDistribution = Distribution() ?? before.ZoneDistribution,
        };
    }

    /// <summary>The group with a size that fits its bounds.</summary>
    internal ScalingGroup Sized(ScalingGroup group, int min, int max)
    {
        if (min < 0 || max < 0 || max > MostInstances) throw ScalingFaults.Invalid($"MinSize and MaxSize are 0 to {MostInstances}");
        if (min > max) throw ScalingFaults.Invalid($"Max bound, {max}, must be greater than or equal to min bound, {min}");
        if (DesiredCapacity is { } desired && desired < min) throw ScalingFaults.Invalid($"Desired capacity:{desired} must be between the specified min size:{min} and max size:{max}");
        if (DesiredCapacity > max) throw ScalingFaults.Invalid($"Desired capacity:{DesiredCapacity} must be between the specified min size:{min} and max size:{max}");
        return group with { Min = min, Max = max };
    }

    /// <summary>Zones and subnets: subnets say which zones; without any, the zones' default subnets are meant.</summary>
    private (ImmutableArray<string> Zones, ImmutableArray<Id<Subnet>> Subnets) Places(Scope scope, ScalingGroup before)
    {
        var zones = AvailabilityZones is null ? before.Zones : [.. AvailabilityZones.Select(z => Regions.Zone(scope.Region, z)?.Name ?? throw ScalingFaults.Invalid($"Invalid availability zones: [{z}]")).Distinct()];
        if (VpcZoneIdentifier is null && AvailabilityZones is null) return (before.Zones, before.SubnetIds);
        var named = VpcZoneIdentifier is null ? [.. before.SubnetIds.Select(s => s.Value)] : VpcZoneIdentifier.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0)
        {
            if (zones.IsEmpty) throw ScalingFaults.Invalid("At least one Availability Zone or VPC Subnet is required.");
            return ([.. zones.Order(StringComparer.Ordinal)], []);
        }
        var subnets = named.Select(s => scope.Find<Subnet>(new Id<Subnet>(s)) ?? throw ScalingFaults.Invalid($"The subnet ID '{s}' does not exist")).DistinctBy(s => s.Id).ToList();
        if (subnets.DistinctBy(s => s.VpcId).Count() > 1) throw ScalingFaults.Invalid("The subnets are in more than one VPC");
        ImmutableArray<string> there = [.. subnets.Select(s => s.Zone).Distinct().Order(StringComparer.Ordinal)];
        if (AvailabilityZones is not null && VpcZoneIdentifier is not null && !there.ToHashSet(StringComparer.Ordinal).SetEquals(zones))
        {
            throw ScalingFaults.Invalid("The availability zones of the specified subnets and the AutoScalingGroup do not match");
        }
        return (there, [.. subnets.Select(s => s.Id)]);
    }

    private string? HealthTypes()
    {
        if (HealthCheckType is not { Length: > 0 } type) return null;
        foreach (var one in type.Split(','))
        {
            if (one is not ("EC2" or "ELB")) throw one is "EBS" or "VPC_LATTICE" ? ScalingFaults.NotEmulated($"Health checks of type {one} are") : ScalingFaults.Invalid($"Invalid health check type: {one}");
        }
        return type;
    }

    private ImmutableArray<string>? Policies()
    {
        if (TerminationPolicies is not { Count: > 0 } policies) return null;
        foreach (var policy in policies)
        {
            if (policy.StartsWith("arn:", StringComparison.Ordinal)) throw ScalingFaults.NotEmulated("Termination policies of functions are");
            if (!Model.TerminationPolicies.All.Contains(policy)) throw ScalingFaults.Invalid($"Invalid termination policy: {policy}");
        }
        return [.. policies];
    }

    private int? Lifetime(int? before) => MaxInstanceLifetime switch
    {
        null => before,
        0 => null,
        >= ShortestLifetimeSeconds and <= LongestLifetimeSeconds => MaxInstanceLifetime,
        _ => throw ScalingFaults.Invalid($"MaxInstanceLifetime is 0, or {ShortestLifetimeSeconds} to {LongestLifetimeSeconds} seconds"),
    };

    private HealthyShare? Share(HealthyShare? before)
    {
        if (InstanceMaintenancePolicy is not { } policy) return before;
        if (policy is { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 }) return null;
        if (policy is not { MinHealthyPercentage: >= 0 and <= 100 and var least, MaxHealthyPercentage: >= 100 and <= 200 and var most } || most - least > 100)
        {
            throw ScalingFaults.Invalid("MinHealthyPercentage is 0 to 100, MaxHealthyPercentage 100 to 200, and not more than 100 apart");
        }
        return new HealthyShare(least, most);
    }

    private string? Distribution() => AvailabilityZoneDistribution?.CapacityDistributionStrategy switch
    {
        null => null,
        "balanced-best-effort" => "balanced-best-effort",
        "balanced-only" => throw ScalingFaults.NotEmulated("The distribution balanced-only is"),
        var other => throw ScalingFaults.Invalid($"Invalid CapacityDistributionStrategy: {other}"),
    };

    private static int? AtLeastZero(string name, int? value, int most = int.MaxValue) => value is < 0 || value > most ? throw ScalingFaults.Invalid($"{name} is out of range: {value}") : value;
}
