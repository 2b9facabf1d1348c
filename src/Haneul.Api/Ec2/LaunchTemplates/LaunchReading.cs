using System.Buffers.Text;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads launch data as a launch; what it cannot be is a fault.</summary>
internal static class LaunchReading
{
    private const int MostUserData = 16 * 1024;

    public static LaunchRequest ToLaunch(this LaunchTemplateData data, Scope scope)
    {
        RefuseWhatIsNotEmulated(data);
        var id = Ids.Of<Image>(ImageIdOf(scope, data.ImageId ?? throw Fault.Missing("ImageId")), "ImageId");
        var image = Images.Get(scope, id);
        var place = data.Placement ?? new Placement();
        return new LaunchRequest(Pattern(scope, data, image, place))
        {
            Zone = ZoneOf(scope, place),
            GroupIds = [.. (data.SecurityGroupIds ?? []).Select(g => Ids.Of<SecurityGroup>(g, "SecurityGroupId"))],
            GroupNames = [.. data.SecurityGroups ?? []],
            Interfaces = [.. (data.NetworkInterfaces ?? []).Select(n => n.ToLaunch())],
            Devices = [.. (data.BlockDeviceMappings ?? []).Select(d => d.ToLaunch())],
        };
    }

    /// <summary>The metadata options: what is said, over what stands.</summary>
    public static MetadataOptions Over(this MetadataOptionsRequest asked, MetadataOptions before)
    {
        if (asked.HttpPutResponseHopLimit is < 1 or > 64) throw Fault.Invalid("HttpPutResponseHopLimit", $"{asked.HttpPutResponseHopLimit}", "It must be 1 to 64");
        return new MetadataOptions
        {
            HttpTokens = OneOf("HttpTokens", asked.HttpTokens, "optional", "required") ?? before.HttpTokens,
            HttpPutResponseHopLimit = asked.HttpPutResponseHopLimit ?? before.HttpPutResponseHopLimit,
            HttpEndpoint = OneOf("HttpEndpoint", asked.HttpEndpoint, "enabled", "disabled") is { } e ? e == "enabled" : before.HttpEndpoint,
            HttpProtocolIpv6 = OneOf("HttpProtocolIpv6", asked.HttpProtocolIpv6, "enabled", "disabled") is { } v6 ? v6 == "enabled" : before.HttpProtocolIpv6,
            InstanceMetadataTags = OneOf("InstanceMetadataTags", asked.InstanceMetadataTags, "enabled", "disabled") is { } t ? t == "enabled" : before.InstanceMetadataTags,
        };
    }

    /// <summary>The word, if it is one of those allowed; nothing where nothing was said.</summary>
    public static string? OneOf(string parameter, string? word, params ReadOnlySpan<string> allowed) =>
        word is null || allowed.Contains(word) ? word : throw Fault.Invalid(parameter, word, $"It must be one of: {string.Join(", ", allowed)}");

    /// <summary>User data as it was given, checked.</summary>
    public static string? UserData(string? base64)
    {
        if (string.IsNullOrEmpty(base64)) return null;
        if (!Base64.IsValid(Encoding.UTF8.GetBytes(base64), out var length)) throw new Fault("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data");
        return length <= MostUserData ? base64 : throw new Fault("InvalidParameterValue", $"User data is limited to {MostUserData} bytes");
    }

