using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the zones of the region. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html</summary>
public sealed record DescribeAvailabilityZones : Query<DescribeAvailabilityZones.Result>
{
    public IReadOnlyList<string> ZoneNames { get; init; } = [];

    public IReadOnlyList<string> ZoneIds { get; init; } = [];

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    [NoEffect("there are no zones to opt in to (local and wavelength zones are not emulated)")]
    public bool AllAvailabilityZones { get; init; }

    public sealed record Result([property: Wire("availabilityZoneInfo")] IReadOnlyList<ZoneView> AvailabilityZones);

    /// <summary>A zone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html</summary>
    public sealed record ZoneView(
        string ZoneName, string ZoneId, string RegionName, string NetworkBorderGroup, string GroupName, [property: Wire("zoneState")] string State, IReadOnlyList<MessageView> Messages)
    {
        public string OptInStatus { get; } = "opt-in-not-required";

        public string ZoneType { get; } = "availability-zone";

        public static ZoneView Of(Scope scope, ZoneInfo z)
        {
            var since = ZoneFailure.DarkSince(scope, z.Name);
            IReadOnlyList<MessageView> messages = since is { } time ? [new MessageView($"The zone has failed, {Scalars.Write(time)}: nothing in it sends or receives")] : [];
            return new ZoneView(z.Name, z.Id, z.Region, z.Region, $"{z.Region}-zg-1", since is null ? "available" : "unavailable", messages);
        }
    }

    /// <summary>What AWS says about a zone in trouble.</summary>
    public sealed record MessageView(string Message);

    private static readonly Dictionary<string, Func<ZoneView, string?>> Known = new(StringComparer.Ordinal)
    {
        ["group-long-name"] = _ => null,
        ["group-name"] = z => z.GroupName,
        ["message"] = z => z.Messages.FirstOrDefault()?.Message,
        ["opt-in-status"] = z => z.OptInStatus,
        ["parent-zone-id"] = _ => null,
        ["parent-zone-name"] = _ => null,
        ["region-name"] = z => z.RegionName,
        ["state"] = z => z.State,
        ["zone-id"] = z => z.ZoneId,
        ["zone-name"] = z => z.ZoneName,
        ["zone-type"] = z => z.ZoneType,
    };

    public override Result Answer(Scope scope)
    {
        var zones = Regions.Of(scope.Region).Zones;
        foreach (var name in ZoneNames)
        {
            if (!zones.Any(z => z.Name == name)) throw Fault.Invalid("ZoneName", name, $"The zones of {scope.Region}: {string.Join(", ", zones.Select(z => z.Name))}");
        }
        foreach (var id in ZoneIds)
        {
            if (!zones.Any(z => z.Id == id)) throw Fault.Invalid("ZoneId", id, $"The zones of {scope.Region}: {string.Join(", ", zones.Select(z => z.Id))}");
        }
        var all = zones
            .Where(z => ZoneNames.Count == 0 || ZoneNames.Contains(z.Name))
            .Where(z => ZoneIds.Count == 0 || ZoneIds.Contains(z.Id))
            .Select(z => ZoneView.Of(scope, z));
        return new Result(PlainFilters.Apply(all, Filters, Known));
    }
}
