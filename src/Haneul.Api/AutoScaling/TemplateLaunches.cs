using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Launches a group's instances by its launch template or launch configuration.</summary>
public sealed class TemplateLaunches : ILaunches
{
    private static readonly string[] Tagged = ["instance", "volume", "network-interface", "elastic-gpu", "spot-instances-request"];

    public LaunchSource? Resolved(Scope scope, LaunchSource source)
    {
        try
        {
            return LaunchSources.Resolved(scope, source);
        }
        catch (Fault)
        {
            // The template or its version is gone: the group cannot launch, and says so when it tries.
            return null;
        }
    }

    public Instance Launch(Draft draft, ScalingGroup group, Subnet subnet)
    {
        var source = LaunchSources.Resolved(draft, group.Launch);
        var named = source.TemplateId is { } id ? new Ec2.LaunchTemplateSpecification { LaunchTemplateId = new Id<Ec2.LaunchTemplateRow>(id), Version = source.Version } : null;
        var data = DataOf(draft, group, source, named);
        var request = Ec2.LaunchReading.ToLaunch(data, draft);
        var hasInterfaces = !request.Interfaces.IsEmpty;
        var instance = Launching.Launch(draft, request with
        {
            SubnetId = hasInterfaces ? null : subnet.Id,
            Interfaces = [.. request.Interfaces.Select(i => i.DeviceIndex == 0 ? i with { SubnetId = subnet.Id } : i)],
        })[0];
        var specifications = data.TagSpecifications ?? [];
        Ec2.Tagging.TagNew(draft, instance.Id.Value, "instance", specifications, Tagged);
        foreach (var device in instance.BlockDevices) Ec2.Tagging.TagNew(draft, device.VolumeId.Value, "volume", specifications, Tagged);
        foreach (var nic in instance.InterfaceIds) Ec2.Tagging.TagNew(draft, nic.Value, "network-interface", specifications, Tagged);
        if (named is not null) Ec2.LaunchTemplates.Mark(draft, instance, named);
        return instance;
    }

    private static Ec2.LaunchTemplateData DataOf(Draft draft, ScalingGroup group, LaunchSource source, Ec2.LaunchTemplateSpecification? named)
    {
        var data = named is not null ? Ec2.LaunchTemplates.DataOf(draft, named) : draft.Get(new Id<LaunchConfigurationRow>(source.ConfigurationName ?? "")).Data;
        var place = (data.Placement ?? new Ec2.Placement()) with { AvailabilityZone = null, AvailabilityZoneId = null };
        return data with
        {
            InstanceType = source.Overrides.IsEmpty ? data.InstanceType : source.Overrides[0].InstanceType,
            Placement = group.PlacementGroup is { } placed ? place with { GroupName = placed } : place,
        };
    }
}
