using System.Collections.Frozen;

namespace Haneul.Kernel;

/// <summary>What becomes of cables from one plan to another.</summary>
/// <param name="Gone">To be removed.</param>
/// <param name="Come">To be made.</param>
/// <param name="Devices">By namespace: devices that are new or change between up and dark, and what they shall be.</param>
internal sealed record CableTurn(IReadOnlyList<CablePlan> Gone, IReadOnlyList<CablePlan> Come, IReadOnlyDictionary<string, List<(CableEnd End, bool Up)>> Devices)
{
    public static CableTurn Between(PlanSet<CablePlan> before, PlanSet<CablePlan> after)
    {
        if (before.Equals(after)) return new CableTurn([], [], FrozenDictionary<string, List<(CableEnd, bool)>>.Empty);
        var gone = before.Except(after).ToDictionary(c => c with { Up = true });
        var come = new List<CablePlan>();
        var devices = new Dictionary<string, List<(CableEnd, bool)>>(StringComparer.Ordinal);
        foreach (var cable in after.Except(before))
        {
            Note(cable.One, cable.Up);
            // The same cable, lit or dark: its first end says so, the other one stays up.
            if (gone.Remove(cable with { Up = true })) continue;
            come.Add(cable);
            Note(cable.Other, true);
        }
        return new CableTurn([.. gone.Values], come, devices);

        void Note(CableEnd end, bool up)
        {
            if (!devices.TryGetValue(end.Namespace, out var ends)) devices[end.Namespace] = ends = [];
            ends.Add((end, up));
        }
    }
}
