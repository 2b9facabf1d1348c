using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists instance types. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html</summary>
public sealed record DescribeInstanceTypes : DescribeQuery<DescribeInstanceTypes.Result>
{
    [Wire("InstanceType")]
    public IReadOnlyList<string> InstanceTypes { get; init; } = [];

    [NoEffect("every region has every type here")]
    public bool IncludeUnsupportedInRegion { get; init; }

    public sealed record Result(IReadOnlyList<InstanceTypeView> InstanceTypes, string? NextToken);

    private static readonly Dictionary<string, Reads<InstanceTypeInfo>> Known = new(StringComparer.Ordinal)
    {
        ["auto-recovery-supported"] = (_, t) => [Scalars.Write(t.Has("recover"))],
        ["bare-metal"] = (_, t) => [Scalars.Write(t.IsMetal)],
        ["burstable-performance-supported"] = (_, t) => [Scalars.Write(t.IsBurstable)],
        ["current-generation"] = (_, t) => [Scalars.Write(t.Has("current"))],
        ["dedicated-hosts-supported"] = (_, t) => [Scalars.Write(t.Has("dedicated"))],
        ["ebs-info.attachment-limit-type"] = (_, t) => [t.AttachmentLimitType],
        ["ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps"] = (_, t) => [t.Ebs is { } e ? Scalars.Write(e.BaselineMbps) : null],
        ["ebs-info.ebs-optimized-info.baseline-iops"] = (_, t) => [t.Ebs is { } e ? Scalars.Write(e.BaselineIops) : null],
        ["ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps"] = (_, t) => [t.Ebs is { } e ? Scalars.Write(e.MaximumMbps) : null],
        ["ebs-info.ebs-optimized-info.maximum-iops"] = (_, t) => [t.Ebs is { } e ? Scalars.Write(e.MaximumIops) : null],
        ["ebs-info.ebs-optimized-support"] = (_, t) => [t.EbsOptimizedSupport],
        ["ebs-info.encryption-support"] = (_, _) => ["supported"],
        ["ebs-info.maximum-ebs-attachments"] = (_, t) => [Scalars.Write(t.MaximumEbsAttachments)],
        ["ebs-info.nvme-support"] = (_, t) => [t.NvmeSupport],
        ["free-tier-eligible"] = (_, t) => [Scalars.Write(t.Has("free"))],
        ["hibernation-supported"] = (_, t) => [Scalars.Write(t.Has("hibernate"))],
        ["hypervisor"] = (_, t) => [t.Hypervisor],
        ["instance-storage-info.total-size-in-gb"] = (_, t) => [InstanceStorageView.Of(t) is { } s ? Scalars.Write(s.TotalSizeInGB) : null],
        ["instance-storage-info.disk.count"] = (_, t) => t.Disks.Select(d => Scalars.Write(d.Count)),
        ["instance-storage-info.disk.size-in-gb"] = (_, t) => t.Disks.Select(d => Scalars.Write(d.SizeGB)),
        ["instance-storage-info.disk.type"] = (_, t) => t.Disks.Select(d => d.Type),
        ["instance-storage-supported"] = (_, t) => [Scalars.Write(t.Disks.Length > 0)],
        ["instance-type"] = (_, t) => [t.Id.Value],
        ["memory-info.size-in-mib"] = (_, t) => [Scalars.Write(t.MemoryMiB)],
        ["network-info.efa-supported"] = (_, t) => [Scalars.Write(t.Has("efa"))],
        ["network-info.ena-support"] = (_, t) => [t.EnaSupport],
        ["network-info.encryption-in-transit-supported"] = (_, t) => [Scalars.Write(t.Has("transit"))],
        ["network-info.ipv4-addresses-per-interface"] = (_, t) => [Scalars.Write(t.AddressesPerInterface)],
        ["network-info.ipv6-addresses-per-interface"] = (_, t) => [Scalars.Write(t.AddressesPerInterface)],
        ["network-info.ipv6-supported"] = (_, _) => ["true"],
        ["network-info.maximum-network-cards"] = (_, _) => ["1"],
        ["network-info.maximum-network-interfaces"] = (_, t) => [Scalars.Write(t.MaximumInterfaces)],
        ["network-info.network-performance"] = (_, t) => [t.NetworkPerformance],
        ["nitro-enclaves-support"] = (_, t) => [t.Has("enclaves") ? "supported" : "unsupported"],
        ["nitro-tpm-support"] = (_, t) => [t.Has("tpm") ? "supported" : "unsupported"],
        ["processor-info.manufacturer"] = (_, t) => [t.Manufacturer],
        ["processor-info.supported-architecture"] = (_, t) => t.Architectures,
        ["processor-info.sustained-clock-speed-in-ghz"] = (_, t) => [t.ClockGHz is { } g ? Scalars.Write(g) : null],
        ["supported-boot-mode"] = (_, t) => t.BootModes,
        ["supported-root-device-type"] = (_, _) => ["ebs"],
        ["supported-usage-class"] = (_, t) => t.Has("spot") ? ["on-demand", "spot"] : ["on-demand"],
        ["supported-virtualization-type"] = (_, _) => ["hvm"],
        ["vcpu-info.default-cores"] = (_, t) => [Scalars.Write(t.Cores)],
        ["vcpu-info.default-threads-per-core"] = (_, t) => [Scalars.Write(t.ThreadsPerCore)],
        ["vcpu-info.default-vcpus"] = (_, t) => [Scalars.Write(t.VCpus)],
        ["vcpu-info.valid-cores"] = (_, t) => t.ValidCores.Select(c => Scalars.Write(c)),
    };

    public override Result Answer(Scope scope)
    {
        if (MaxResults > 100) throw Fault.Invalid("MaxResults", Scalars.Write(MaxResults), "It must be between 5 and 100");
        var ids = InstanceTypes.Select(t => Model.InstanceTypes.Get(t).Id).ToList();
        var page = new Selection<InstanceTypeInfo>(scope, Model.InstanceTypes.All).Named(ids).Where(Filters, Known)
            .Paged(MaxResults ?? (ids.Count > 0 ? null : 100), NextToken);
        return new Result([.. page.Rows.Select(InstanceTypeView.Of)], page.NextToken);
    }
}
