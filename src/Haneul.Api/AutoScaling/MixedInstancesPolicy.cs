using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A launch template with several instance types; all of it is launched on demand. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MixedInstancesPolicy.html</summary>
public sealed record MixedInstancesPolicy
{
    public MixedLaunchTemplate? LaunchTemplate { get; init; }

    public InstancesDistribution? InstancesDistribution { get; init; }

    internal static MixedInstancesPolicy? Of(LaunchSource source) => !source.IsMixed ? null : new MixedInstancesPolicy
    {
        LaunchTemplate = new MixedLaunchTemplate
        {
            LaunchTemplateSpecification = LaunchTemplateSpecification.Of(source),
            Overrides = [.. source.Overrides.Select(o => new LaunchTemplateOverrides { InstanceType = o.InstanceType, WeightedCapacity = o.WeightedCapacity })],
        },
        InstancesDistribution = source.Distribution is not { } d ? null : new InstancesDistribution
        {
            OnDemandAllocationStrategy = d.OnDemandStrategy, OnDemandBaseCapacity = d.OnDemandBase, OnDemandPercentageAboveBaseCapacity = d.OnDemandPercentage,
            SpotAllocationStrategy = d.SpotStrategy, SpotInstancePools = d.SpotPools, SpotMaxPrice = d.SpotPrice,
        },
    };
}

/// <summary>The template of a mixed instances policy, and the types that it is launched with.</summary>
public sealed record MixedLaunchTemplate
{
    public LaunchTemplateSpecification? LaunchTemplateSpecification { get; init; }

    public IReadOnlyList<LaunchTemplateOverrides> Overrides { get; init; } = [];
}

/// <summary>An instance type that stands in for the template's; the first one is launched.</summary>
public sealed record LaunchTemplateOverrides
{
    public string? InstanceType { get; init; }

    [NoEffect("every instance counts as one: only the first type is launched")]
    public string? WeightedCapacity { get; init; }
}

/// <summary>How on-demand and spot instances share a group; there are no spot instances here. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html</summary>
public sealed record InstancesDistribution
{
    [NoEffect("the first type is launched")]
    public string? OnDemandAllocationStrategy { get; init; }

    [NoEffect("all instances are on demand")]
    public int? OnDemandBaseCapacity { get; init; }

    /// <summary>100: less would mean spot instances, which are refused.</summary>
    public int? OnDemandPercentageAboveBaseCapacity { get; init; }

    [NoEffect("there are no spot instances")]
    public string? SpotAllocationStrategy { get; init; }

    [NoEffect("there are no spot instances")]
    public int? SpotInstancePools { get; init; }

    [NoEffect("there are no spot instances")]
    public string? SpotMaxPrice { get; init; }
}
