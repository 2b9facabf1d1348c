using System.Security.Cryptography;
using System.Text;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A service that endpoints can lead to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceDetail.html</summary>
public sealed record EndpointServiceView
{
    public required string ServiceName { get; init; }

    public required string ServiceId { get; init; }

    [Wire("serviceType")]
    public required IReadOnlyList<EndpointServiceType> ServiceType { get; init; }

    public required string ServiceRegion { get; init; }

    public required IReadOnlyList<string> AvailabilityZoneIds { get; init; }

    public required IReadOnlyList<string> AvailabilityZones { get; init; }

    public required string Owner { get; init; }

    public required IReadOnlyList<string> BaseEndpointDnsNames { get; init; }

    public string? PrivateDnsName { get; init; }

    public IReadOnlyList<EndpointServiceName>? PrivateDnsNames { get; init; }

    public required bool VpcEndpointPolicySupported { get; init; }

    public required bool AcceptanceRequired { get; init; }

    public required bool ManagesVpcEndpoints { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public string? PrivateDnsNameVerificationState { get; init; }

    public required IReadOnlyList<string> SupportedIpAddressTypes { get; init; }

    public static EndpointServiceView Of(Scope scope, EndpointService service)
    {
        var zones = Regions.Of(scope.Region).Zones;
        var name = service.NameIn(scope.Region);
        var isInterface = service.Type == "Interface";
        var own = service.PrivateDnsIn(scope.Region);
        return new EndpointServiceView
        {
            ServiceName = name,
            ServiceId = IdOf($"{name}/{service.Type}"),
            ServiceType = [new EndpointServiceType(service.Type)],
            ServiceRegion = scope.Region,
            AvailabilityZoneIds = [.. zones.Select(z => z.Id)],
            AvailabilityZones = [.. zones.Select(z => z.Name)],
            Owner = "amazon",
            BaseEndpointDnsNames = [isInterface ? $"{service.Code}.{scope.Region}.vpce.amazonaws.com" : $"{service.Code}.{scope.Region}.amazonaws.com"],
            PrivateDnsName = isInterface ? own : null,
            PrivateDnsNames = isInterface ? [new EndpointServiceName(own)] : null,
            VpcEndpointPolicySupported = true,
            AcceptanceRequired = false,
            ManagesVpcEndpoints = false,
            Tags = [],
            PrivateDnsNameVerificationState = isInterface ? "verified" : null,
            SupportedIpAddressTypes = ["ipv4"],
        };
    }

    /// <summary>A service behind gateway balancers; its tags are for its owner.</summary>
    public static EndpointServiceView Of(Scope scope, Place owner, VpcEndpointService service)
    {
        var zones = VpcEndpointServices.ZonesOf(scope.World.At(owner), service);
        return new EndpointServiceView
        {
            ServiceName = service.NameIn(scope.Region),
            ServiceId = service.Id.Value,
            ServiceType = [new EndpointServiceType(VpcEndpointServices.EndpointType)],
            ServiceRegion = scope.Region,
            AvailabilityZoneIds = [.. zones.Select(z => Regions.Zone(scope.Region, z)?.Id).OfType<string>()],
            AvailabilityZones = zones,
            Owner = owner.Account,
            BaseEndpointDnsNames = [service.BaseDnsIn(scope.Region)],
            VpcEndpointPolicySupported = false,
            AcceptanceRequired = service.AcceptanceRequired,
            ManagesVpcEndpoints = false,
            Tags = owner.Account == scope.Account ? scope.TagsFor(service.Id.Value) : [],
            SupportedIpAddressTypes = service.AddressTypes,
        };
    }

    /// <summary>The same for the same service, always.</summary>
    private static string IdOf(string name) => $"vpce-svc-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..17]}";
}

/// <summary>Gateway, Interface or GatewayLoadBalancer.</summary>
public sealed record EndpointServiceType(string ServiceType);

/// <summary>A name that private DNS takes over.</summary>
public sealed record EndpointServiceName(string PrivateDnsName);
