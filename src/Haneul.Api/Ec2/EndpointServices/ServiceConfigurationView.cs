using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A service of one's own as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceConfiguration.html</summary>
public sealed record ServiceConfigurationView
{
    [Wire("serviceType")]
    public required IReadOnlyList<EndpointServiceType> ServiceType { get; init; }

    public required Id<VpcEndpointService> ServiceId { get; init; }

    public required string ServiceName { get; init; }

    public required string ServiceState { get; init; }

    public required IReadOnlyList<string> AvailabilityZoneIds { get; init; }

    public required IReadOnlyList<string> AvailabilityZones { get; init; }

    public required bool AcceptanceRequired { get; init; }

    public required bool ManagesVpcEndpoints { get; init; }

    public required IReadOnlyList<string> GatewayLoadBalancerArns { get; init; }

    public required IReadOnlyList<string> SupportedIpAddressTypes { get; init; }

    public required IReadOnlyList<string> BaseEndpointDnsNames { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static ServiceConfigurationView Of(Scope scope, VpcEndpointService service)
    {
        var zones = VpcEndpointServices.ZonesOf(scope, service);
        return new ServiceConfigurationView
        {
            ServiceType = [new EndpointServiceType(VpcEndpointServices.EndpointType)],
            ServiceId = service.Id,
            ServiceName = service.NameIn(scope.Region),
            ServiceState = "Available",
            AvailabilityZoneIds = [.. zones.Select(z => Regions.Zone(scope.Region, z)?.Id).OfType<string>()],
            AvailabilityZones = zones,
            AcceptanceRequired = service.AcceptanceRequired,
            ManagesVpcEndpoints = false,
            GatewayLoadBalancerArns = service.GatewayBalancerArns,
            SupportedIpAddressTypes = service.AddressTypes,
            BaseEndpointDnsNames = [service.BaseDnsIn(scope.Region)],
            Tags = scope.TagsFor(service.Id.Value),
        };
    }
}
