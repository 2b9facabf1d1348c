using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What an instance type is made of: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html</summary>
public sealed record InstanceTypeInfo : IResource<InstanceTypeInfo>
{
    public static Kind Kind { get; } = new("instance-type", "", "", "InvalidInstanceType", "InvalidInstanceType", "instance type");

    /// <summary>The type's name (<c>t3.micro</c>).</summary>
    public required Id<InstanceTypeInfo> Id { get; init; }

    public required int VCpus { get; init; }

    public required int Cores { get; init; }

    public required int ThreadsPerCore { get; init; }

    /// <summary>The core counts that CpuOptions may ask for; empty where it may not.</summary>
    public required ImmutableArray<int> ValidCores { get; init; }

    public required int MemoryMiB { get; init; }

    /// <summary>x86_64, arm64, i386.</summary>
    public required ImmutableArray<string> Architectures { get; init; }

    public string? Manufacturer { get; init; }

    public double? ClockGHz { get; init; }

    /// <summary>nitro or xen; absent for bare metal.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>The words of the catalogue's column of that name.</summary>
    public required ImmutableHashSet<string> Flags { get; init; }

    /// <summary>unsupported, supported or required.</summary>
    public required string EnaSupport { get; init; }

    public required string NvmeSupport { get; init; }

    /// <summary>unsupported, supported or default.</summary>
    public required string EbsOptimizedSupport { get; init; }

    public EbsRates? Ebs { get; init; }

    public required int MaximumEbsAttachments { get; init; }

    /// <summary>shared (with interfaces and disks) or dedicated.</summary>
    public required string AttachmentLimitType { get; init; }

    public required int MaximumInterfaces { get; init; }

    /// <summary>Addresses of each family on one interface.</summary>
    public required int AddressesPerInterface { get; init; }

    /// <summary>In AWS's words: <c>Up to 5 Gigabit</c>.</summary>
    public required string NetworkPerformance { get; init; }

    public required double BaselineGbps { get; init; }

    public required double PeakGbps { get; init; }

    public required ImmutableArray<string> BootModes { get; init; }

    public required ImmutableArray<string> PlacementStrategies { get; init; }

    public ImmutableArray<LocalDisk> Disks { get; init; } = [];

    public ImmutableArray<Gpu> Gpus { get; init; } = [];

    public bool Has(string flag) => Flags.Contains(flag);

    public bool IsBurstable => Has("burst");

    public bool IsMetal => Has("metal");

    /// <summary>The credit mode of a burstable type where none is asked for: unlimited, but standard for t2. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-how-to.html</summary>
    public string? DefaultCredits => !IsBurstable ? null : Id.Value.StartsWith("t2.", StringComparison.Ordinal) ? "standard" : "unlimited";
}

/// <summary>How fast an EBS-optimized instance reaches its volumes: always, and for 30 minutes a day.</summary>
public sealed record EbsRates(int BaselineMbps, int BaselineIops, int MaximumMbps, int MaximumIops);

/// <summary>Disks of one kind in the host: how many, GB each, hdd or ssd.</summary>
public sealed record LocalDisk(int Count, int SizeGB, string Type);

/// <summary>Graphics processors of one kind.</summary>
public sealed record Gpu(int Count, int MemoryMiB, string Manufacturer, string Name);
