using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A volume as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html</summary>
public sealed record VolumeView
{
    public required Id<Volume> VolumeId { get; init; }

    public required int Size { get; init; }

    /// <summary>Empty where it was made from nothing.</summary>
    public required string SnapshotId { get; init; }

    public required string AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    [Wire("status")]
    public required string State { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required IReadOnlyList<VolumeAttachmentView> Attachments { get; init; }

    public required string VolumeType { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public required bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string SseType => Encrypted ? "sse-kms" : "none";

    public required bool MultiAttachEnabled { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static VolumeView Of(Scope scope, Volume v) => new()
    {
        VolumeId = v.Id,
        Size = v.SizeGiB,
        SnapshotId = v.SnapshotId ?? "",
        AvailabilityZone = v.Zone,
        AvailabilityZoneId = Regions.Zone(scope.Region, v.Zone)?.Id,
        State = v.State,
        CreateTime = v.CreateTime,
        Attachments = Volumes.DeviceOf(scope, v) is { } device && v.InstanceId is { } id ? [VolumeAttachmentView.Of(id, device, "attached")] : [],
        VolumeType = v.Type,
        Iops = v.Iops,
        Throughput = v.ThroughputMiBps,
        Encrypted = v.Encrypted,
        KmsKeyId = v.KmsKeyId,
        MultiAttachEnabled = v.MultiAttach,
        Tags = scope.TagsFor(v.Id.Value),
    };
}

/// <summary>Where a volume is attached.</summary>
public sealed record VolumeAttachmentView(
    Id<Volume> VolumeId, Id<Instance> InstanceId, string Device, [property: Wire("status")] string State, DateTimeOffset AttachTime, bool DeleteOnTermination)
{
    public static VolumeAttachmentView Of(Id<Instance> instance, BlockDevice device, string state) =>
        new(device.VolumeId, instance, device.DeviceName, state, device.AttachTime, device.DeleteOnTermination);
}
