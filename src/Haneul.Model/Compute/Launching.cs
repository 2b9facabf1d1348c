using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Launching instances with their interfaces and volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html</summary>
public static class Launching
{
    /// <summary>Launches all or none. The pattern's image, type and attributes are checked here.</summary>
    public static IReadOnlyList<Instance> Launch(Draft draft, LaunchRequest request)
    {
        var image = Images.Get(draft, new Id<Image>(request.Pattern.ImageId));
        var type = InstanceTypes.Get(request.Pattern.InstanceType);
        CheckMatch(draft, request, image, type);
        var interfaces = Implied(draft, request);
        CheckInterfaces(draft, request, interfaces, type);
        var reservation = $"r-0{draft.Hex(16)}";
        return [.. Enumerable.Range(0, Fitting(draft, request, interfaces, type)).Select(n => LaunchOne(draft, request, interfaces, image, type, reservation, n))];
    }

    /// <summary>As many as were asked for, or as the quota and the primary subnet admit; a fault where that is less than the least.</summary>
    private static int Fitting(Draft draft, LaunchRequest request, ImmutableArray<LaunchInterface> interfaces, InstanceTypeInfo type)
    {
        var counted = VCpus.Of(draft, type);
        var count = Math.Min(request.Count, (draft.QuotaOf(counted.Quota) - counted.InUse) / type.VCpus);
        if (interfaces[0].Existing is null && draft.Find(interfaces[0].SubnetId) is { Cidr: not null } subnet) count = Math.Min(count, PrivateAddresses.FreeIn(draft, subnet));
        if (count >= request.Least) return count;
        draft.Admit(counted.Quota, counted.InUse, type.VCpus * request.Least);
        return request.Least;
    }

    /// <summary>Faults for cores or threads that the type cannot have.</summary>
    public static void CheckCpu(InstanceTypeInfo type, int? cores, int? threads)
    {
        if (cores is { } c && c != type.Cores && !type.ValidCores.Contains(c)) throw Fault.Invalid("CpuOptions.CoreCount", $"{c}", $"{type.Id} takes: {string.Join(", ", type.ValidCores)}");
        if (threads is { } t && (t < 1 || t > type.ThreadsPerCore)) throw Fault.Invalid("CpuOptions.ThreadsPerCore", $"{t}", $"{type.Id} takes 1 to {type.ThreadsPerCore}");
    }

    private static Instance LaunchOne(
        Draft draft, LaunchRequest request, ImmutableArray<LaunchInterface> interfaces, Image image, InstanceTypeInfo type, string reservation, int index)
    {
        var primary = interfaces[0];
        var subnet = draft.Get(primary.SubnetId ?? throw new InvalidOperationException("The primary interface has its subnet by now"));
        var getsPublicIp = primary.Existing is null && interfaces.Length == 1 && (primary.AssociatePublicIp ?? subnet.MapPublicIpOnLaunch);
        var instance = draft.Put(request.Pattern with
        {
            Id = draft.NewId<Instance>(),
            ReservationId = reservation,
            State = InstanceState.Pending,
            LaunchTime = draft.Now,
            Zone = subnet.Zone,
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            LaunchIndex = index,
            GetsPublicIp = getsPublicIp,
            RootDeviceName = image.RootDeviceName,
            CpuCredits = request.Pattern.CpuCredits ?? type.DefaultCredits,
            CoreCount = request.Pattern.CoreCount ?? type.Cores,
            ThreadsPerCore = request.Pattern.ThreadsPerCore ?? type.ThreadsPerCore,
            EbsOptimized = request.Pattern.EbsOptimized,
            StateReasonCode = "pending",
            StateReason = "pending",
            InstanceProfileAssociationId = request.Pattern.InstanceProfileArn is null ? null : draft.NewId("iip-assoc"),
            InstanceProfileTime = request.Pattern.InstanceProfileArn is null ? null : draft.Now,
        });
        foreach (var one in interfaces) AddInterface(draft, instance, one, getsPublicIp);
        foreach (var device in Devices(request, image, subnet.Zone)) AddVolume(draft, instance.Id, device);
        return draft.Get(instance.Id);
    }

