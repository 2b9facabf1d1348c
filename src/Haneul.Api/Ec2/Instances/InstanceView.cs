using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An instance as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html</summary>
public sealed record InstanceView
{
    public required Id<Instance> InstanceId { get; init; }

    public required string ImageId { get; init; }

    [Wire("instanceState")]
    public required StateView State { get; init; }

    public required string PrivateDnsName { get; init; }

    [Wire("dnsName")]
    public required string PublicDnsName { get; init; }

    [Wire("reason")]
    public required string StateTransitionReason { get; init; }

    public StateReasonView? StateReason { get; init; }

    public string? KeyName { get; init; }

    public required int AmiLaunchIndex { get; init; }

    [Wire("productCodes")]
    public IReadOnlyList<ProductCode> ProductCodes { get; } = [];

    public required string InstanceType { get; init; }

    public required DateTimeOffset LaunchTime { get; init; }

    public required PlacementView Placement { get; init; }

    public required MonitoringView Monitoring { get; init; }

    public Id<Subnet>? SubnetId { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    [Wire("ipAddress")]
    public Ip? PublicIpAddress { get; init; }

    public Ip? Ipv6Address { get; init; }

    public bool? SourceDestCheck { get; init; }

    [Wire("groupSet")]
    public required IReadOnlyList<GroupIdentifierView> SecurityGroups { get; init; }

    public string? Architecture { get; init; }

    public string RootDeviceType { get; } = "ebs";

    public required string RootDeviceName { get; init; }

    [Wire("blockDeviceMapping")]
    public required IReadOnlyList<InstanceDeviceView> BlockDeviceMappings { get; init; }

    public string VirtualizationType { get; } = "hvm";

    public string Hypervisor { get; } = "xen";

    public string? ClientToken { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required IReadOnlyList<InstanceInterfaceView> NetworkInterfaces { get; init; }

    public InstanceProfileView? IamInstanceProfile { get; init; }

    public required bool EbsOptimized { get; init; }

    public bool EnaSupport { get; } = true;

    public CpuOptionsView? CpuOptions { get; init; }

    public required CapacityReservationSpecificationView CapacityReservationSpecification { get; init; }

    public required HibernationOptionsView HibernationOptions { get; init; }

    public required MetadataOptionsView MetadataOptions { get; init; }

    public required EnabledView EnclaveOptions { get; init; }

    public string? BootMode { get; init; }

    public string? CurrentInstanceBootMode { get; init; }

    public string? Platform { get; init; }

    public string? PlatformDetails { get; init; }

    public string? UsageOperation { get; init; }

    public required DateTimeOffset UsageOperationUpdateTime { get; init; }

    public required PrivateDnsNameOptionsView PrivateDnsNameOptions { get; init; }

    public required MaintenanceOptionsView MaintenanceOptions { get; init; }

    public required NetworkPerformanceOptionsView NetworkPerformanceOptions { get; init; }

    public static InstanceView Of(Scope scope, Instance i)
    {
        var image = Images.Find(scope, new Id<Image>(i.ImageId));
        var nics = i.InterfaceIds.Select(id => scope.Find<NetworkInterface>(id)).OfType<NetworkInterface>().ToList();
        var primary = nics.FirstOrDefault();
        return new InstanceView
        {
            InstanceId = i.Id,
            ImageId = i.ImageId,
            State = StateView.Of(i.State),
            PrivateDnsName = InstanceNames.Private(scope, i, primary),
            PublicDnsName = InstanceNames.Public(scope, primary) ?? "",
            StateTransitionReason = InstanceStates.TransitionReason(i),
            StateReason = i.StateReasonCode is { } code ? new StateReasonView(code, i.StateReason ?? code) : null,
            KeyName = i.KeyName,
            AmiLaunchIndex = i.LaunchIndex,
            InstanceType = i.InstanceType,
            LaunchTime = i.LaunchTime,
            Placement = PlacementView.Of(scope, i),
            Monitoring = MonitoringView.Of(i),
            SubnetId = i.SubnetId,
            VpcId = i.VpcId,
            PrivateIpAddress = InstanceNames.PrivateIp(primary),
            PublicIpAddress = InstanceNames.PublicIp(scope, primary),
            Ipv6Address = primary is { Ipv6Addresses: [var v6, ..] } ? v6 : null,
            SourceDestCheck = primary?.SourceDestCheck,
            SecurityGroups = primary is null ? [] : GroupIdentifierView.Of(scope, primary.GroupIds),
            Architecture = image?.Architecture,
            RootDeviceName = i.RootDeviceName,
            BlockDeviceMappings = [.. i.BlockDevices.Select(d => InstanceDeviceView.Of(scope, d))],
            ClientToken = i.ClientToken,
            Tags = scope.TagsFor(i.Id.Value),
            NetworkInterfaces = [.. nics.Select(n => InstanceInterfaceView.Of(scope, n))],
            IamInstanceProfile = InstanceProfileView.Of(scope, i),
            EbsOptimized = i.EbsOptimized,
            CpuOptions = i is { CoreCount: { } cores, ThreadsPerCore: { } threads } ? new CpuOptionsView(cores, threads) : null,
            CapacityReservationSpecification = new CapacityReservationSpecificationView(i.CapacityReservationPreference),
            HibernationOptions = new HibernationOptionsView(i.HibernationConfigured),
            MetadataOptions = MetadataOptionsView.Of(i.Metadata),
            EnclaveOptions = new EnabledView(i.EnclaveEnabled),
            BootMode = image?.BootMode,
            CurrentInstanceBootMode = image?.BootMode is "uefi" or "uefi-preferred" ? "uefi" : "legacy-bios",
            Platform = image is { IsWindows: true } ? "windows" : null,
            PlatformDetails = image?.PlatformDetails,
            UsageOperation = image?.UsageOperation,
            UsageOperationUpdateTime = i.LaunchTime,
            PrivateDnsNameOptions = new PrivateDnsNameOptionsView(i.HostnameType, i.ResourceNameDnsARecord, i.ResourceNameDnsAaaaRecord),
            MaintenanceOptions = new MaintenanceOptionsView(i.AutoRecovery, i.RebootMigration),
            NetworkPerformanceOptions = new NetworkPerformanceOptionsView(i.BandwidthWeighting),
        };
    }
}
