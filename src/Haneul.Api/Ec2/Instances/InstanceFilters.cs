using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The filters of DescribeInstances. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html</summary>
internal static class InstanceFilters
{
    public static IReadOnlyDictionary<string, Reads<Instance>> Known { get; } = Own().Concat(OfAddresses()).Concat(OfOptions()).Concat(OfImage()).Concat(OfDevices()).Concat(OfInterfaces())
        .ToDictionary(StringComparer.Ordinal);

    public static IEnumerable<NetworkInterface> InterfacesOf(Scope scope, Instance i) => i.InterfaceIds.Select(id => scope.Find<NetworkInterface>(id)).OfType<NetworkInterface>();

    private static NetworkInterface? Primary(Scope scope, Instance i) => InterfacesOf(scope, i).FirstOrDefault();

    private static Dictionary<string, Reads<Instance>> Own() => new(StringComparer.Ordinal)
    {
        ["affinity"] = (_, _) => [],
        ["availability-zone"] = (_, i) => [i.Zone],
        ["availability-zone-id"] = (s, i) => [Regions.Zone(s.Region, i.Zone)?.Id],
        ["capacity-reservation-id"] = (_, _) => [],
        ["client-token"] = (_, i) => [i.ClientToken],
        ["host-id"] = (_, _) => [],
        ["iam-instance-profile.arn"] = (_, i) => [i.InstanceProfileArn],
        ["iam-instance-profile.id"] = (s, i) => [InstanceProfileView.Of(s, i)?.Id],
        ["iam-instance-profile.name"] = (_, i) => [i.InstanceProfileArn?[(i.InstanceProfileArn.LastIndexOf('/') + 1)..]],
        ["instance-id"] = (_, i) => [i.Id.Value],
        ["instance-lifecycle"] = (_, _) => [],
        ["instance-state-code"] = (_, i) => [Scalars.Write((int)i.State)],
        ["instance-state-name"] = (_, i) => [StateView.Word(i.State)],
        ["instance-type"] = (_, i) => [i.InstanceType],
        ["kernel-id"] = (_, _) => [],
        ["key-name"] = (_, i) => [i.KeyName],
        ["launch-index"] = (_, i) => [Scalars.Write(i.LaunchIndex)],
        ["launch-time"] = (_, i) => [Scalars.Write(i.LaunchTime)],
        ["outpost-arn"] = (_, _) => [],
        ["owner-id"] = (s, _) => [s.Account],
        ["placement-group-name"] = (_, i) => [i.PlacementGroup],
        ["placement-partition-number"] = (_, i) => [i.PartitionNumber is { } n ? Scalars.Write(n) : null],
        ["product-code"] = (_, _) => [],
        ["product-code.type"] = (_, _) => [],
        ["ramdisk-id"] = (_, _) => [],
        ["reason"] = (_, i) => [InstanceStates.TransitionReason(i)],
        ["requester-id"] = (_, _) => [],
        ["reservation-id"] = (_, i) => [i.ReservationId],
        ["spot-instance-request-id"] = (_, _) => [],
        ["state-reason-code"] = (_, i) => [i.StateReasonCode],
        ["state-reason-message"] = (_, i) => [i.StateReason],
        ["tenancy"] = (_, i) => [i.Tenancy],
        ["usage-operation-update-time"] = (_, i) => [Scalars.Write(i.LaunchTime)],
    };

    private static Dictionary<string, Reads<Instance>> OfAddresses() => new(StringComparer.Ordinal)
    {
        ["dns-name"] = (s, i) => [InstanceNames.Public(s, Primary(s, i))],
        ["group-id"] = (s, i) => Primary(s, i)?.GroupIds.Select(g => g.Value) ?? [],
        ["group-name"] = (s, i) => Primary(s, i)?.GroupIds.Select(g => s.Find<SecurityGroup>(g)?.Name) ?? [],
        ["instance.group-id"] = (s, i) => Primary(s, i)?.GroupIds.Select(g => g.Value) ?? [],
        ["instance.group-name"] = (s, i) => Primary(s, i)?.GroupIds.Select(g => s.Find<SecurityGroup>(g)?.Name) ?? [],
        ["ip-address"] = (s, i) => [InstanceNames.PublicIp(s, Primary(s, i))?.ToString()],
        ["ipv6-address"] = (s, i) => InterfacesOf(s, i).SelectMany(n => n.Ipv6Addresses).Select(a => a.ToString()),
        ["private-dns-name"] = (s, i) => [InstanceNames.Private(s, i, Primary(s, i))],
        ["private-ip-address"] = (s, i) => [InstanceNames.PrivateIp(Primary(s, i))?.ToString()],
        ["source-dest-check"] = (s, i) => [Primary(s, i) is { } n ? Scalars.Write(n.SourceDestCheck) : null],
        ["subnet-id"] = (_, i) => [i.SubnetId?.Value],
        ["vpc-id"] = (_, i) => [i.VpcId?.Value],
    };