    private static void AddInterface(Draft draft, Instance instance, LaunchInterface one, bool getsPublicIp)
    {
        var nic = one.Existing is { } id ? draft.Get(id) : Interfaces.Make(draft, one.Request with { SubnetId = one.SubnetId ?? instance.SubnetId ?? default });
        nic = Interfaces.Attach(draft, nic, instance.Id, one.DeviceIndex, one.DeleteOnTermination ?? one.Existing is null, one.NetworkCardIndex);
        if (getsPublicIp) Interfaces.LendPublicIp(draft, nic);
    }

    private static void AddVolume(Draft draft, Id<Instance> id, LaunchDevice device)
    {
        if (device.Volume is not { } request) return;
        var volume = Volumes.Make(draft, request);
        Volumes.Attach(draft, volume, draft.Get(id), device.DeviceName, device.DeleteOnTermination ?? true);
    }

    /// <summary>The image's root device with what was asked of it, then the further ones.</summary>
    private static IEnumerable<LaunchDevice> Devices(LaunchRequest request, Image image, string zone)
    {
        var asked = request.Devices.FirstOrDefault(d => d.DeviceName == image.RootDeviceName);
        if (asked is { IsSuppressed: true }) throw Fault.Invalid("BlockDeviceMapping.NoDevice", image.RootDeviceName, "An instance needs its root device");
        var root = asked?.Volume ?? new VolumeRequest(zone);
        if (root.SizeGiB < image.RootSizeGiB)
        {
            throw new Fault("InvalidBlockDeviceMapping", $"Volume of size {root.SizeGiB}GB is smaller than snapshot '{image.SnapshotId}', expect size >= {image.RootSizeGiB}GB");
        }
        yield return new LaunchDevice(image.RootDeviceName)
        {
            Volume = root with { Zone = zone, SizeGiB = root.SizeGiB ?? image.RootSizeGiB, Type = root.Type ?? image.RootVolumeType, SnapshotId = image.SnapshotId },
            DeleteOnTermination = asked?.DeleteOnTermination,
        };
        foreach (var device in request.Devices.Where(d => d.DeviceName != image.RootDeviceName && d.Volume is not null))
        {
            yield return device with { Volume = device.Volume is { } v ? v with { Zone = zone } : null };
        }
    }

