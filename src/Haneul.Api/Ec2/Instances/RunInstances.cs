using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Launches instances, perhaps by a template. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html</summary>
public sealed record RunInstances : Command<RunInstances.Result>, ITokened
{
    public required int MinCount { get; init; }

    public required int MaxCount { get; init; }

    public LaunchTemplateSpecification? LaunchTemplate { get; init; }

    public string? ImageId { get; init; }

    public string? InstanceType { get; init; }

    public string? KeyName { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    public IReadOnlyList<string>? SecurityGroups { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    public IReadOnlyList<InstanceIpv6Address> Ipv6Addresses { get; init; } = [];

    public int? Ipv6AddressCount { get; init; }

    public bool? EnablePrimaryIpv6 { get; init; }

    public IReadOnlyList<InterfaceSpecification>? NetworkInterfaces { get; init; }

    public IReadOnlyList<BlockDeviceMapping>? BlockDeviceMappings { get; init; }

    public string? UserData { get; init; }

    public EnabledOption? Monitoring { get; init; }

    public Placement? Placement { get; init; }

    public bool? DisableApiTermination { get; init; }

    public bool? DisableApiStop { get; init; }

    public bool? EbsOptimized { get; init; }

    public string? InstanceInitiatedShutdownBehavior { get; init; }

    public IamInstanceProfileSpecification? IamInstanceProfile { get; init; }

    public CreditSpecification? CreditSpecification { get; init; }

    public CpuOptions? CpuOptions { get; init; }

    public CapacityReservationSpecification? CapacityReservationSpecification { get; init; }

    public HibernationOptions? HibernationOptions { get; init; }

    public MetadataOptionsRequest? MetadataOptions { get; init; }

    public EnabledOption? EnclaveOptions { get; init; }

    public PrivateDnsNameOptions? PrivateDnsNameOptions { get; init; }

    public MaintenanceOptions? MaintenanceOptions { get; init; }

    public NetworkPerformanceOptions? NetworkPerformanceOptions { get; init; }

    [NoEffect("kernels are in the images")]
    public string? KernelId { get; init; }

    [NoEffect("RAM disks are in the images")]
    public string? RamdiskId { get; init; }

    [NoEffect("AWS keeps it for itself")]
    public string? AdditionalInfo { get; init; }

    public IReadOnlyList<TagSpecification>? TagSpecifications { get; init; }

    public string? ClientToken { get; init; }

    public sealed record Result(
        string ReservationId, string OwnerId, [property: Wire("groupSet")] IReadOnlyList<GroupIdentifierView> Groups, [property: Wire("instancesSet")] IReadOnlyList<InstanceView> Instances);

    public override Result Apply(Draft draft)
    {
        if (MinCount < 1 || MaxCount < MinCount) throw Fault.Invalid("MinCount, MaxCount", $"{MinCount}, {MaxCount}", "MinCount must be at least 1, and MaxCount not less");
        if (MaxCount > 1000) throw new Fault("InstanceLimitExceeded", "At most 1000 instances are launched at once");
        var template = LaunchTemplate is { } named ? Ec2.LaunchTemplates.DataOf(draft, named) : new LaunchTemplateData();
        var data = Own().Over(template);
        var request = data.ToLaunch(draft) with
        {
            Count = MaxCount,
            Least = MinCount,
            SubnetId = SubnetId is { } subnet ? Ids.Of<Subnet>(subnet, "SubnetId") : null,
            PrivateIp = PrivateIpAddress,
            Ipv6Addresses = [.. Ipv6Addresses.Select(a => a.Ipv6Address)],
            Ipv6Count = Ipv6AddressCount,
            HasPrimaryIpv6 = EnablePrimaryIpv6 ?? false,
        };
        CheckInterfaces(request, data);
        var launched = Launching.Launch(draft, request with { Pattern = request.Pattern with { ClientToken = ClientToken } });
        foreach (var instance in launched) TagAll(draft, instance, data.TagSpecifications ?? []);
        return new Result(launched[0].ReservationId, draft.Account, [], [.. launched.Select(i => InstanceView.Of(draft, i))]);
    }

    /// <summary>Tags what was made for an instance, and tells it who launched it.</summary>
    private void TagAll(Draft draft, Instance instance, IReadOnlyList<TagSpecification> specifications)
    {
        string[] allowed = ["instance", "volume", "network-interface", "elastic-gpu", "spot-instances-request"];
        draft.TagNew(instance.Id.Value, "instance", specifications, allowed);
        foreach (var device in instance.BlockDevices) draft.TagNew(device.VolumeId.Value, "volume", specifications, allowed);
        foreach (var nic in instance.InterfaceIds)
        {
            if (NetworkInterfaces?.Any(n => n.NetworkInterfaceId == nic.Value) != true) draft.TagNew(nic.Value, "network-interface", specifications, allowed);
        }
        if (LaunchTemplate is { } named) Ec2.LaunchTemplates.Mark(draft, instance, named);
    }

    private static void CheckInterfaces(LaunchRequest request, LaunchTemplateData data)
    {
        if (request.Interfaces.IsEmpty) return;
        if (request.SubnetId is not null) throw Fault.Combination("Network interfaces and an instance-level subnet ID may not be specified on the same request");
        if (data.SecurityGroupIds is { Count: > 0 } || data.SecurityGroups is { Count: > 0 }) throw Fault.Combination("Network interfaces and an instance-level security groups may not be specified on the same request");
        if (request.PrivateIp is not null) throw Fault.Combination("Network interfaces and an instance-level private IP address may not be specified on the same request");
        if (!request.Ipv6Addresses.IsEmpty || request.Ipv6Count is not null) throw Fault.Combination("Network interfaces and instance-level IPv6 addresses may not be specified on the same request");
    }

    private LaunchTemplateData Own() => new()
    {
        ImageId = ImageId,
        InstanceType = InstanceType,
        KeyName = KeyName,
        SecurityGroupIds = SecurityGroupIds,
        SecurityGroups = SecurityGroups,
        NetworkInterfaces = NetworkInterfaces,
        BlockDeviceMappings = BlockDeviceMappings,
        UserData = UserData,
        Monitoring = Monitoring,
        Placement = Placement,
        DisableApiTermination = DisableApiTermination,
        DisableApiStop = DisableApiStop,
        EbsOptimized = EbsOptimized,
        InstanceInitiatedShutdownBehavior = InstanceInitiatedShutdownBehavior,
        IamInstanceProfile = IamInstanceProfile,
        CreditSpecification = CreditSpecification,
        CpuOptions = CpuOptions,
        CapacityReservationSpecification = CapacityReservationSpecification,
        HibernationOptions = HibernationOptions,
        MetadataOptions = MetadataOptions,
        EnclaveOptions = EnclaveOptions,
        PrivateDnsNameOptions = PrivateDnsNameOptions,
        MaintenanceOptions = MaintenanceOptions,
        NetworkPerformanceOptions = NetworkPerformanceOptions,
        TagSpecifications = TagSpecifications,
    };
}
