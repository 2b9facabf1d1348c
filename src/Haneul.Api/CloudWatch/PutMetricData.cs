using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Takes measurements. They change no row of the world, so it is asked like a query. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html</summary>
public sealed record PutMetricData : Query<Nothing>
{
    private const int MostData = 1000, MostValues = 150;

    private static readonly TimeSpan Oldest = TimeSpan.FromDays(14), Newest = TimeSpan.FromHours(2);

    public required string Namespace { get; init; }

    public IReadOnlyList<Datum> MetricData { get; init; } = [];

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html</summary>
    public sealed record Datum
    {
        public required string MetricName { get; init; }

        public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

        public DateTimeOffset? Timestamp { get; init; }

        public double? Value { get; init; }

        public StatisticSet? StatisticValues { get; init; }

        public IReadOnlyList<double> Values { get; init; } = [];

        public IReadOnlyList<double> Counts { get; init; } = [];

        [NoEffect("metrics are kept without units")]
        public string? Unit { get; init; }

        public int? StorageResolution { get; init; }
    }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_StatisticSet.html</summary>
    public sealed record StatisticSet
    {
        public required double SampleCount { get; init; }

        public required double Sum { get; init; }

        public required double Minimum { get; init; }

        public required double Maximum { get; init; }
    }

    public override Nothing Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Nothing Answer(Scope scope, IObservations seen)
    {
        if (Namespace.StartsWith("AWS/", StringComparison.Ordinal)) throw MonitoringFaults.Value("The value AWS/ for parameter Namespace is invalid: it is reserved");
        if (MetricData.Count is 0 or > MostData) throw MonitoringFaults.Value($"A call has 1 to {MostData} measurements");
        seen.Metrics.Add(scope.Place, [.. MetricData.Select(d => Read(d, seen.Now))]);
        return Nothing.Value;
    }

    private Measurement Read(Datum datum, DateTimeOffset now)
    {
        var at = datum.Timestamp ?? now;
        if (at < now - Oldest || at > now + Newest) throw MonitoringFaults.Value("The timestamp is more than two weeks old, or more than two hours in the future");
        if (datum.StorageResolution is not (null or 1 or 60)) throw MonitoringFaults.Value("StorageResolution is 1 or 60");
        return new Measurement(Dimension.Metric(Namespace, datum.MetricName, datum.Dimensions), at, ValuesOf(datum), datum.StorageResolution == 1);
    }

    private static MetricSummary ValuesOf(Datum datum)
    {
        var given = (datum.Value is null ? 0 : 1) + (datum.StatisticValues is null ? 0 : 1) + (datum.Values.Count == 0 ? 0 : 1);
        if (given != 1) throw MonitoringFaults.Value($"The measurement of {datum.MetricName} needs one of Value, Values and StatisticValues");
        if (datum.Value is { } value) return MetricSummary.Of(value);
        if (datum.StatisticValues is { } set)
        {
            return set.SampleCount > 0 && set.Minimum <= set.Maximum ? new MetricSummary(set.SampleCount, set.Sum, set.Minimum, set.Maximum) : throw MonitoringFaults.Value("A statistic set needs samples, and a minimum that is not above the maximum");
        }
        if (datum.Values.Count > MostValues || datum.Counts.Count > 0 && datum.Counts.Count != datum.Values.Count || datum.Counts.Any(c => c <= 0)) throw MonitoringFaults.Value($"Values are {MostValues} at most, with as many counts");
        return datum.Values.Select((v, i) => (Value: v, Count: datum.Counts.Count > 0 ? datum.Counts[i] : 1))
            .Select(v => new MetricSummary(v.Count, v.Value * v.Count, v.Value, v.Value)).Aggregate((a, b) => a.With(b));
    }
}
