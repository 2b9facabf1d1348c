using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The names of an interface endpoint: for the region, for each zone, and the service's own where private DNS is on. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html</summary>
internal static class EndpointNames
{
    public static IReadOnlyList<DnsEntry> Of(Scope scope, VpcEndpoint endpoint)
    {
        if (endpoint.IsGateway || endpoint.Type == VpcEndpointServices.EndpointType) return [];
        var region = scope.Region;
        var service = endpoint.ServiceName[(endpoint.ServiceName.IndexOf(region, StringComparison.Ordinal) + region.Length + 1)..];
        var labels = string.Join('.', service.Split('.').Reverse());
        var own = $"{endpoint.Id}-{endpoint.Id.Value[^8..]}";
        var zones = endpoint.SubnetIds.Select(s => scope.Find<Subnet>(s)?.Zone).OfType<string>();
        var names = new List<DnsEntry> { new($"{own}.{labels}.{region}.vpce.amazonaws.com", ZoneOfRegion(region)) };
        names.AddRange(zones.Select(z => new DnsEntry($"{own}-{z}.{labels}.{region}.vpce.amazonaws.com", ZoneOfRegion(region))));
        if (endpoint.PrivateDnsEnabled)
        {
            names.AddRange(EndpointServices.Named(endpoint.ServiceName, region).Where(s => s.Type == endpoint.Type).Select(s => new DnsEntry(s.PrivateDnsIn(region), OwnZone(endpoint))));
        }
        return names;
    }

    /// <summary>One hosted zone for all endpoints of a region. AWS's zones have other ids, which nobody should depend on.</summary>
    private static string ZoneOfRegion(string region) => $"Z0HANEUL{Regions.Of(region).ShortName.ToUpperInvariant()}";

    private static string OwnZone(VpcEndpoint endpoint) => $"Z0{endpoint.Id.Value[^14..].ToUpperInvariant()}";
}
