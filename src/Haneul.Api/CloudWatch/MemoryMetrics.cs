using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>
/// Metrics in memory: by the minute for a day, by the second for three hours where they are sent so. Bounded: what is beyond is forgotten, the oldest first; new metrics beyond the most are refused.
/// </summary>
public sealed class MemoryMetrics : IMetrics
{
    /// <summary>AWS keeps minutes for 15 days and seconds for 3 hours; a day is the longest range of an alarm with periods below an hour.</summary>
    public const int MostMetrics = 20_000, MinutesKept = 1440, SecondsKept = 10_800;

    private const int Minute = 60;

    private readonly Lock gate = new();
    private readonly Dictionary<Place, SortedDictionary<string, Series>> places = [];
    private int count;

    public void Add(Place place, IReadOnlyList<Measurement> measurements)
    {
        lock (gate)
        {
            if (!places.TryGetValue(place, out var metrics)) places[place] = metrics = new(StringComparer.Ordinal);
            foreach (var one in measurements)
            {
                if (!metrics.TryGetValue(one.Metric.Key, out var series))
                {
                    if (count >= MostMetrics) throw new Fault("LimitExceeded", $"Haneul keeps {MostMetrics} metrics at most");
                    metrics[one.Metric.Key] = series = new Series(one.Metric);
                    count++;
                }
                Put(series.Minutes, one, Minute, MinutesKept);
                if (one.IsFine) Put(series.Seconds, one, 1, SecondsKept);
            }
        }
    }

    public IReadOnlyList<MetricName> List(Place place)
    {
        lock (gate) return places.TryGetValue(place, out var metrics) ? [.. metrics.Values.Select(s => s.Name)] : [];
    }

    public IReadOnlyList<(DateTimeOffset From, MetricSummary Values)> Summaries(Place place, MetricName metric, DateTimeOffset from, DateTimeOffset to, int periodSeconds)
    {
        var found = new SortedDictionary<long, MetricSummary>();
        lock (gate)
        {
            if (!places.TryGetValue(place, out var metrics) || !metrics.TryGetValue(metric.Key, out var series)) return [];
            foreach (var (at, values) in periodSeconds % Minute != 0 ? series.Seconds : series.Minutes)
            {
                if (at < from.ToUnixTimeSeconds() || at >= to.ToUnixTimeSeconds()) continue;
                var period = at - at % periodSeconds;
                found[period] = found.TryGetValue(period, out var before) ? before.With(values) : values;
            }
        }
        return [.. found.Select(p => (DateTimeOffset.FromUnixTimeSeconds(p.Key), p.Value))];
    }

    public double? Read(Place place, MetricName metric, string statistic, DateTimeOffset from, int seconds)
    {
        var found = Summaries(place, metric, from, from.AddSeconds(seconds), seconds);
        return found.Count == 0 ? null : found[0].Values.Read(statistic);
    }

    private static void Put(SortedDictionary<long, MetricSummary> kept, Measurement one, int step, int most)
    {
        var second = one.Time.ToUnixTimeSeconds();
        var at = second - second % step;
        kept[at] = kept.TryGetValue(at, out var before) ? before.With(one.Values) : one.Values;
        while (kept.Count > most) kept.Remove(kept.First().Key);
    }

    private sealed record Series(MetricName Name)
    {
        public SortedDictionary<long, MetricSummary> Minutes { get; } = [];

        public SortedDictionary<long, MetricSummary> Seconds { get; } = [];
    }
}
