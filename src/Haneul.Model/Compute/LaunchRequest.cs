using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Instances to be launched: by RunInstances, and whatever launches by a template.</summary>
/// <param name="Pattern">An instance with all attributes that were asked for; its id, state, place and devices are set at launch.</param>
public sealed record LaunchRequest(Instance Pattern)
{
    /// <summary>So many, if the quota and the subnet admit them.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Fewer than this are none.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The zone, where no subnet is named.</summary>
    public string? Zone { get; init; }

    /// <summary>The subnet of the primary interface, where no interfaces are named.</summary>
    public Id<Subnet>? SubnetId { get; init; }

    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    /// <summary>Groups of the VPC by name.</summary>
    public ImmutableArray<string> GroupNames { get; init; } = [];

    public Ip? PrivateIp { get; init; }

    public ImmutableArray<Ip> Ipv6Addresses { get; init; } = [];

    public int? Ipv6Count { get; init; }

    public bool HasPrimaryIpv6 { get; init; }

    /// <summary>Empty where the primary interface is implied.</summary>
    public ImmutableArray<LaunchInterface> Interfaces { get; init; } = [];

    /// <summary>Over those of the image, by device name.</summary>
    public ImmutableArray<LaunchDevice> Devices { get; init; } = [];
}

/// <summary>An interface for an instance: one that is there, or one to be made.</summary>
public sealed record LaunchInterface(int DeviceIndex)
{
    public Id<NetworkInterface>? Existing { get; init; }

    /// <summary>The subnet may be left open for the primary interface: then it is the default one.</summary>
    public Id<Subnet>? SubnetId { get; init; }

    /// <summary>What is asked of a new one; its subnet is set at launch.</summary>
    public InterfaceRequest Request { get; init; } = new(default(Id<Subnet>));

    /// <summary>Where open, the subnet decides.</summary>
    public bool? AssociatePublicIp { get; init; }

    /// <summary>Where open: yes for a new one, no for one that was there.</summary>
    public bool? DeleteOnTermination { get; init; }

    public int NetworkCardIndex { get; init; }
}

/// <summary>A device for an instance: a volume to be made, or none where the image has one.</summary>
public sealed record LaunchDevice(string DeviceName)
{
    public bool IsSuppressed { get; init; }

    /// <summary>The zone is set at launch; open members come from the image.</summary>
    public VolumeRequest? Volume { get; init; }

    public bool? DeleteOnTermination { get; init; }
}
