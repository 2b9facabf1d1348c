using System.Collections.Immutable;
using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>
/// Which target each slot of a listener belongs to. A flow's hash chooses a slot. Targets take slots in turn, each by an order of its own (Maglev hashing, Eisenbud and others, NSDI 2016): shares differ by one slot at most, and when a target goes, few slots of the others move.
/// </summary>
internal static class FlowSlots
{
    /// <summary>Slots for each target, so that shares differ by a few in a hundred.</summary>
    private const int SlotsEach = 32;

    /// <summary>Primes: every stride goes through all slots.</summary>
    private static readonly ImmutableArray<int> Sizes = [251, 1021, 4093, 16381];

    /// <summary>How many slots there are for so many targets.</summary>
    public static int SizeFor(int targets)
    {
        foreach (var size in Sizes)
        {
            if (size >= targets * SlotsEach) return size;
        }
        return Sizes[^1];
    }

    /// <summary>By slot; empty where there is nobody to choose. More targets than slots: the last ones get none.</summary>
    public static ImmutableArray<FlowChoice> Share(IReadOnlyList<FlowChoice> choices)
    {
        if (choices.Count == 0) return [];
        var size = SizeFor(choices.Count);
        var slots = new FlowChoice?[size];
        var most = choices.Max(c => c.Share);
        var seats = choices.Select(c => new Seat(c, size, c.Share / most)).ToList();
        for (var left = size; left > 0;)
        {
            foreach (var seat in seats)
            {
                if (left == 0) break;
                if (!seat.IsDue() || !seat.Take(slots)) continue;
                left--;
            }
        }
        return [.. slots.OfType<FlowChoice>()];
    }

    /// <summary>A target that takes slots in its own order.</summary>
    private sealed class Seat(FlowChoice choice, int size, double share)
    {
        private readonly uint stride = PlanNames.Number("stride/" + choice.Target.Row.Id.Value + choice.Target.Address) % (uint)(size - 1) + 1;
        private uint next = PlanNames.Number("start/" + choice.Target.Row.Id.Value + choice.Target.Address) % (uint)size;
        private double owed;

        /// <summary>One with half the share of the largest takes a slot every other round.</summary>
        public bool IsDue()
        {
            owed += share;
            if (owed < 1) return false;
            owed -= 1;
            return true;
        }

        public bool Take(FlowChoice?[] slots)
        {
            for (var tried = 0; tried < slots.Length; tried++)
            {
                var slot = next;
                next = (next + stride) % (uint)slots.Length;
                if (slots[slot] is not null) continue;
                slots[slot] = choice;
                return true;
            }
            return false;
        }
    }
}
