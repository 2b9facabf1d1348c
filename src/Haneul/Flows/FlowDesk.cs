using System.Globalization;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Packets;

namespace Haneul.Flows;

/// <summary>Flows of a time, the latest first; what is left out is said.</summary>
/// <param name="Observed">VPCs whose passing flows were counted as well; of others only what was refused.</param>
/// <param name="LeftOut">Flows beyond the limit.</param>
internal sealed record FlowsReport(IReadOnlyList<FlowView> Flows, IReadOnlyList<string> Observed, int LeftOut);

/// <summary>Flows from one address to one port of another that had the same end, taken together.</summary>
/// <param name="Times">Distinct flows: connections that were tried.</param>
internal sealed record TopFlow(int Times, FlowView Flow);

/// <summary>Who tried what most often.</summary>
internal sealed record TopReport(IReadOnlyList<TopFlow> Top, IReadOnlyList<string> Observed, int LeftOut);

/// <summary>Answers about the flows of the last hour.</summary>
internal sealed class FlowDesk(PacketPlane packets)
{
    private const int Usual = 100, Most = 10_000;

    public async Task<FlowsReport> ListAsync(Func<string, string?> query, CancellationToken cancel)
    {
        var (views, observed) = await FoundAsync(query, cancel);
        var sorted = views.OrderByDescending(v => v.Last).ToList();
        var limit = Limit(query);
        return new FlowsReport([.. sorted.Take(limit)], observed, Math.Max(0, sorted.Count - limit));
    }

    public async Task<TopReport> TopAsync(Func<string, string?> query, CancellationToken cancel)
    {
        var (views, observed) = await FoundAsync(query, cancel);
        var top = views
            .GroupBy(v => (v.Verdict, v.Vpc, v.Protocol, v.Source, v.Destination, v.DestinationPort, v.Border, v.Why))
            .Select(g => new TopFlow(g.Count(), Together([.. g])))
            .OrderByDescending(t => t.Times).ThenByDescending(t => t.Flow.Packets).ThenBy(t => t.Flow.Source, StringComparer.Ordinal).ToList();
        var limit = Limit(query);
        return new TopReport([.. top.Take(limit)], observed, Math.Max(0, top.Count - limit));
    }

    private static FlowView Together(IReadOnlyList<FlowView> flows) => flows[0] with
    {
        SourcePort = flows.Count == 1 ? flows[0].SourcePort : null,
        First = flows.Min(f => f.First),
        Last = flows.Max(f => f.Last),
        Packets = flows.Aggregate(0ul, (sum, f) => sum + f.Packets),
        Bytes = flows.Aggregate(0ul, (sum, f) => sum + f.Bytes),
    };

    private async Task<(List<FlowView> Flows, IReadOnlyList<string> Observed)> FoundAsync(Func<string, string?> query, CancellationToken cancel)
    {
        var since = Span(query("since") ?? "10m");
        var isWanted = FlowFilter.Read(query("filter"));
        var rejectedOnly = query("rejected") is "true" or "1";
        var counted = await packets.Flows.SinceAsync(TimeProvider.System.GetUtcNow() - since, cancel);
        if (packets.Carrier.Carried is not { } carried) return ([], []);
        var words = new FlowWords(carried.World, carried.Network);
        var views = Once(counted).Select(f => words.View(f.Flow, f.Interfaces)).Where(v => isWanted(v) && !(rejectedOnly && v.Verdict == FlowVerdict.Accept)).ToList();
        return (views, [.. ObservedVpcs.Of(carried.World, carried.Network, packets.Carrier.IsWatched).Order(StringComparer.Ordinal)]);
    }

    /// <summary>A flow that two interfaces saw is told once: by who refused it, else where it crosses an internet gateway, else by the one that it came to.</summary>
    private static IEnumerable<(FlowCounted Flow, IReadOnlyList<string> Interfaces)> Once(IReadOnlyList<FlowCounted> counted)
    {
        foreach (var same in counted.GroupBy(c => c.Seen with { PortId = "", IsEgress = false, Way = 0, Refusal = null }))
        {
            var interfaces = same.OrderByDescending(c => c.Seen.IsEgress).Select(c => c.Seen.PortId).ToList();
            var refused = same.Where(c => c.Seen.Refusal is not null).ToList();
            foreach (var flow in refused) yield return (flow, interfaces);
            var passed = same.Where(c => c.Seen.Refusal is null).OrderBy(Order).ToList();
            // What was refused on its way in has left its sender, and that is no flow of its own.
            if (passed.Count > 0 && (refused.Count == 0 || passed.Exists(c => !c.Seen.IsEgress))) yield return (passed[0], interfaces);
        }

        static int Order(FlowCounted c) => c.Seen.Way == FlowSeen.ByInternetGateway ? 0 : c.Seen.IsEgress ? 2 : 1;
    }

    private static int Limit(Func<string, string?> query)
    {
        if (query("limit") is not { Length: > 0 } text) return Usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= Most ? limit : throw Fault.Invalid("limit", text, $"It must be between 1 and {Most}");
    }

    /// <summary>A time such as 90s, 10m or 1h.</summary>
    internal static TimeSpan Span(string text)
    {
        var factor = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (factor > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && TimeSpan.FromSeconds((long)number * factor) is var span && span <= FlowHistory.Longest) return span;
        throw Fault.Invalid("since", text, "It must be a time such as 90s, 10m or 1h, and an hour at most");
    }
}