    private static Instance Pattern(Scope scope, LaunchTemplateData data, Image image, Placement place) => new()
    {
        Id = default,
        ReservationId = "",
        State = InstanceState.Pending,
        LaunchTime = default,
        Zone = "",
        ImageId = image.Id.Value,
        InstanceType = data.InstanceType ?? "m1.small",
        KeyName = data.KeyName,
        UserData = UserData(data.UserData),
        InstanceProfileArn = data.IamInstanceProfile is { } profile ? InstanceProfiles.ArnOf(scope, profile) : null,
        Monitoring = data.Monitoring?.Enabled ?? false,
        DisableApiTermination = data.DisableApiTermination ?? false,
        DisableApiStop = data.DisableApiStop ?? false,
        EbsOptimized = data.EbsOptimized ?? false,
        EnclaveEnabled = data.EnclaveOptions?.Enabled ?? false,
        HibernationConfigured = data.HibernationOptions?.Configured ?? false,
        ShutdownBehavior = OneOf("InstanceInitiatedShutdownBehavior", data.InstanceInitiatedShutdownBehavior, "stop", "terminate") ?? "stop",
        CpuCredits = OneOf("CreditSpecification.CpuCredits", data.CreditSpecification?.CpuCredits, "standard", "unlimited"),
        Tenancy = OneOf("Placement.Tenancy", place.Tenancy, "default", "dedicated") ?? "default",
        PlacementGroup = GroupOf(scope, place),
        PartitionNumber = place.PartitionNumber,
        AutoRecovery = OneOf("MaintenanceOptions.AutoRecovery", data.MaintenanceOptions?.AutoRecovery, "default", "disabled") ?? "default",
        CapacityReservationPreference = OneOf("CapacityReservationPreference", data.CapacityReservationSpecification?.CapacityReservationPreference, "open", "none") ?? "open",
        BandwidthWeighting = OneOf("BandwidthWeighting", data.NetworkPerformanceOptions?.BandwidthWeighting, "default", "vpc-1", "ebs-1") ?? "default",
        Metadata = (data.MetadataOptions ?? new MetadataOptionsRequest()).Over(
            image.RequiresImdsV2 ? new MetadataOptions() : new MetadataOptions { HttpTokens = "optional", HttpPutResponseHopLimit = 1 }),
        HostnameType = OneOf("PrivateDnsNameOptions.HostnameType", data.PrivateDnsNameOptions?.HostnameType, "ip-name", "resource-name") ?? "ip-name",
        ResourceNameDnsARecord = data.PrivateDnsNameOptions?.EnableResourceNameDnsARecord ?? false,
        ResourceNameDnsAaaaRecord = data.PrivateDnsNameOptions?.EnableResourceNameDnsAaaaRecord ?? false,
        CoreCount = data.CpuOptions?.CoreCount,
        ThreadsPerCore = data.CpuOptions?.ThreadsPerCore,
    };

    private static void RefuseWhatIsNotEmulated(LaunchTemplateData data)
    {
        if (data.InstanceMarketOptions is { MarketType: not null }) throw Fault.Unsupported("Haneul launches no spot instances");
        if (data.InstanceRequirements is not null) throw Fault.Combination("Instance requirements are for fleets and Auto Scaling groups; name an instance type");
        if (data.ElasticGpuSpecifications is { Count: > 0 } || data.ElasticInferenceAccelerators is { Count: > 0 }) throw Fault.Unsupported("Elastic accelerators are not emulated");
        if (data.LicenseSpecifications is { Count: > 0 }) throw Fault.Unsupported("License configurations are not emulated");
        if (data.CapacityReservationSpecification?.CapacityReservationTarget is not null) throw Fault.Unsupported("Capacity reservations are not emulated");
        if (data.CpuOptions is { AmdSevSnp: "enabled" } or { NestedVirtualization: "enabled" }) throw Fault.Unsupported("This processor option is not emulated");
        if (data.Placement is { } p && (p.HostId ?? p.HostResourceGroupArn ?? p.Affinity ?? p.SpreadDomain) is not null) throw Fault.Unsupported("Dedicated hosts are not emulated");
    }

    /// <summary>An image named by a parameter: <c>resolve:ssm:/aws/service/…</c>.</summary>
    public static string ImageIdOf(Scope scope, string named)
    {
        const string prefix = "resolve:ssm:";
        if (!named.StartsWith(prefix, StringComparison.Ordinal)) return named;
        return Ssm.ParameterView.Find(scope, named[prefix.Length..])?.Value ?? throw Fault.Invalid("ImageId", named, "There is no such parameter");
    }

    private static string? ZoneOf(Scope scope, Placement place)
    {
        if ((place.AvailabilityZone ?? place.AvailabilityZoneId) is not { Length: > 0 } named) return null;
        return Regions.Zone(scope.Region, named)?.Name ?? throw Fault.Invalid("availabilityZone", named, "The zone does not exist in this region");
    }

    private static string? GroupOf(Scope scope, Placement place)
    {
        if (place.GroupId is { } id) return scope.Get(Ids.Of<PlacementGroup>(id, "Placement.GroupId")).Name;
        return place.GroupName is { Length: > 0 } name ? name : null;
    }
}
