using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A device of an instance to be launched. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html</summary>
public sealed record BlockDeviceMapping
{
    public string? DeviceName { get; init; }

    [NoEffect("instance store disks are not emulated")]
    public string? VirtualName { get; init; }

    /// <summary>Given, even if empty, it takes a device of the image away.</summary>
    public string? NoDevice { get; init; }

    public EbsBlockDevice? Ebs { get; init; }

    internal LaunchDevice ToLaunch()
    {
        var name = DeviceName ?? throw Fault.Missing("BlockDeviceMapping.DeviceName");
        if (NoDevice is not null) return new LaunchDevice(name) { IsSuppressed = true };
        if (Ebs is not { } e) return new LaunchDevice(name);
        return new LaunchDevice(name)
        {
            DeleteOnTermination = e.DeleteOnTermination,
            Volume = new VolumeRequest("")
            {
                SizeGiB = e.VolumeSize, Type = e.VolumeType, Iops = e.Iops, ThroughputMiBps = e.Throughput, Encrypted = e.Encrypted ?? false, KmsKeyId = e.KmsKeyId, SnapshotId = e.SnapshotId,
            },
        };
    }
}

/// <summary>The volume of a device. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsBlockDevice.html</summary>
public sealed record EbsBlockDevice
{
    public bool? DeleteOnTermination { get; init; }

    public bool? Encrypted { get; init; }

    public int? Iops { get; init; }

    public string? KmsKeyId { get; init; }

    public string? SnapshotId { get; init; }

    public int? Throughput { get; init; }

    public int? VolumeSize { get; init; }

    public string? VolumeType { get; init; }

    [NoEffect("volumes have no bytes that would have to be fetched")]
    public int? VolumeInitializationRate { get; init; }

    [NoEffect("an instance has one EBS card")]
    public int? EbsCardIndex { get; init; }
}
