namespace Haneul.Flows;

/// <summary>What was counted in the last hour, for who asks later. Bounded: beyond, the oldest go. Safe for several threads.</summary>
internal sealed class FlowHistory
{
    public const int Most = 100_000;

    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock turn = new();
    private readonly Queue<FlowCounted> kept = [];

    public void Add(IReadOnlyList<FlowCounted> counted, DateTimeOffset now)
    {
        lock (turn)
        {
            foreach (var flow in counted) kept.Enqueue(flow);
            while (kept.Count > Most || kept.TryPeek(out var oldest) && oldest.Last < now - Longest) kept.Dequeue();
        }
    }

    /// <summary>Each flow once, with all that was counted of it since then.</summary>
    public IReadOnlyList<FlowCounted> Since(DateTimeOffset from)
    {
        var flows = new Dictionary<Haneul.Kernel.FlowSeen, FlowCounted>();
        lock (turn)
        {
            foreach (var flow in kept.Where(f => f.Last >= from)) flows[flow.Seen] = flows.TryGetValue(flow.Seen, out var before) ? before.And(flow) : flow;
        }
        return [.. flows.Values];
    }
}
