namespace Haneul.Kernel;

/// <summary>
/// The changes that lead from one plan of a namespace to another. What goes, goes before what comes; devices come before what stands on them, and are brought up before the routes that lead over them.
/// </summary>
public static class PlanDifference
{
    /// <summary>What must go before any cable changes.</summary>
    public static List<KernelChange> Leaving(NamespacePlan before, NamespacePlan after)
    {
        var changes = new List<KernelChange>();
        changes.AddRange(before.Policies.Except(after.Policies).Select(p => new KernelChange.RemovePolicy(p)));
        changes.AddRange(before.Routes.Except(after.Routes).Select(r => new KernelChange.RemoveRoute(r)));
        changes.AddRange(before.Neighbours.Except(after.Neighbours).Select(n => new KernelChange.RemoveNeighbour(n)));
        changes.AddRange(before.Addresses.Except(after.Addresses).Select(a => new KernelChange.Remove(a)));
        changes.AddRange(before.Bridges.Except(after.Bridges).Select(b => new KernelChange.RemoveLink(b)));
        return changes;
    }

    /// <summary>What comes when the cables are there and up.</summary>
    public static List<KernelChange> Coming(NamespacePlan? before, NamespacePlan after)
    {
        var changes = new List<KernelChange>();
        changes.AddRange(after.Addresses.Except(before?.Addresses).Select(a => new KernelChange.Add(a)));
        changes.AddRange(after.Neighbours.Except(before?.Neighbours).Select(n => new KernelChange.AddNeighbour(n)));
        // A route to a host comes before one by way of it: the next hop must be reachable.
        changes.AddRange(after.Routes.Except(before?.Routes).OrderBy(r => r.Via is not null).Select(r => new KernelChange.AddRoute(r)));
        changes.AddRange(after.Policies.Except(before?.Policies).Select(p => new KernelChange.AddPolicy(p)));
        return changes;
    }

    /// <summary>Settings that differ, those of the namespace first (devices inherit them); those of a new device are written whatever they were.</summary>
    public static IEnumerable<KernelChange> Settings(NamespacePlan? before, NamespacePlan after, IReadOnlySet<string> newDevices)
    {
        if (newDevices.Count == 0 && before is not null && before.Settings.AsSpan().SequenceEqual(after.Settings.AsSpan())) return [];
        var known = before?.Settings.ToHashSet() ?? [];
        return after.Settings
            .Select(s => (Setting: s, Device: Presence.DeviceOf(s)))
            .Where(s => !known.Contains(s.Setting) || s.Device is { } device && newDevices.Contains(device))
            .OrderBy(s => s.Device is not null)
            .Select(s => new KernelChange.Set(s.Setting));
    }
}
