using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A state: AWS's number and word.</summary>
public sealed record StateView(int Code, string Name)
{
    public static StateView Of(InstanceState state) => new((int)state, Word(state));

    public static string Word(InstanceState state) => state == InstanceState.ShuttingDown ? "shutting-down" : state.ToString().ToLowerInvariant();
}

/// <summary>Why the state last changed.</summary>
public sealed record StateReasonView(string Code, string Message);

/// <summary>Where an instance is.</summary>
public sealed record PlacementView(string AvailabilityZone, string? AvailabilityZoneId, string GroupName, string? GroupId, int? PartitionNumber, string Tenancy)
{
    public static PlacementView Of(Scope scope, Instance i)
    {
        var group = i.PlacementGroup is null ? null : scope.All<PlacementGroup>().FirstOrDefault(g => g.Name == i.PlacementGroup);
        return new PlacementView(i.Zone, Regions.Zone(scope.Region, i.Zone)?.Id, i.PlacementGroup ?? "", group?.Id.Value, i.PartitionNumber, i.Tenancy);
    }
}

/// <summary>Detailed monitoring.</summary>
public sealed record MonitoringView(string State)
{
    public static MonitoringView Of(Instance i) => new(i.Monitoring ? "enabled" : "disabled");
}

/// <summary>A device of an instance.</summary>
public sealed record InstanceDeviceView(string DeviceName, InstanceEbsView Ebs)
{
    public static InstanceDeviceView Of(Scope scope, BlockDevice d) => new(d.DeviceName, new InstanceEbsView(d.VolumeId, "attached", d.AttachTime, d.DeleteOnTermination, scope.Account));
}

/// <summary>The volume of a device.</summary>
public sealed record InstanceEbsView(Id<Volume> VolumeId, string Status, DateTimeOffset AttachTime, bool DeleteOnTermination, string VolumeOwnerId);

/// <summary>The role that an instance acts in.</summary>
public sealed record InstanceProfileView(string Arn, string Id)
{
    public static InstanceProfileView? Of(Scope scope, Instance i) => i.InstanceProfileArn is { } arn ? new InstanceProfileView(arn, InstanceProfiles.IdOf(scope, arn)) : null;
}

/// <summary>Processor options.</summary>
public sealed record CpuOptionsView(int CoreCount, int ThreadsPerCore);

/// <summary>Which capacity reservations an instance would use.</summary>
public sealed record CapacityReservationSpecificationView(string CapacityReservationPreference);

/// <summary>May it hibernate?</summary>
public sealed record HibernationOptionsView(bool Configured);

/// <summary>Something that is on or off.</summary>
public sealed record EnabledView(bool Enabled);

/// <summary>How the metadata service answers.</summary>
public sealed record MetadataOptionsView(string State, string HttpTokens, int HttpPutResponseHopLimit, string HttpEndpoint, string HttpProtocolIpv6, string InstanceMetadataTags)
{
    public static MetadataOptionsView Of(MetadataOptions m) => new(
        "applied", m.HttpTokens, m.HttpPutResponseHopLimit, Word(m.HttpEndpoint), Word(m.HttpProtocolIpv6), Word(m.InstanceMetadataTags));

    private static string Word(bool on) => on ? "enabled" : "disabled";
}

/// <summary>What happens when the host fails.</summary>
public sealed record MaintenanceOptionsView(string AutoRecovery, string RebootMigration);

/// <summary>How bandwidth is shared between network and volumes.</summary>
public sealed record NetworkPerformanceOptionsView(string BandwidthWeighting);