    private static Dictionary<string, Reads<Instance>> OfOptions() => new(StringComparer.Ordinal)
    {
        ["capacity-reservation-specification.capacity-reservation-preference"] = (_, i) => [i.CapacityReservationPreference],
        ["ebs-optimized"] = (_, i) => [Scalars.Write(i.EbsOptimized)],
        ["enclave-options.enabled"] = (_, i) => [Scalars.Write(i.EnclaveEnabled)],
        ["hibernation-options.configured"] = (_, i) => [Scalars.Write(i.HibernationConfigured)],
        ["maintenance-options.auto-recovery"] = (_, i) => [i.AutoRecovery],
        ["metadata-options.http-endpoint"] = (_, i) => [i.Metadata.HttpEndpoint ? "enabled" : "disabled"],
        ["metadata-options.http-protocol-ipv4"] = (_, i) => [i.Metadata.HttpEndpoint ? "enabled" : "disabled"],
        ["metadata-options.http-protocol-ipv6"] = (_, i) => [i.Metadata.HttpProtocolIpv6 ? "enabled" : "disabled"],
        ["metadata-options.http-put-response-hop-limit"] = (_, i) => [Scalars.Write(i.Metadata.HttpPutResponseHopLimit)],
        ["metadata-options.http-tokens"] = (_, i) => [i.Metadata.HttpTokens],
        ["metadata-options.instance-metadata-tags"] = (_, i) => [i.Metadata.InstanceMetadataTags ? "enabled" : "disabled"],
        ["metadata-options.state"] = (_, _) => ["applied"],
        ["monitoring-state"] = (_, i) => [i.Monitoring ? "enabled" : "disabled"],
        ["network-performance-options.bandwidth-weighting"] = (_, i) => [i.BandwidthWeighting],
        ["private-dns-name-options.enable-resource-name-dns-a-record"] = (_, i) => [Scalars.Write(i.ResourceNameDnsARecord)],
        ["private-dns-name-options.enable-resource-name-dns-aaaa-record"] = (_, i) => [Scalars.Write(i.ResourceNameDnsAaaaRecord)],
        ["private-dns-name-options.hostname-type"] = (_, i) => [i.HostnameType],
    };

    private static Dictionary<string, Reads<Instance>> OfImage()
    {
        static Image? Of(Scope s, Instance i) => Images.Find(s, new Id<Image>(i.ImageId));
        return new(StringComparer.Ordinal)
        {
            ["architecture"] = (s, i) => [Of(s, i)?.Architecture],
            ["boot-mode"] = (s, i) => [Of(s, i)?.BootMode],
            ["current-instance-boot-mode"] = (s, i) => [Of(s, i)?.BootMode is "uefi" or "uefi-preferred" ? "uefi" : "legacy-bios"],
            ["hypervisor"] = (_, _) => ["xen"],
            ["image-id"] = (_, i) => [i.ImageId],
            ["platform"] = (s, i) => [Of(s, i) is { IsWindows: true } ? "windows" : null],
            ["platform-details"] = (s, i) => [Of(s, i)?.PlatformDetails],
            ["root-device-name"] = (_, i) => [i.RootDeviceName],
            ["root-device-type"] = (_, _) => ["ebs"],
            ["tpm-support"] = (_, _) => [],
            ["usage-operation"] = (s, i) => [Of(s, i)?.UsageOperation],
            ["virtualization-type"] = (_, _) => ["hvm"],
        };
    }

    private static Dictionary<string, Reads<Instance>> OfDevices() => new(StringComparer.Ordinal)
    {
        ["block-device-mapping.attach-time"] = (_, i) => i.BlockDevices.Select(d => Scalars.Write(d.AttachTime)),
        ["block-device-mapping.delete-on-termination"] = (_, i) => i.BlockDevices.Select(d => Scalars.Write(d.DeleteOnTermination)),
        ["block-device-mapping.device-name"] = (_, i) => i.BlockDevices.Select(d => d.DeviceName),
        ["block-device-mapping.status"] = (_, i) => i.BlockDevices.Select(_ => "attached"),
        ["block-device-mapping.volume-id"] = (_, i) => i.BlockDevices.Select(d => d.VolumeId.Value),
    };