    private static void CheckMatch(Draft draft, LaunchRequest request, Image image, InstanceTypeInfo type)
    {
        if (!type.Architectures.Contains(image.Architecture))
        {
            throw Fault.Invalid("instanceType", type.Id.Value, $"The architecture '{string.Join(",", type.Architectures)}' of the specified instance type does not match the architecture '{image.Architecture}' of the specified AMI.");
        }
        if (request.Pattern.KeyName is { } key && KeyPairs.Named(draft, key) is null) throw new Fault("InvalidKeyPair.NotFound", $"The key pair '{key}' does not exist");
        if (request.Pattern.CpuCredits is not null && !type.IsBurstable)
        {
            throw Fault.Combination($"The credit specification is for burstable types only, and {type.Id} is none");
        }
        CheckCpu(type, request.Pattern.CoreCount, request.Pattern.ThreadsPerCore);
        if (request.Pattern.PlacementGroup is { } group && !draft.All<PlacementGroup>().Any(g => g.Name == group))
        {
            throw new Fault("InvalidPlacementGroup.Unknown", $"The placement group '{group}' is unknown.");
        }
        var names = request.Devices.Select(d => d.DeviceName).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count) throw new Fault("InvalidBlockDeviceMapping", "A device name is given twice");
        if (names.Count + 1 > type.MaximumEbsAttachments) throw new Fault("AttachmentLimitExceeded", $"{type.Id} takes {type.MaximumEbsAttachments} volumes");
    }

    /// <summary>The interfaces with their subnets; the primary one, made up where none is named, first.</summary>
    private static ImmutableArray<LaunchInterface> Implied(Draft draft, LaunchRequest request)
    {
        if (request.Interfaces.IsEmpty)
        {
            var subnet = request.SubnetId is { } id ? draft.Get(id) : DefaultSubnet(draft, request.Zone);
            return
            [
                new LaunchInterface(0)
                {
                    SubnetId = subnet.Id,
                    Request = new InterfaceRequest(subnet.Id)
                    {
                        PrimaryIp = request.PrivateIp, GroupIds = [.. request.GroupIds, .. Named(draft, subnet.VpcId, request.GroupNames)],
                        Ipv6Addresses = request.Ipv6Addresses, Ipv6Count = request.Ipv6Count, HasPrimaryIpv6 = request.HasPrimaryIpv6,
                    },
                },
            ];
        }
        var ordered = request.Interfaces.OrderBy(i => i.DeviceIndex).ToImmutableArray();
        if (ordered[0].DeviceIndex != 0) throw Fault.Invalid("NetworkInterface.DeviceIndex", $"{ordered[0].DeviceIndex}", "One interface must be the primary one, with device index 0");
        return [.. ordered.Select(i => i with { SubnetId = i.Existing is { } id ? draft.Get(id).SubnetId : i.SubnetId ?? DefaultSubnet(draft, request.Zone).Id })];
    }

    /// <summary>The default subnet of the zone, or of the first zone that has one and works.</summary>
    private static Subnet DefaultSubnet(Scope scope, string? zone)
    {
        if (zone is not null && Regions.Zone(scope.Region, zone) is null) throw Fault.Invalid("availabilityZone", zone, "The zone does not exist in this region");
        var vpc = scope.All<Vpc>().FirstOrDefault(v => v.IsDefault)
            ?? throw new Fault("VPCIdNotSpecified", "No default VPC for this user. Name a subnet, or make one with CreateDefaultVpc.");
        var name = zone is null ? null : Regions.Zone(scope.Region, zone)?.Name;
        return scope.All<Subnet>().Where(s => s.VpcId == vpc.Id && s.DefaultForAz && (name is null || s.Zone == name)).OrderBy(s => ZoneFailure.DarkSince(scope, s.Zone) is not null).ThenBy(s => s.Zone, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new Fault("MissingInput", $"No subnets found for the default VPC '{vpc.Id}'. Please specify a subnet.");
    }

    private static IEnumerable<Id<SecurityGroup>> Named(Scope scope, Id<Vpc> vpc, ImmutableArray<string> names) => names.Select(name =>
        scope.All<SecurityGroup>().FirstOrDefault(g => g.VpcId == vpc && g.Name == name)?.Id
        ?? throw new Fault("InvalidGroup.NotFound", $"The security group '{name}' does not exist in VPC '{vpc}'"));

    private static void CheckInterfaces(Draft draft, LaunchRequest request, ImmutableArray<LaunchInterface> interfaces, InstanceTypeInfo type)
    {
        if (interfaces.Select(i => (i.DeviceIndex, i.NetworkCardIndex)).Distinct().Count() != interfaces.Length)
        {
            throw new Fault("InvalidParameter", "Each interface needs a device index of its own");
        }
        if (interfaces.Length > type.MaximumInterfaces) throw new Fault("AttachmentLimitExceeded", $"Interface count {interfaces.Length} exceeds the limit for {type.Id}: {type.MaximumInterfaces}");
        if (interfaces.Length > 1 && interfaces.Any(i => i.AssociatePublicIp is not null))
        {
            throw Fault.Combination("The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.");
        }
        if (request.Count > 1 && interfaces.Any(i => i.Existing is not null || i.Request.PrimaryIp is not null))
        {
            throw Fault.Combination("An interface or a private address can be given to one instance only");
        }
        var subnets = interfaces.Select(i => draft.Get(i.SubnetId ?? default)).ToList();
        ZoneFailure.RequireWorking(draft, subnets[0].Zone, type.Id.Value);
        if (subnets.Select(s => s.Zone).Distinct().Count() > 1) throw Fault.Combination("All interfaces of an instance must be in one Availability Zone");
        if (request.Zone is { } zone && request.Interfaces.IsEmpty && Regions.Zone(draft.Region, zone)?.Name != subnets[0].Zone)
        {
            throw Fault.Invalid("availabilityZone", zone, $"The subnet '{subnets[0].Id}' is in {subnets[0].Zone}");
        }
        if (interfaces.Any(i => 1 + i.Request.SecondaryIps.Length + i.Request.SecondaryCount > type.AddressesPerInterface))
        {
            throw new Fault("PrivateIpAddressLimitExceeded", $"{type.Id} takes {type.AddressesPerInterface} private addresses on an interface");
        }
    }
}
