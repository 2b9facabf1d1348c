using System.Collections.Immutable;

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
        changes.AddRange(Only(before.Policies, after.Policies).Select(p => new KernelChange.RemovePolicy(p)));
        changes.AddRange(Only(before.Routes, after.Routes).Select(r => new KernelChange.RemoveRoute(r)));
        changes.AddRange(Only(before.Neighbours, after.Neighbours).Select(n => new KernelChange.RemoveNeighbour(n)));
        changes.AddRange(Only(before.Addresses, after.Addresses).Select(a => new KernelChange.Remove(a)));
        changes.AddRange(Only(before.Bridges, after.Bridges).Select(b => new KernelChange.RemoveLink(b)));
        return changes;
    }

    /// <summary>What comes when the cables are there and up.</summary>
    public static List<KernelChange> Coming(NamespacePlan? before, NamespacePlan after)
    {
        var changes = new List<KernelChange>();
        changes.AddRange(Only(after.Addresses, before?.Addresses).Select(a => new KernelChange.Add(a)));
        changes.AddRange(Only(after.Neighbours, before?.Neighbours).Select(n => new KernelChange.AddNeighbour(n)));
        // A route to a host comes before one by way of it: the next hop must be reachable.
        changes.AddRange(Only(after.Routes, before?.Routes).OrderBy(r => r.Via is not null).Select(r => new KernelChange.AddRoute(r)));
        changes.AddRange(Only(after.Policies, before?.Policies).Select(p => new KernelChange.AddPolicy(p)));
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

    private static IEnumerable<T> Only<T>(ImmutableHashSet<T> these, ImmutableHashSet<T>? notThose)
    {
        if (ReferenceEquals(these, notThose)) yield break;
        foreach (var one in these)
        {
            if (notThose?.Contains(one) != true) yield return one;
        }
    }
}
