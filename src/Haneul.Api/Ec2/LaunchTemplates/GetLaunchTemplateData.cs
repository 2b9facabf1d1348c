using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The launch data that would make an instance like this one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetLaunchTemplateData.html</summary>
public sealed record GetLaunchTemplateData : Query<GetLaunchTemplateData.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public sealed record Result(LaunchTemplateData LaunchTemplateData);

    public override Result Answer(Scope scope)
    {
        var i = scope.Get(InstanceId);
        var metadata = MetadataOptionsView.Of(i.Metadata);
        return new Result(new LaunchTemplateData
        {
            ImageId = i.ImageId,
            InstanceType = i.InstanceType,
            KeyName = i.KeyName,
            UserData = i.UserData,
            EbsOptimized = i.EbsOptimized,
            DisableApiTermination = i.DisableApiTermination,
            DisableApiStop = i.DisableApiStop,
            InstanceInitiatedShutdownBehavior = i.ShutdownBehavior,
            Monitoring = new EnabledOption { Enabled = i.Monitoring },
            Placement = new Placement { AvailabilityZone = i.Zone, GroupName = i.PlacementGroup ?? "", Tenancy = i.Tenancy },
            IamInstanceProfile = i.InstanceProfileArn is { } arn ? new IamInstanceProfileSpecification { Arn = arn } : null,
            BlockDeviceMappings = [.. i.BlockDevices.Select(d => Device(scope, d))],
            NetworkInterfaces = [.. InstanceFilters.InterfacesOf(scope, i).Select(n => Interface(n, i))],
            TagSpecifications = scope.TagsFor(i.Id.Value) is { Count: > 0 } tags ? [new TagSpecification { ResourceType = "instance", Tags = tags }] : null,
            CreditSpecification = i.CpuCredits is { } credits ? new CreditSpecification { CpuCredits = credits } : null,
            CpuOptions = new CpuOptions { CoreCount = i.CoreCount, ThreadsPerCore = i.ThreadsPerCore },
            CapacityReservationSpecification = new CapacityReservationSpecification { CapacityReservationPreference = i.CapacityReservationPreference },
            HibernationOptions = new HibernationOptions { Configured = i.HibernationConfigured },
            EnclaveOptions = new EnabledOption { Enabled = i.EnclaveEnabled },
            MaintenanceOptions = new MaintenanceOptions { AutoRecovery = i.AutoRecovery },
            MetadataOptions = new MetadataOptionsRequest
            {
                HttpTokens = metadata.HttpTokens,
                HttpPutResponseHopLimit = metadata.HttpPutResponseHopLimit,
                HttpEndpoint = metadata.HttpEndpoint,
                HttpProtocolIpv6 = metadata.HttpProtocolIpv6,
                InstanceMetadataTags = metadata.InstanceMetadataTags,
            },
            PrivateDnsNameOptions = new PrivateDnsNameOptions
            {
                HostnameType = i.HostnameType, EnableResourceNameDnsARecord = i.ResourceNameDnsARecord, EnableResourceNameDnsAaaaRecord = i.ResourceNameDnsAaaaRecord,
            },
        });
    }

    private static BlockDeviceMapping Device(Scope scope, BlockDevice device)
    {
        var volume = scope.Find<Volume>(device.VolumeId);
        return new BlockDeviceMapping
        {
            DeviceName = device.DeviceName,
            Ebs = new EbsBlockDevice
            {
                DeleteOnTermination = device.DeleteOnTermination,
                Encrypted = volume?.Encrypted,
                SnapshotId = volume?.SnapshotId,
                VolumeSize = volume?.SizeGiB,
                VolumeType = volume?.Type,
                Iops = volume?.Type is "gp3" or "io1" or "io2" ? volume.Iops : null,
                Throughput = volume?.ThroughputMiBps,
            },
        };
    }

    private static InterfaceSpecification Interface(NetworkInterface nic, Instance instance) => new()
    {
        AssociatePublicIpAddress = nic.Attachment?.DeviceIndex == 0 ? instance.GetsPublicIp : null,
        DeleteOnTermination = nic.Attachment?.DeleteOnTermination,
        Description = nic.Description,
        DeviceIndex = nic.Attachment?.DeviceIndex,
        Groups = [.. nic.GroupIds.Select(g => g.Value)],
        InterfaceType = nic.InterfaceType,
        Ipv6Addresses = [.. nic.Ipv6Addresses.Select(ip => new InstanceIpv6Address { Ipv6Address = ip })],
        PrivateIpAddresses = [.. nic.PrivateIps.Select((ip, at) => new PrivateIpAddressSpecification { Primary = at == 0, PrivateIpAddress = ip })],
        SubnetId = nic.SubnetId.Value,
    };
}
