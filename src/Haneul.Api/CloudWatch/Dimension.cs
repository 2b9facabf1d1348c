using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>One of the names that tell a metric from others. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html</summary>
public sealed record Dimension
{
    private const int Most = 30, LongestName = 255, LongestValue = 1024;

    public required string Name { get; init; }

    public required string Value { get; init; }

    internal static MetricName Metric(string space, string name, IReadOnlyList<Dimension> dimensions)
    {
        if (space.Length is 0 or > LongestName || name.Length is 0 or > LongestName) throw MonitoringFaults.Value($"Namespace and metric name have 1 to {LongestName} characters");
        if (dimensions.Count > Most) throw MonitoringFaults.Value($"A metric has {Most} dimensions at most");
        if (dimensions.Any(d => d.Name.Length is 0 or > LongestName || d.Value.Length is 0 or > LongestValue)) throw MonitoringFaults.Value($"A dimension's name has 1 to {LongestName} characters, its value 1 to {LongestValue}");
        if (dimensions.DistinctBy(d => d.Name, StringComparer.Ordinal).Count() < dimensions.Count) throw MonitoringFaults.Value("A dimension is given twice");
        return new MetricName(space, name, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, dimensions.Select(d => KeyValuePair.Create(d.Name, d.Value))));
    }

    internal static IReadOnlyList<Dimension> Of(MetricName metric) => [.. metric.Dimensions.Select(d => new Dimension { Name = d.Key, Value = d.Value })];
}
