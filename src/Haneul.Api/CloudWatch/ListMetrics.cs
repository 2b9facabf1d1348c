using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Lists metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html</summary>
public sealed record ListMetrics : Query<ListMetrics.Result>
{
    private const int PageSize = 500;

    public string? Namespace { get; init; }

    public string? MetricName { get; init; }

    public IReadOnlyList<DimensionFilter> Dimensions { get; init; } = [];

    public string? NextToken { get; init; }

    [NoEffect("metrics are kept for a day, and all are told")]
    public string? RecentlyActive { get; init; }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DimensionFilter.html</summary>
    public sealed record DimensionFilter
    {
        public required string Name { get; init; }

        public string? Value { get; init; }
    }

    public sealed record Result(IReadOnlyList<NamedMetric> Metrics, string? NextToken);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        var found = seen.Metrics.List(scope.Place)
            .Where(m => (Namespace is null || m.Namespace == Namespace) && (MetricName is null || m.Name == MetricName))
            .Where(m => Dimensions.All(d => m.Dimensions.TryGetValue(d.Name, out var value) && (d.Value is null || d.Value == value)));
        var page = MonitoringPages.Take(scope, found, m => m.Key, PageSize, NextToken);
        return new Result([.. page.Rows.Select(NamedMetric.Of)], page.NextToken);
    }
}
