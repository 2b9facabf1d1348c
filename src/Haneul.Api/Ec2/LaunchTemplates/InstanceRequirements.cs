namespace Haneul.Api.Ec2;

/// <summary>What an instance type must have, where none is named. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html</summary>
public sealed record InstanceRequirements
{
    public required WholeRange VCpuCount { get; init; }

    public required WholeRange MemoryMiB { get; init; }

    public IReadOnlyList<string>? CpuManufacturers { get; init; }

    public NumberRange? MemoryGiBPerVCpu { get; init; }

    public IReadOnlyList<string>? ExcludedInstanceTypes { get; init; }

    public IReadOnlyList<string>? AllowedInstanceTypes { get; init; }

    public IReadOnlyList<string>? InstanceGenerations { get; init; }

    public int? SpotMaxPricePercentageOverLowestPrice { get; init; }

    public int? OnDemandMaxPricePercentageOverLowestPrice { get; init; }

    public int? MaxSpotPriceAsPercentageOfOptimalOnDemandPrice { get; init; }

    public string? BareMetal { get; init; }

    public string? BurstablePerformance { get; init; }

    public bool? RequireHibernateSupport { get; init; }

    public bool? RequireEncryptionInTransit { get; init; }

    public WholeRange? NetworkInterfaceCount { get; init; }

    public string? LocalStorage { get; init; }

    public IReadOnlyList<string>? LocalStorageTypes { get; init; }

    public NumberRange? TotalLocalStorageGB { get; init; }

    public WholeRange? BaselineEbsBandwidthMbps { get; init; }

    public IReadOnlyList<string>? AcceleratorTypes { get; init; }

    public WholeRange? AcceleratorCount { get; init; }

    public IReadOnlyList<string>? AcceleratorManufacturers { get; init; }

    public IReadOnlyList<string>? AcceleratorNames { get; init; }

    public WholeRange? AcceleratorTotalMemoryMiB { get; init; }

    public NumberRange? NetworkBandwidthGbps { get; init; }

    public PerformanceFactors? BaselinePerformanceFactors { get; init; }
}

/// <summary>From, and perhaps to.</summary>
public sealed record WholeRange
{
    public int? Min { get; init; }

    public int? Max { get; init; }
}

/// <summary>From, and perhaps to.</summary>
public sealed record NumberRange
{
    public double? Min { get; init; }

    public double? Max { get; init; }
}

/// <summary>A baseline of performance.</summary>
public sealed record PerformanceFactors
{
    public CpuPerformanceFactor? Cpu { get; init; }
}

/// <summary>Instance families to be compared with.</summary>
public sealed record CpuPerformanceFactor
{
    public IReadOnlyList<PerformanceReference>? References { get; init; }
}

/// <summary>An instance family.</summary>
public sealed record PerformanceReference
{
    public string? InstanceFamily { get; init; }
}
