using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes a volume's size, type or rates; it never gets smaller. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html</summary>
public sealed record ModifyVolume : Command<ModifyVolume.Result>
{
    public required Id<Volume> VolumeId { get; init; }

    public int? Size { get; init; }

    public string? VolumeType { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public bool? MultiAttachEnabled { get; init; }

    public sealed record Result(VolumeModificationView VolumeModification);

    public override Result Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        var size = Size ?? volume.SizeGiB;
        if (size < volume.SizeGiB) throw Fault.Invalid("Size", $"{size}", $"New size cannot be smaller than existing size: {volume.SizeGiB}");
        if (volume.Modification is { EndTime: null }) throw new Fault("IncorrectModificationState", $"The volume '{VolumeId}' is being modified");
        var type = Model.VolumeType.Of(VolumeType ?? volume.Type);
        var sameType = type.Name == volume.Type;
        var iops = Iops ?? (sameType && type.Iops is not null ? volume.Iops : null);
        var throughput = Throughput ?? (sameType ? volume.ThroughputMiBps : null);
        type.Check(size, iops, throughput);
        var changed = draft.Put(volume with
        {
            SizeGiB = size,
            Type = type.Name,
            Iops = type.IopsOf(size, iops),
            ThroughputMiBps = type.ThroughputOf(throughput),
            MultiAttach = MultiAttachEnabled ?? volume.MultiAttach,
            Modification = new VolumeModification(volume.SizeGiB, volume.Type, volume.Iops, volume.ThroughputMiBps, draft.Now),
        });
        return new Result(VolumeModificationView.Of(changed) ?? throw new InvalidOperationException("The modification was just made"));
    }
}

/// <summary>A change of a volume: what it was and what it becomes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VolumeModification.html</summary>
public sealed record VolumeModificationView
{
    public required Id<Volume> VolumeId { get; init; }

    /// <summary>modifying or completed.</summary>
    public required string ModificationState { get; init; }

    public required int TargetSize { get; init; }

    public int? TargetIops { get; init; }

    public required string TargetVolumeType { get; init; }

    public int? TargetThroughput { get; init; }

    public required bool TargetMultiAttachEnabled { get; init; }

    public required int OriginalSize { get; init; }

    public int? OriginalIops { get; init; }

    public required string OriginalVolumeType { get; init; }

    public int? OriginalThroughput { get; init; }

    public required bool OriginalMultiAttachEnabled { get; init; }

    public required long Progress { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public static VolumeModificationView? Of(Volume v) => v.Modification is not { } m ? null : new VolumeModificationView
    {
        VolumeId = v.Id,
        ModificationState = m.EndTime is null ? "modifying" : "completed",
        TargetSize = v.SizeGiB,
        TargetIops = v.Iops,
        TargetVolumeType = v.Type,
        TargetThroughput = v.ThroughputMiBps,
        TargetMultiAttachEnabled = v.MultiAttach,
        OriginalSize = m.SizeGiB,
        OriginalIops = m.Iops,
        OriginalVolumeType = m.Type,
        OriginalThroughput = m.ThroughputMiBps,
        OriginalMultiAttachEnabled = v.MultiAttach,
        Progress = m.EndTime is null ? 0 : 100,
        StartTime = m.StartTime,
        EndTime = m.EndTime,
    };
}
