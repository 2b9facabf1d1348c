using Haneul.Kernel;

namespace Haneul.Flows;

/// <summary>What a router counted between two readings. The kernel forgets a silent flow and begins again with the next packet: a count that went back is a new one.</summary>
internal sealed class SampleDifference
{
    private Dictionary<FlowKey, (ulong Packets, ulong Bytes)> before = [];
    private FlowSample missed = new([], 0, 0, 0);
    private DateTimeOffset? read;

    /// <summary>How much of each flow, and whether packets that passed, or that were refused, found no room.</summary>
    internal sealed record Since(DateTimeOffset From, IReadOnlyList<(FlowKey Flow, ulong Packets, ulong Bytes, DateTimeOffset First, DateTimeOffset Last)> Counts, bool MissedPassed, bool MissedRefused);

    /// <param name="sample">What the router has now.</param>
    /// <param name="now">When it was read.</param>
    /// <param name="begun">Since when the router has counted, where this is the first reading.</param>
    public Since Take(FlowSample sample, DateTimeOffset now, DateTimeOffset begun)
    {
        var from = read ?? begun;
        var after = new Dictionary<FlowKey, (ulong, ulong)>(sample.Counts.Count);
        var counts = new List<(FlowKey, ulong, ulong, DateTimeOffset, DateTimeOffset)>();
        foreach (var count in sample.Counts)
        {
            if (!after.TryAdd(count.Key, (count.Packets, count.Bytes))) continue;
            var old = before.GetValueOrDefault(count.Key);
            if (old.Packets > count.Packets) old = default;
            var packets = count.Packets - old.Packets;
            if (packets == 0) continue;
            var last = Later(from, now - TimeSpan.FromMilliseconds(count.IdleMs));
            counts.Add((count.Key, packets, count.Bytes - Math.Min(old.Bytes, count.Bytes), packets == 1 ? last : from, last));
        }
        var since = new Since(from, counts, sample.PassedUncounted > missed.PassedUncounted, sample.RefusedUncounted > missed.RefusedUncounted);
        (before, missed, read) = (after, sample, now);
        return since;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
