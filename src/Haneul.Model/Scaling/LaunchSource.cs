using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What a group launches by: a version of a launch template, perhaps with other instance types, or a launch configuration.</summary>
public sealed record LaunchSource
{
    public string? ConfigurationName { get; init; }

    public string? TemplateId { get; init; }

    public string? TemplateName { get; init; }

    /// <summary>A number, $Latest or $Default.</summary>
    public string? Version { get; init; }

    /// <summary>It came as a mixed instances policy.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Types that are launched instead of the template's, the first one first.</summary>
    public ImmutableArray<LaunchOverride> Overrides { get; init; } = [];

    /// <summary>How a mixed policy distributes; all of it is on demand.</summary>
    public LaunchDistribution? Distribution { get; init; }
}

/// <summary>An instance type in place of the template's.</summary>
public sealed record LaunchOverride(string InstanceType, string? WeightedCapacity);

/// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html</summary>
public sealed record LaunchDistribution(string OnDemandStrategy, int OnDemandBase, int OnDemandPercentage, string SpotStrategy, int? SpotPools, string? SpotPrice);
