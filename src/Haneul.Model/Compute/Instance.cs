using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A virtual machine: a host with interfaces in subnets of one zone.</summary>
public sealed record Instance : IResource<Instance>, IMarked, ITransient, IFading
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

    /// <summary>How often a client asked for a reboot: a back end reboots the host when it grows.</summary>
    public int Reboots { get; init; }

    public string? KeyName { get; init; }

    /// <summary>Base64, as it was given: it may be compressed.</summary>
    public string? UserData { get; init; }

    public string? ClientToken { get; init; }

    public string? InstanceProfileArn { get; init; }

    /// <summary>Of the instance with its profile (<c>iip-assoc-…</c>).</summary>
    public string? InstanceProfileAssociationId { get; init; }

    public DateTimeOffset? InstanceProfileTime { get; init; }

    /// <summary>Asks for a lent public address at every start.</summary>
    public bool GetsPublicIp { get; init; }

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

    public int? PartitionNumber { get; init; }

    public string AutoRecovery { get; init; } = "default";

    public string RebootMigration { get; init; } = "default";

    public string CapacityReservationPreference { get; init; } = "open";

    public string BandwidthWeighting { get; init; } = "default";

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

    /// <summary>When the state last changed on a client's wish.</summary>
    public DateTimeOffset? TransitionTime { get; init; }

    /// <summary>When it was terminated; it stays visible for an hour.</summary>
    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? ForgottenAt => EndTime?.AddHours(1);

    /// <summary>Found by its VPC, subnet, interfaces and volumes.</summary>
    IEnumerable<string> IMarked.Marks
    {
        get
        {
            if (VpcId is { } vpc) yield return vpc.Value;
            if (SubnetId is { } subnet) yield return subnet.Value;
            foreach (var nic in InterfaceIds) yield return nic.Value;
            foreach (var device in BlockDevices) yield return device.VolumeId.Value;
        }
    }

    public Report? Settled(Place place) => State switch
    {
        InstanceState.Pending => new InstanceIsUp(place, Id),
        InstanceState.Stopping or InstanceState.ShuttingDown => new InstanceIsDown(place, Id),
        _ => null,
    };
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
