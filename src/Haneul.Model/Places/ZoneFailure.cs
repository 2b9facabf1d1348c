namespace Haneul.Model;

/// <summary>A zone that has failed: nothing in it sends or receives until it recovers. The id is the zone's name; accounts share zones, so it is dark to all of them.</summary>
public sealed record DarkZone(Id<DarkZone> Id, DateTimeOffset Since) : IResource<DarkZone>
{
    public static Kind Kind { get; } = new("dark-zone", "", "", "InvalidZone.NotFound", "InvalidZone.Malformed", "zone", Breadth.World);
}

/// <summary>
/// Letting zones fail and recover, to see that what runs in several of them goes on.
/// AWS tells of such zones as in https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html.
/// </summary>
public static class ZoneFailure
{
    /// <summary>The zone of any region by name (<c>ap-northeast-2a</c>) or id (<c>apne2-az1</c>); a fault that tells which there are.</summary>
    public static ZoneInfo Named(string nameOrId)
    {
        foreach (var region in Regions.All)
        {
            if (Regions.Zone(region.Name, nameOrId) is { } zone) return zone;
        }
        var near = Regions.All.FirstOrDefault(r => nameOrId.StartsWith(r.Name, StringComparison.Ordinal));
        throw Fault.Invalid("zone", nameOrId, near is null ? "Write a zone such as ap-northeast-2a" : $"The zones of {near.Name}: {string.Join(", ", near.Zones.Select(z => z.Name))}");
    }

    /// <summary>When the zone failed; null while it works.</summary>
    public static DateTimeOffset? DarkSince(Scope scope, string zone) => scope.TryFind(new Id<DarkZone>(zone), out var dark) ? dark.Since : null;

    /// <summary>Everything in the zone goes dark; one that is dark stays so.</summary>
    public static void Fail(Draft draft, ZoneInfo zone)
    {
        if (DarkSince(draft, zone.Name) is null) draft.Put(new DarkZone(new Id<DarkZone>(zone.Name), draft.Now));
    }

    public static void Recover(Draft draft, ZoneInfo zone) => draft.Remove(new Id<DarkZone>(zone.Name));

    /// <summary>Nothing is launched or started in a zone that has failed. AWS's code: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html</summary>
    public static void RequireWorking(Scope scope, string zone, string instanceType)
    {
        if (DarkSince(scope, zone) is null) return;
        var others = Regions.Of(scope.Region).Zones.Where(z => DarkSince(scope, z.Name) is null).Select(z => z.Name).ToList();
        var advice = others.Count == 0 ? "No zone of the region works." : $"Choose another zone: {string.Join(", ", others)}.";
        throw new Fault("InsufficientInstanceCapacity", $"We currently do not have sufficient {instanceType} capacity in the Availability Zone you requested ({zone}): it has failed. {advice}");
    }
}
