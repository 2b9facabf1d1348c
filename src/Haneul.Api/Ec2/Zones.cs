using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Choosing the zone that a request names.</summary>
internal static class Zones
{
    /// <summary>The zone by name or id; the region's first where neither is given.</summary>
    public static ZoneInfo Choose(Scope scope, string? name, string? id)
    {
        if (name is not null && id is not null) throw Fault.Combination("Give AvailabilityZone or AvailabilityZoneId, not both");
        var zones = Regions.Of(scope.Region).Zones;
        if (name is null && id is null) return zones[0];
        return zones.FirstOrDefault(z => z.Name == name || z.Id == id)
            ?? throw Fault.Invalid(name is null ? "availabilityZoneId" : "availabilityZone", name ?? id, $"The zones of this region: {string.Join(", ", zones.Select(z => name is null ? z.Id : z.Name))}");
    }
}
