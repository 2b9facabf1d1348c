using Haneul.Model;

namespace Haneul.Zones;

/// <summary>The zones, as <c>GET /_haneul/zones</c> and <c>haneul zone list --json</c> give them.</summary>
internal sealed record ZonesReport(IReadOnlyList<ZoneReport> Zones)
{
    /// <summary>All zones of all regions, in the order of their names.</summary>
    public static ZonesReport Of(World world)
    {
        var counts = ZoneCounts.Of(world);
        return new ZonesReport([.. Regions.All.SelectMany(r => r.Zones).OrderBy(z => z.Name, StringComparer.Ordinal).Select(z => ZoneReport.Of(world, z, counts))]);
    }
}

/// <summary>One zone: whether it works, and what of all accounts is in it.</summary>
/// <param name="Zone">Its name, <c>ap-northeast-2a</c>.</param>
/// <param name="ZoneId">The id, <c>apne2-az1</c>.</param>
/// <param name="Region">Its region.</param>
/// <param name="Failed">It is dark.</param>
/// <param name="FailedSince">Since when.</param>
/// <param name="Instances">Instances that are not terminated.</param>
/// <param name="NatGateways">NAT gateways that are not deleted.</param>
/// <param name="Subnets">Subnets, the default ones included.</param>
internal sealed record ZoneReport(string Zone, string ZoneId, string Region, bool Failed, DateTimeOffset? FailedSince, int Instances, int NatGateways, int Subnets)
{
    public static ZoneReport Of(World world, ZoneInfo zone) => Of(world, zone, ZoneCounts.Of(world));

    public static ZoneReport Of(World world, ZoneInfo zone, ZoneCounts counts)
    {
        var since = ZoneFailure.DarkSince(world.At(Place.Between), zone.Name);
        return new ZoneReport(zone.Name, zone.Id, zone.Region, since is not null, since, counts.Instances(zone.Name), counts.NatGateways(zone.Name), counts.Subnets(zone.Name));
    }
}

/// <summary>What is in each zone, counted once for all of them.</summary>
internal sealed class ZoneCounts
{
    private readonly Dictionary<string, int> instances;
    private readonly Dictionary<string, int> natGateways;
    private readonly Dictionary<string, int> subnets;

    private ZoneCounts(World world)
    {
        var zones = world.Everywhere<Subnet>().ToDictionary(s => s.Row.Id, s => s.Row.Zone);
        instances = Count(world.Everywhere<Instance>().Where(i => i.Row.State is not (InstanceState.Terminated or InstanceState.ShuttingDown)).Select(i => i.Row.Zone));
        natGateways = Count(world.Everywhere<NatGateway>().Where(n => n.Row.State is not NatGatewayState.Deleted).Select(n => zones.GetValueOrDefault(n.Row.SubnetId, "")));
        subnets = Count(zones.Values);
    }

    public static ZoneCounts Of(World world) => new(world);

    public int Instances(string zone) => instances.GetValueOrDefault(zone);

    public int NatGateways(string zone) => natGateways.GetValueOrDefault(zone);

    public int Subnets(string zone) => subnets.GetValueOrDefault(zone);

    private static Dictionary<string, int> Count(IEnumerable<string> zones) => zones.CountBy(z => z).ToDictionary();
}
