using System.Security.Cryptography;
using System.Text;

namespace Haneul.Model;

/// <summary>A volume to be made; what is left open is chosen as AWS chooses it.</summary>
public sealed record VolumeRequest(string Zone)
{
    public int? SizeGiB { get; init; }

    public string? Type { get; init; }

    public int? Iops { get; init; }

    public int? ThroughputMiBps { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string? SnapshotId { get; init; }

    public bool MultiAttach { get; init; }
}

/// <summary>Making, attaching and detaching volumes. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html</summary>
public static class Volumes
{
    /// <summary>Makes a volume. Faults: a size or rate that its type cannot have.</summary>
    public static Volume Make(Draft draft, VolumeRequest request)
    {
        var type = VolumeType.Of(request.Type ?? "gp2");
        var snapshot = request.SnapshotId is { } id ? draft.Find<Snapshot>(new Id<Snapshot>(id)) : null;
        var size = request.SizeGiB ?? snapshot?.SizeGiB ?? throw Fault.Missing("size or snapshotId");
        if (size < snapshot?.SizeGiB) throw Fault.Invalid("Size", $"{size}", $"A volume is not smaller than its snapshot: {snapshot.SizeGiB} GiB");
        type.Check(size, request.Iops, request.ThroughputMiBps);
        if (request.MultiAttach && type.Name is not ("io1" or "io2")) throw Fault.Combination($"The parameter MultiAttachEnabled is not supported for {type.Name} volumes");
        var defaults = EbsSettings.Of(draft);
        var isEncrypted = request.Encrypted || request.KmsKeyId is not null || snapshot is { Encrypted: true } || defaults.EncryptByDefault;
        return draft.Put(new Volume
        {
            Id = draft.NewId<Volume>(),
            Zone = request.Zone,
            SizeGiB = size,
            Type = type.Name,
            CreateTime = draft.Now,
            State = "creating",
            Iops = type.IopsOf(size, request.Iops),
            ThroughputMiBps = type.ThroughputOf(request.ThroughputMiBps),
            Encrypted = isEncrypted,
            KmsKeyId = isEncrypted ? KeyArn(draft, request.KmsKeyId ?? defaults.KmsKeyId) : null,
            SnapshotId = request.SnapshotId,
            MultiAttach = request.MultiAttach,
        });
    }

    /// <summary>Attaches a volume under a device name.</summary>
    public static BlockDevice Attach(Draft draft, Volume volume, Instance instance, string deviceName, bool deleteOnTermination = false)
    {
        var device = new BlockDevice(deviceName, volume.Id, draft.Now) { DeleteOnTermination = deleteOnTermination };
        draft.Put(volume with { State = "in-use", InstanceId = instance.Id });
        draft.Put(instance with { BlockDevices = instance.BlockDevices.Add(device) });
        return device;
    }

    /// <summary>Takes a volume off its instance.</summary>
    public static void Detach(Draft draft, Volume volume)
    {
        if (volume.InstanceId is { } id && draft.TryFind(id, out var instance))
        {
            draft.Put(instance with { BlockDevices = instance.BlockDevices.RemoveAll(d => d.VolumeId == volume.Id) });
        }
        draft.Put(volume with { State = "available", InstanceId = null });
    }

    /// <summary>The attachment of a volume: the device is kept with the instance.</summary>
    public static BlockDevice? DeviceOf(Scope scope, Volume volume) =>
        scope.Find(volume.InstanceId)?.BlockDevices.FirstOrDefault(d => d.VolumeId == volume.Id);

    /// <summary>The ARN of the key that encrypts; AWS's own key for EBS where none is named.</summary>
    public static string KeyArn(Scope scope, string? named)
    {
        if (named is null)
        {
            var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Place}/alias/aws/ebs")));
            return scope.Arn("kms", $"key/{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..32]}");
        }
        if (named.StartsWith("arn:", StringComparison.Ordinal)) return named;
        return scope.Arn("kms", named.StartsWith("alias/", StringComparison.Ordinal) ? named : $"key/{named}");
    }
}
