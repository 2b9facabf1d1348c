using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Flows;

/// <summary>
/// Gathers what interfaces saw into the windows of each flow log, and makes the records when a window is over. Pure: what was counted and the time are handed in.
/// </summary>
internal sealed class FlowLogBook
{
    /// <summary>Flows in one window of one log; what comes on top is skipped, and said so.</summary>
    public const int MostFlows = 100_000;

    private readonly Dictionary<Id<FlowLog>, Window> windows = [];

    /// <summary>Takes in which logs there are, and which interfaces are there now. One that is gone ends without a word.</summary>
    /// <param name="logs">Those that are delivered.</param>
    /// <param name="ports">Those that are attached.</param>
    /// <param name="now">The beginning of what will be added next.</param>
    /// <param name="resumed">When this Haneul began: what an older log would have seen before is skipped.</param>
    public void Learn(IEnumerable<FlowLog> logs, IReadOnlyList<Port> ports, DateTimeOffset now, DateTimeOffset resumed)
    {
        var living = logs.ToDictionary(l => l.Id);
        foreach (var gone in windows.Keys.Where(id => !living.ContainsKey(id)).ToList()) windows.Remove(gone);
        foreach (var log in living.Values)
        {
            if (!windows.TryGetValue(log.Id, out var window))
            {
                windows[log.Id] = window = new Window(log, log.CreateTime > now ? log.CreateTime : now);
                window.SkipsAll = log.CreateTime < resumed;
            }
            foreach (var port in ports.Where(p => Covers(log, p))) window.Ports[port.Id] = port;
        }
    }

    public void Add(FlowCounted counted)
    {
        foreach (var window in windows.Values.Where(w => w.Ports.ContainsKey(counted.Seen.PortId) && Wants(w.Log, counted.Seen)))
        {
            // By whom a flow was refused makes no other record.
            var identity = counted.Seen with { Refusal = null, Way = 0 };
            var key = (identity, counted.Seen.IsRejected);
            if (window.Flows.TryGetValue(key, out var before)) window.Flows[key] = before.And(counted);
            else if (window.Flows.Count < MostFlows) window.Flows[key] = counted;
            else window.Skipped.Add(counted.Seen.PortId);
        }
    }

    /// <summary>Packets of this VPC were not counted.</summary>
    public void Skip(string routerId)
    {
        foreach (var window in windows.Values)
        {
            foreach (var port in window.Ports.Values.Where(p => p.Router.Id == routerId)) window.Skipped.Add(port.Id);
        }
    }

    /// <summary>The records of the windows that are over, or of all where they are to be closed early.</summary>
    public IReadOnlyList<FlowRecord> Close(DateTimeOffset now, bool early)
    {
        var records = new List<FlowRecord>();
        foreach (var (id, window) in windows.ToList())
        {
            if (!early && now < window.End) continue;
            records.AddRange(window.Records(early && now < window.End ? now : window.End));
            windows[id] = new Window(window.Log, now);
        }
        return records;
    }

    /// <summary>When the next window ends; null where there is none.</summary>
    public DateTimeOffset? NextEnd => windows.Count == 0 ? null : windows.Values.Min(w => w.End);

    private static bool Covers(FlowLog log, Port port) => log.ResourceId == port.Id || log.ResourceId == port.Segment.Id || log.ResourceId == port.Router.Id;

    /// <summary>What was refused for other reasons than AWS's filters is no traffic that it logs, where it did not pass.</summary>
    private static bool Wants(FlowLog log, FlowSeen seen) => seen.Refusal is not null && !seen.IsRejected ? false : log.TrafficType switch
    {
        "ACCEPT" => !seen.IsRejected,
        "REJECT" => seen.IsRejected,
        _ => true,
    };

    private sealed class Window(FlowLog log, DateTimeOffset start)
    {
        public FlowLog Log => log;

        /// <summary>At a whole minute, or ten.</summary>
        public DateTimeOffset End { get; } = DateTimeOffset.FromUnixTimeSeconds((start.ToUnixTimeSeconds() / log.IntervalSeconds + 1) * log.IntervalSeconds);

        public bool SkipsAll { get; set; }

        public Dictionary<string, Port> Ports { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Skipped { get; } = new(StringComparer.Ordinal);

        public Dictionary<(FlowSeen, bool IsRejected), FlowCounted> Flows { get; } = [];

        public IEnumerable<FlowRecord> Records(DateTimeOffset end)
        {
            var byPort = Flows.Values.ToLookup(f => f.Seen.PortId, StringComparer.Ordinal);
            foreach (var port in Ports.Values.OrderBy(p => p.Id, StringComparer.Ordinal))
            {
                foreach (var flow in byPort[port.Id].OrderBy(f => f.First).ThenBy(f => f.Seen.SourcePort)) yield return new FlowRecord(log, port, flow, LogStatus.Ok, flow.First, flow.Last);
                if (SkipsAll || Skipped.Contains(port.Id)) yield return new FlowRecord(log, port, null, LogStatus.SkipData, start, end);
                else if (!byPort.Contains(port.Id)) yield return new FlowRecord(log, port, null, LogStatus.NoData, start, end);
            }
        }
    }
}
