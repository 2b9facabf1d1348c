using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>From what a call and a template say to a launch. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html</summary>
internal static class LaunchMerging
{
    /// <summary>What the call says, and where it says nothing, the template. Devices are merged by name, interfaces by device index, metadata options one by one.</summary>
    public static LaunchTemplateData Over(this LaunchTemplateData call, LaunchTemplateData template)
    {
        // Groups by id and by name are one choice: whichever way the call names them, the template's are not added.
        var namesGroups = call.SecurityGroupIds is { Count: > 0 } || call.SecurityGroups is { Count: > 0 };
        return template with
        {
            ImageId = call.ImageId ?? template.ImageId,
            InstanceType = call.InstanceType ?? template.InstanceType,
            KeyName = call.KeyName ?? template.KeyName,
            SecurityGroupIds = namesGroups ? call.SecurityGroupIds : template.SecurityGroupIds,
            SecurityGroups = namesGroups ? call.SecurityGroups : template.SecurityGroups,
            NetworkInterfaces = Interfaces(call.NetworkInterfaces, template.NetworkInterfaces),
            BlockDeviceMappings = Devices(call.BlockDeviceMappings, template.BlockDeviceMappings),
            UserData = call.UserData ?? template.UserData,
            Monitoring = call.Monitoring ?? template.Monitoring,
            Placement = Place(call.Placement, template.Placement),
            DisableApiTermination = call.DisableApiTermination ?? template.DisableApiTermination,
            DisableApiStop = call.DisableApiStop ?? template.DisableApiStop,
            EbsOptimized = call.EbsOptimized ?? template.EbsOptimized,
            InstanceInitiatedShutdownBehavior = call.InstanceInitiatedShutdownBehavior ?? template.InstanceInitiatedShutdownBehavior,
            IamInstanceProfile = call.IamInstanceProfile ?? template.IamInstanceProfile,
            CreditSpecification = call.CreditSpecification ?? template.CreditSpecification,
            CpuOptions = call.CpuOptions ?? template.CpuOptions,
            CapacityReservationSpecification = call.CapacityReservationSpecification ?? template.CapacityReservationSpecification,
            HibernationOptions = call.HibernationOptions ?? template.HibernationOptions,
            MetadataOptions = Metadata(call.MetadataOptions, template.MetadataOptions),
            EnclaveOptions = call.EnclaveOptions ?? template.EnclaveOptions,
            PrivateDnsNameOptions = call.PrivateDnsNameOptions ?? template.PrivateDnsNameOptions,
            MaintenanceOptions = call.MaintenanceOptions ?? template.MaintenanceOptions,
            NetworkPerformanceOptions = call.NetworkPerformanceOptions ?? template.NetworkPerformanceOptions,
            TagSpecifications = Tags(call.TagSpecifications ?? [], template.TagSpecifications ?? []),
        };
    }

    /// <summary>A tag of the call replaces the template's tag with its key on the same type of resource.</summary>
    private static IReadOnlyList<TagSpecification> Tags(IReadOnlyList<TagSpecification> call, IReadOnlyList<TagSpecification> template) =>
    [
        .. call.Select(c => c with
        {
            Tags = [.. c.Tags, .. template.Where(t => t.ResourceType == c.ResourceType).SelectMany(t => t.Tags).Where(t => !c.Tags.Any(own => own.Key == t.Key))],
        }),
        .. template.Where(t => !call.Any(c => c.ResourceType == t.ResourceType)),
    ];

    private static IReadOnlyList<BlockDeviceMapping>? Devices(IReadOnlyList<BlockDeviceMapping>? call, IReadOnlyList<BlockDeviceMapping>? template) =>
        call is null || template is null ? call ?? template : [.. call, .. template.Where(t => !call.Any(c => c.DeviceName == t.DeviceName))];

    private static IReadOnlyList<InterfaceSpecification>? Interfaces(IReadOnlyList<InterfaceSpecification>? call, IReadOnlyList<InterfaceSpecification>? template)
    {
        if (call is null || template is null) return call ?? template;
        var merged = call.Select(c => template.FirstOrDefault(t => t.DeviceIndex == c.DeviceIndex) is { } t && c.NetworkInterfaceId is null ? Interface(c, t) : c);
        return [.. merged, .. template.Where(t => !call.Any(c => c.DeviceIndex == t.DeviceIndex))];
    }

    private static InterfaceSpecification Interface(InterfaceSpecification call, InterfaceSpecification template) => template with
    {
        AssociatePublicIpAddress = call.AssociatePublicIpAddress ?? template.AssociatePublicIpAddress,
        DeleteOnTermination = call.DeleteOnTermination ?? template.DeleteOnTermination,
        Description = call.Description ?? template.Description,
        Groups = call.Groups ?? template.Groups,
        Ipv6AddressCount = call.Ipv6AddressCount ?? template.Ipv6AddressCount,
        Ipv6Addresses = call.Ipv6Addresses ?? template.Ipv6Addresses,
        PrivateIpAddress = call.PrivateIpAddress ?? template.PrivateIpAddress,
        PrivateIpAddresses = call.PrivateIpAddresses ?? template.PrivateIpAddresses,
        SecondaryPrivateIpAddressCount = call.SecondaryPrivateIpAddressCount ?? template.SecondaryPrivateIpAddressCount,
        SubnetId = call.SubnetId ?? template.SubnetId,
    };

    private static Placement? Place(Placement? call, Placement? template) => call is null || template is null ? call ?? template : template with
    {
        AvailabilityZone = call.AvailabilityZone ?? template.AvailabilityZone,
        GroupName = call.GroupName ?? template.GroupName,
        Tenancy = call.Tenancy ?? template.Tenancy,
        PartitionNumber = call.PartitionNumber ?? template.PartitionNumber,
    };

    private static MetadataOptionsRequest? Metadata(MetadataOptionsRequest? call, MetadataOptionsRequest? template) => call is null || template is null ? call ?? template : new MetadataOptionsRequest
    {
        HttpTokens = call.HttpTokens ?? template.HttpTokens,
        HttpPutResponseHopLimit = call.HttpPutResponseHopLimit ?? template.HttpPutResponseHopLimit,
        HttpEndpoint = call.HttpEndpoint ?? template.HttpEndpoint,
        HttpProtocolIpv6 = call.HttpProtocolIpv6 ?? template.HttpProtocolIpv6,
        InstanceMetadataTags = call.InstanceMetadataTags ?? template.InstanceMetadataTags,
    };
}
