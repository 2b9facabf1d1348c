using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a volume in a zone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html</summary>
public sealed record CreateVolume : Command<VolumeView>, ITokened
{
    public string? AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public int? Size { get; init; }

    public Id<Snapshot>? SnapshotId { get; init; }

    public string? VolumeType { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public bool MultiAttachEnabled { get; init; }

    [NoEffect("volumes have no bytes that would have to be fetched")]
    public int? VolumeInitializationRate { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public override VolumeView Apply(Draft draft)
    {
        var named = AvailabilityZone ?? AvailabilityZoneId ?? throw Fault.Missing("AvailabilityZone");
        var zone = Regions.Zone(draft.Region, named) ?? throw new Fault("InvalidZone.NotFound", $"The zone '{named}' does not exist.");
        if (SnapshotId is { } snapshot) draft.Get(snapshot);
        var volume = Volumes.Make(draft, new VolumeRequest(zone.Name)
        {
            SizeGiB = Size,
            SnapshotId = SnapshotId?.Value,
            Type = VolumeType,
            Iops = Iops,
            ThroughputMiBps = Throughput,
            Encrypted = Encrypted,
            KmsKeyId = KmsKeyId,
            MultiAttach = MultiAttachEnabled,
        });
        draft.TagNew(volume.Id, TagSpecifications);
        return VolumeView.Of(draft, volume);
    }
}
