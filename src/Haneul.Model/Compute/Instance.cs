using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A virtual machine: a host with interfaces in subnets of one zone.</summary>
public sealed record Instance : IResource<Instance>
{
    public static Kind Kind { get; } = new(
        "instance", "i", "instance", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed", "instance ID");

    public required Id<Instance> Id { get; init; }

    public required string ReservationId { get; init; }

    public required string ImageId { get; init; }

    public required string InstanceType { get; init; }

    public required InstanceState State { get; init; }

    public required DateTimeOffset LaunchTime { get; init; }

    public required string Zone { get; init; }

    /// <summary>Absent once terminated.</summary>
    public Id<Vpc>? VpcId { get; init; }

    public Id<Subnet>? SubnetId { get; init; }

    /// <summary>In order of device index; the first is the primary one. Empty once terminated.</summary>
    public ImmutableArray<Id<NetworkInterface>> InterfaceIds { get; init; } = [];

    /// <summary>Number among the instances that were launched together.</summary>
    public int LaunchIndex { get; init; }

    public string? KeyName { get; init; }

    /// <summary>Decoded.</summary>
    public string? UserData { get; init; }

    public string? ClientToken { get; init; }

    public string? InstanceProfileArn { get; init; }

    public bool Monitoring { get; init; }

    public bool DisableApiTermination { get; init; }

    public bool DisableApiStop { get; init; }

    public bool EbsOptimized { get; init; }

    public bool EnclaveEnabled { get; init; }

    public bool HibernationConfigured { get; init; }

    /// <summary>stop or terminate: what a shutdown from inside does.</summary>
    public string ShutdownBehavior { get; init; } = "stop";

    /// <summary>standard or unlimited; burstable types only.</summary>
    public string? CpuCredits { get; init; }

    public string Tenancy { get; init; } = "default";

    public string? PlacementGroup { get; init; }

    public string AutoRecovery { get; init; } = "default";

    public MetadataOptions Metadata { get; init; } = new();

    public string RootDeviceName { get; init; } = "/dev/xvda";

    public ImmutableArray<BlockDevice> BlockDevices { get; init; } = [];

    public string HostnameType { get; init; } = "ip-name";

    public bool ResourceNameDnsARecord { get; init; }

    public bool ResourceNameDnsAaaaRecord { get; init; }

    public int? CoreCount { get; init; }

    public int? ThreadsPerCore { get; init; }

    /// <summary>Why the state last changed (<c>Client.UserInitiatedShutdown</c>), and AWS's sentence with the time.</summary>
    public string? StateReasonCode { get; init; }

    public string? StateReason { get; init; }

    /// <summary>When it was terminated; it stays visible for an hour.</summary>
    public DateTimeOffset? EndTime { get; init; }
}

/// <summary>AWS's states, with AWS's numbers as values.</summary>
public enum InstanceState
{
    Pending = 0,
    Running = 16,
    ShuttingDown = 32,
    Terminated = 48,
    Stopping = 64,
    Stopped = 80,
}

/// <summary>How an instance's metadata service answers.</summary>
public sealed record MetadataOptions
{
    /// <summary>optional or required (IMDSv2 only).</summary>
    public string HttpTokens { get; init; } = "required";

    public int HttpPutResponseHopLimit { get; init; } = 2;

    public bool HttpEndpoint { get; init; } = true;

    public bool HttpProtocolIpv6 { get; init; }

    public bool InstanceMetadataTags { get; init; }
}

/// <summary>A volume attached under a device name.</summary>
public sealed record BlockDevice(string DeviceName, Id<Volume> VolumeId, DateTimeOffset AttachTime)
{
    public bool DeleteOnTermination { get; init; }
}

/// <summary>A disk. A record for now: its bytes come with real hosts.</summary>
public sealed record Volume : IResource<Volume>
{
    public static Kind Kind { get; } = new("volume", "vol", "volume", "InvalidVolume.NotFound", "InvalidVolumeID.Malformed", "volume");

    public required Id<Volume> Id { get; init; }

    public required string Zone { get; init; }

    public required int SizeGiB { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>creating, available, in-use, deleting.</summary>
    public required string State { get; init; }

    public int? Iops { get; init; }

    public int? ThroughputMiBps { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string? SnapshotId { get; init; }

    /// <summary>The instance that it is attached to; device and time are with the instance.</summary>
    public Id<Instance>? InstanceId { get; init; }
}
