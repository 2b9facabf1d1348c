using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A device of a launch configuration. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_BlockDeviceMapping.html</summary>
public sealed record LaunchDeviceMapping
{
    [NoEffect("instance store disks are not emulated")]
    public string? VirtualName { get; init; }

    public required string DeviceName { get; init; }

    [Wire("Ebs")]
    public Volume? Ebs { get; init; }

    public bool? NoDevice { get; init; }

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Ebs.html</summary>
    public sealed record Volume
    {
        public string? SnapshotId { get; init; }

        public int? VolumeSize { get; init; }

        public string? VolumeType { get; init; }

        public bool? DeleteOnTermination { get; init; }

        public int? Iops { get; init; }

        public bool? Encrypted { get; init; }

        public int? Throughput { get; init; }
    }

    internal Ec2.BlockDeviceMapping ToEc2() => new()
    {
        DeviceName = DeviceName,
        VirtualName = VirtualName,
        NoDevice = NoDevice == true ? "" : null,
        Ebs = Ebs is not { } e ? null : new Ec2.EbsBlockDevice
        {
            SnapshotId = e.SnapshotId, VolumeSize = e.VolumeSize, VolumeType = e.VolumeType, DeleteOnTermination = e.DeleteOnTermination, Iops = e.Iops, Encrypted = e.Encrypted, Throughput = e.Throughput,
        },
    };

    internal static LaunchDeviceMapping Of(Ec2.BlockDeviceMapping d) => new()
    {
        DeviceName = d.DeviceName ?? "",
        VirtualName = d.VirtualName,
        NoDevice = d.NoDevice is null ? null : true,
        Ebs = d.Ebs is not { } e ? null : new Volume
        {
            SnapshotId = e.SnapshotId, VolumeSize = e.VolumeSize, VolumeType = e.VolumeType, DeleteOnTermination = e.DeleteOnTermination, Iops = e.Iops, Encrypted = e.Encrypted, Throughput = e.Throughput,
        },
    };
}
