using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>What a group launches by, as calls say it. https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html</summary>
internal static class LaunchSources
{
    /// <summary>The one source that was given; null where none was.</summary>
    public static LaunchSource? Read(Scope scope, string? configuration, LaunchTemplateSpecification? template, MixedInstancesPolicy? mixed)
    {
        var given = (configuration is null ? 0 : 1) + (template is null ? 0 : 1) + (mixed is null ? 0 : 1);
        if (given == 0) return null;
        if (given > 1) throw ScalingFaults.Invalid("Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.");
        if (configuration is not null)
        {
            return scope.TryFind(new Id<LaunchConfigurationRow>(configuration), out _)
                ? new LaunchSource { ConfigurationName = configuration }
                : throw ScalingFaults.Invalid("Launch configuration name not found - Launch configuration not found");
        }
        return template is not null ? Template(scope, template) : Mixed(scope, mixed ?? new MixedInstancesPolicy());
    }

    /// <summary>What a source launches, with its version as a number; the faults are those of a launch.</summary>
    public static LaunchSource Resolved(Scope scope, LaunchSource source)
    {
        if (source.TemplateId is null) return source;
        var row = scope.Get(new Id<Ec2.LaunchTemplateRow>(source.TemplateId));
        var version = Ec2.LaunchTemplates.VersionOf(scope, row, source.Version);
        return source with { TemplateName = row.Name, Version = version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static LaunchSource Template(Scope scope, LaunchTemplateSpecification named)
    {
        if (named.LaunchTemplateId is null == named.LaunchTemplateName is null) throw ScalingFaults.Invalid("Valid requests must contain either launchTemplateId or LaunchTemplateName");
        try
        {
            var id = named.LaunchTemplateId is { } text ? Ec2.Ids.Of<Ec2.LaunchTemplateRow>(text, "LaunchTemplateId") : default(Id<Ec2.LaunchTemplateRow>?);
            var row = Ec2.LaunchTemplates.Get(scope, id, named.LaunchTemplateName);
            var data = Ec2.LaunchTemplates.VersionOf(scope, row, named.Version).Data;
            if (data.ImageId is null) throw ScalingFaults.Invalid("You must use a valid fully-formed launch template. The request must contain the parameter ImageId");
            if (data.InstanceMarketOptions is { MarketType: not null }) throw ScalingFaults.NotEmulated("Spot instances are");
            return new LaunchSource { TemplateId = row.Id.Value, TemplateName = row.Name, Version = named.Version ?? "$Default" };
        }
        catch (Fault fault) when (fault.Code.StartsWith("InvalidLaunchTemplate", StringComparison.Ordinal))
        {
            throw ScalingFaults.Invalid($"You must use a valid fully-formed launch template. {fault.Message}");
        }
    }

    private static LaunchSource Mixed(Scope scope, MixedInstancesPolicy mixed)
    {
        if (mixed.LaunchTemplate?.LaunchTemplateSpecification is not { } named) throw ScalingFaults.Invalid("A mixed instances policy needs a launch template");
        var distribution = mixed.InstancesDistribution ?? new InstancesDistribution();
        if (distribution.OnDemandPercentageAboveBaseCapacity is < 100) throw ScalingFaults.NotEmulated("Spot instances (OnDemandPercentageAboveBaseCapacity below 100) are");
        foreach (var one in mixed.LaunchTemplate.Overrides)
        {
            if (one.InstanceType is null) throw ScalingFaults.Invalid("An override needs an instance type");
            InstanceTypes.Get(one.InstanceType);
        }
        return Template(scope, named) with
        {
            IsMixed = true,
            Overrides = [.. mixed.LaunchTemplate.Overrides.Select(o => new LaunchOverride(o.InstanceType ?? "", o.WeightedCapacity))],
            Distribution = new LaunchDistribution(
                distribution.OnDemandAllocationStrategy ?? "prioritized", distribution.OnDemandBaseCapacity ?? 0, 100, distribution.SpotAllocationStrategy ?? "lowest-price",
                distribution.SpotInstancePools ?? (distribution.SpotAllocationStrategy is null or "lowest-price" ? 2 : null), distribution.SpotMaxPrice),
        };
    }
}
