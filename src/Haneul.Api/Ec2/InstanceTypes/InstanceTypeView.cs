using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An instance type as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html</summary>
public sealed record InstanceTypeView
{
    public required string InstanceType { get; init; }

    public required bool CurrentGeneration { get; init; }

    public required bool FreeTierEligible { get; init; }

    [Wire("supportedUsageClasses")]
    public required IReadOnlyList<string> SupportedUsageClasses { get; init; }

    [Wire("supportedRootDeviceTypes")]
    public IReadOnlyList<string> SupportedRootDeviceTypes { get; } = ["ebs"];

    [Wire("supportedVirtualizationTypes")]
    public IReadOnlyList<string> SupportedVirtualizationTypes { get; } = ["hvm"];

    public required bool BareMetal { get; init; }

    public string? Hypervisor { get; init; }

    public required ProcessorView ProcessorInfo { get; init; }

    public required VCpuView VCpuInfo { get; init; }

    public required MemoryView MemoryInfo { get; init; }

    public required bool InstanceStorageSupported { get; init; }

    public InstanceStorageView? InstanceStorageInfo { get; init; }

    public required TypeEbsView EbsInfo { get; init; }

    public required TypeNetworkView NetworkInfo { get; init; }

    public GpuInfoView? GpuInfo { get; init; }

    public required PlacementGroupInfoView PlacementGroupInfo { get; init; }

    public required bool HibernationSupported { get; init; }

    public required bool BurstablePerformanceSupported { get; init; }

    public required bool DedicatedHostsSupported { get; init; }

    public required bool AutoRecoverySupported { get; init; }

    [Wire("supportedBootModes")]
    public required IReadOnlyList<string> SupportedBootModes { get; init; }

    public required string NitroEnclavesSupport { get; init; }

    public required string NitroTpmSupport { get; init; }

    public NitroTpmView? NitroTpmInfo { get; init; }

    public required string PhcSupport { get; init; }

    public required string RebootMigrationSupport { get; init; }

    public static InstanceTypeView Of(InstanceTypeInfo type) => new()
    {
        InstanceType = type.Id.Value,
        CurrentGeneration = type.Has("current"),
        FreeTierEligible = type.Has("free"),
        SupportedUsageClasses = type.Has("spot") ? ["on-demand", "spot"] : ["on-demand"],
        BareMetal = type.IsMetal,
        Hypervisor = type.Hypervisor,
        ProcessorInfo = new ProcessorView(type.Architectures, type.ClockGHz, type.Manufacturer),
        VCpuInfo = VCpuView.Of(type),
        MemoryInfo = new MemoryView(type.MemoryMiB),
        InstanceStorageSupported = type.Disks.Length > 0,
        InstanceStorageInfo = InstanceStorageView.Of(type),
        EbsInfo = TypeEbsView.Of(type),
        NetworkInfo = TypeNetworkView.Of(type),
        GpuInfo = GpuInfoView.Of(type),
        PlacementGroupInfo = new PlacementGroupInfoView(type.PlacementStrategies),
        HibernationSupported = type.Has("hibernate"),
        BurstablePerformanceSupported = type.IsBurstable,
        DedicatedHostsSupported = type.Has("dedicated"),
        AutoRecoverySupported = type.Has("recover"),
        SupportedBootModes = type.BootModes,
        NitroEnclavesSupport = Word(type, "enclaves"),
        NitroTpmSupport = Word(type, "tpm"),
        NitroTpmInfo = type.Has("tpm") ? new NitroTpmView(["2.0"]) : null,
        PhcSupport = Word(type, "phc"),
        RebootMigrationSupport = Word(type, "migrate"),
    };

    private static string Word(InstanceTypeInfo type, string flag) => type.Has(flag) ? "supported" : "unsupported";
}

/// <summary>A type's processor.</summary>
public sealed record ProcessorView(
    [property: Wire("supportedArchitectures")] IReadOnlyList<string> SupportedArchitectures, double? SustainedClockSpeedInGhz, string? Manufacturer);

/// <summary>A type's virtual processors.</summary>
public sealed record VCpuView(int DefaultVCpus, int DefaultCores, int DefaultThreadsPerCore)
{
    [Wire("validCores")]
    public IReadOnlyList<int>? ValidCores { get; init; }

    [Wire("validThreadsPerCore")]
    public IReadOnlyList<int>? ValidThreadsPerCore { get; init; }

    public static VCpuView Of(InstanceTypeInfo type) => new(type.VCpus, type.Cores, type.ThreadsPerCore)
    {
        ValidCores = type.ValidCores.Length > 0 ? type.ValidCores : null,
        ValidThreadsPerCore = type.ValidCores.Length > 0 ? [.. Enumerable.Range(1, type.ThreadsPerCore)] : null,
    };
}

/// <summary>A type's memory.</summary>
public sealed record MemoryView(long SizeInMiB);

/// <summary>The strategies of placement groups that take the type.</summary>
public sealed record PlacementGroupInfoView([property: Wire("supportedStrategies")] IReadOnlyList<string> SupportedStrategies);

/// <summary>The versions of the trusted platform module.</summary>
public sealed record NitroTpmView([property: Wire("supportedVersions")] IReadOnlyList<string> SupportedVersions);

/// <summary>A type's own disks.</summary>
public sealed record InstanceStorageView(long TotalSizeInGB, [property: Wire("disks")] IReadOnlyList<DiskView> Disks)
{
    public string NvmeSupport { get; } = "required";

    public string EncryptionSupport { get; } = "required";

    public static InstanceStorageView? Of(InstanceTypeInfo type) => type.Disks.Length == 0 ? null : new InstanceStorageView(
        type.Disks.Sum(d => (long)d.Count * d.SizeGB), [.. type.Disks.Select(d => new DiskView(d.SizeGB, d.Count, d.Type))]);
}

/// <summary>Disks of one kind.</summary>
public sealed record DiskView(long SizeInGB, int Count, string Type);

/// <summary>A type's graphics processors.</summary>
public sealed record GpuInfoView([property: Wire("gpus")] IReadOnlyList<GpuView> Gpus, int TotalGpuMemoryInMiB)
{
    public static GpuInfoView? Of(InstanceTypeInfo type) => type.Gpus.Length == 0 ? null : new GpuInfoView(
        [.. type.Gpus.Select(g => new GpuView(g.Name, g.Manufacturer, g.Count, new GpuMemoryView(g.MemoryMiB)))], type.Gpus.Sum(g => g.Count * g.MemoryMiB));
}

/// <summary>Graphics processors of one kind.</summary>
public sealed record GpuView(string Name, string Manufacturer, int Count, GpuMemoryView MemoryInfo);

/// <summary>Memory of one graphics processor.</summary>
public sealed record GpuMemoryView(int SizeInMiB);