    private static IEnumerable<KeyValuePair<string, Reads<Instance>>> OfInterfaces()
    {
        foreach (var (name, reads) in InterfaceReads())
        {
            yield return KeyValuePair.Create<string, Reads<Instance>>($"network-interface.{name}", (s, i) => InterfacesOf(s, i).SelectMany(n => reads(s, n)));
        }
    }

    private static IEnumerable<(string Name, Reads<NetworkInterface> Reads)> InterfaceReads() =>
    [
        ("addresses.association.allocation-id", (s, n) => n.PrivateIps.Select(ip => ElasticAddresses.Of(s, n.Id, ip)?.Id.Value)),
        ("addresses.association.association-id", (s, n) => n.PrivateIps.Select(ip => ElasticAddresses.Of(s, n.Id, ip)?.AssociationId)),
        ("addresses.association.ip-owner-id", (s, n) => n.PrivateIps.Select(ip => InstanceAssociationView.Of(s, n, ip)?.IpOwnerId)),
        ("addresses.association.public-ip", (s, n) => n.PrivateIps.Select(ip => Interfaces.PublicIpOf(s, n, ip)?.ToString())),
        ("addresses.primary", (_, n) => n.PrivateIps.Select((_, at) => at == 0 ? "true" : "false")),
        ("addresses.private-ip-address", (_, n) => n.PrivateIps.Select(ip => ip.ToString())),
        ("association.allocation-id", (s, n) => n.PrivateIps.Take(1).Select(ip => ElasticAddresses.Of(s, n.Id, ip)?.Id.Value)),
        ("association.association-id", (s, n) => n.PrivateIps.Take(1).Select(ip => ElasticAddresses.Of(s, n.Id, ip)?.AssociationId)),
        ("association.ip-owner-id", (s, n) => n.PrivateIps.Take(1).Select(ip => InstanceAssociationView.Of(s, n, ip)?.IpOwnerId)),
        ("association.public-ip", (s, n) => n.PrivateIps.Take(1).Select(ip => Interfaces.PublicIpOf(s, n, ip)?.ToString())),
        ("attachment.attach-time", (_, n) => [n.Attachment is { } a ? Scalars.Write(a.AttachTime) : null]),
        ("attachment.attachment-id", (_, n) => [n.Attachment?.AttachmentId]),
        ("attachment.delete-on-termination", (_, n) => [n.Attachment is { } a ? Scalars.Write(a.DeleteOnTermination) : null]),
        ("attachment.device-index", (_, n) => [n.Attachment is { } a ? Scalars.Write(a.DeviceIndex) : null]),
        ("attachment.instance-id", (_, n) => [n.Attachment?.InstanceId?.Value]),
        ("attachment.instance-owner-id", (_, n) => [n.Attachment?.InstanceOwnerId]),
        ("attachment.network-card-index", (_, n) => [n.Attachment is { } a ? Scalars.Write(a.NetworkCardIndex) : null]),
        ("attachment.status", (_, n) => [n.Attachment?.Status]),
        ("availability-zone", (_, n) => [n.Zone]),
        ("description", (_, n) => [n.Description]),
        ("group-id", (_, n) => n.GroupIds.Select(g => g.Value)),
        ("group-name", (s, n) => n.GroupIds.Select(g => s.Find<SecurityGroup>(g)?.Name)),
        ("ipv6-addresses.ipv6-address", (_, n) => n.Ipv6Addresses.Select(ip => ip.ToString())),
        ("ipv6-address", (_, n) => n.Ipv6Addresses.Select(ip => ip.ToString())),
        ("mac-address", (_, n) => [n.MacAddress]),
        ("network-interface-id", (_, n) => [n.Id.Value]),
        ("owner-id", (s, _) => [s.Account]),
        ("private-dns-name", (s, n) => n.PrivateIps.Take(1).Select(ip => DnsNames.Private(s.Region, ip))),
        ("private-ip-address", (_, n) => n.PrivateIps.Take(1).Select(ip => ip.ToString())),
        ("requester-id", (_, _) => []),
        ("requester-managed", (_, n) => [Scalars.Write(n.RequesterManaged)]),
        ("source-dest-check", (_, n) => [Scalars.Write(n.SourceDestCheck)]),
        ("status", (_, _) => ["in-use"]),
        ("subnet-id", (_, n) => [n.SubnetId.Value]),
        ("vpc-id", (_, n) => [n.VpcId.Value]),
    ];
}
