using Haneul.Api.Wire;

namespace Haneul.Api.Ec2;

/// <summary>
/// What a launch template says of instances to be launched, as it was given and as it is answered.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
/// </summary>
public sealed record LaunchTemplateData
{
    public string? KernelId { get; init; }

    public string? RamDiskId { get; init; }

    public bool? EbsOptimized { get; init; }

    public IamInstanceProfileSpecification? IamInstanceProfile { get; init; }

    public IReadOnlyList<BlockDeviceMapping>? BlockDeviceMappings { get; init; }

    public IReadOnlyList<InterfaceSpecification>? NetworkInterfaces { get; init; }

    public string? ImageId { get; init; }

    public string? InstanceType { get; init; }

    public string? KeyName { get; init; }

    public EnabledOption? Monitoring { get; init; }

    public Placement? Placement { get; init; }

    public bool? DisableApiTermination { get; init; }

    public bool? DisableApiStop { get; init; }

    public string? InstanceInitiatedShutdownBehavior { get; init; }

    /// <summary>Base64.</summary>
    public string? UserData { get; init; }

    public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }

    public IReadOnlyList<TypeOption>? ElasticGpuSpecifications { get; init; }

    public IReadOnlyList<CountedTypeOption>? ElasticInferenceAccelerators { get; init; }

    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    public IReadOnlyList<string>? SecurityGroups { get; init; }

    public InstanceMarketOptions? InstanceMarketOptions { get; init; }

    public CreditSpecification? CreditSpecification { get; init; }

    public CpuOptions? CpuOptions { get; init; }

    public CapacityReservationSpecification? CapacityReservationSpecification { get; init; }

    [Wire("LicenseSpecification", Out = "licenseSet")]
    public IReadOnlyList<LicenseSpecification>? LicenseSpecifications { get; init; }

    public HibernationOptions? HibernationOptions { get; init; }

    public MetadataOptionsRequest? MetadataOptions { get; init; }

    public EnabledOption? EnclaveOptions { get; init; }

    public InstanceRequirements? InstanceRequirements { get; init; }

    public PrivateDnsNameOptions? PrivateDnsNameOptions { get; init; }

    public MaintenanceOptions? MaintenanceOptions { get; init; }

    public NetworkPerformanceOptions? NetworkPerformanceOptions { get; init; }
}

/// <summary>Something that is on or off.</summary>
public sealed record EnabledOption
{
    public bool? Enabled { get; init; }
}

/// <summary>A kind of accelerator.</summary>
public sealed record TypeOption
{
    public required string Type { get; init; }
}

/// <summary>Some accelerators of a kind.</summary>
public sealed record CountedTypeOption
{
    public required string Type { get; init; }

    public int? Count { get; init; }
}

/// <summary>Where instances are placed. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Placement.html</summary>
public sealed record Placement
{
    public string? AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public string? Affinity { get; init; }

    public string? GroupName { get; init; }

    public string? GroupId { get; init; }

    public string? HostId { get; init; }

    public string? HostResourceGroupArn { get; init; }

    public string? SpreadDomain { get; init; }

    public int? PartitionNumber { get; init; }

    public string? Tenancy { get; init; }
}

/// <summary>Spot instances, which Haneul does not launch; templates keep it.</summary>
public sealed record InstanceMarketOptions
{
    public string? MarketType { get; init; }

    public SpotMarketOptions? SpotOptions { get; init; }
}

/// <summary>How spot instances are asked for.</summary>
public sealed record SpotMarketOptions
{
    public string? MaxPrice { get; init; }

    public string? SpotInstanceType { get; init; }

    public int? BlockDurationMinutes { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public string? InstanceInterruptionBehavior { get; init; }
}

/// <summary>standard or unlimited.</summary>
public sealed record CreditSpecification
{
    public string? CpuCredits { get; init; }
}

/// <summary>Cores and threads of an instance.</summary>
public sealed record CpuOptions
{
    public int? CoreCount { get; init; }

    public int? ThreadsPerCore { get; init; }

    public string? AmdSevSnp { get; init; }

    public string? NestedVirtualization { get; init; }
}

/// <summary>Which capacity reservations are used.</summary>
public sealed record CapacityReservationSpecification
{
    public string? CapacityReservationPreference { get; init; }

    public CapacityReservationTarget? CapacityReservationTarget { get; init; }
}

/// <summary>A capacity reservation.</summary>
public sealed record CapacityReservationTarget
{
    public string? CapacityReservationId { get; init; }

    public string? CapacityReservationResourceGroupArn { get; init; }
}

/// <summary>A licence configuration.</summary>
public sealed record LicenseSpecification
{
    public string? LicenseConfigurationArn { get; init; }
}

/// <summary>May it hibernate?</summary>
public sealed record HibernationOptions
{
    public bool? Configured { get; init; }
}

/// <summary>How the metadata service is to answer; words are enabled and disabled, tokens optional or required.</summary>
public sealed record MetadataOptionsRequest
{
    public string? HttpTokens { get; init; }

    public int? HttpPutResponseHopLimit { get; init; }

    public string? HttpEndpoint { get; init; }

    public string? HttpProtocolIpv6 { get; init; }

    public string? InstanceMetadataTags { get; init; }
}

/// <summary>Which names an instance has inside its VPC.</summary>
public sealed record PrivateDnsNameOptions
{
    public string? HostnameType { get; init; }

    public bool? EnableResourceNameDnsARecord { get; init; }

    [Wire("EnableResourceNameDnsAAAARecord", Out = "enableResourceNameDnsAAAARecord")]
    public bool? EnableResourceNameDnsAaaaRecord { get; init; }
}

/// <summary>default or disabled.</summary>
public sealed record MaintenanceOptions
{
    public string? AutoRecovery { get; init; }
}

/// <summary>default, vpc-1 or ebs-1.</summary>
public sealed record NetworkPerformanceOptions
{
    public string? BandwidthWeighting { get; init; }
}
