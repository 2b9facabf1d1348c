using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists the metrics of groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeMetricCollectionTypes.html</summary>
public sealed record DescribeMetricCollectionTypes : Query<DescribeMetricCollectionTypes.Result>
{
    public sealed record Result(IReadOnlyList<MetricType> Metrics, IReadOnlyList<GranularityType> Granularities);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MetricCollectionType.html</summary>
    public sealed record MetricType(string Metric);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MetricGranularityType.html</summary>
    public sealed record GranularityType(string Granularity);

    public override Result Answer(Scope scope) => new([.. GroupMetrics.All.Select(m => new MetricType(m))], [new GranularityType("1Minute")]);
}
