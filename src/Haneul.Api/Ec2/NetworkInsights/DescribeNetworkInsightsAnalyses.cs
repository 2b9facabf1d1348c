using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists analyses with what they found. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsAnalyses.html</summary>
public sealed record DescribeNetworkInsightsAnalyses : DescribeQuery<DescribeNetworkInsightsAnalyses.Result>
{
    public IReadOnlyList<Id<NetworkInsightsAnalysis>> NetworkInsightsAnalysisIds { get; init; } = [];

    public Id<NetworkInsightsPath>? NetworkInsightsPathId { get; init; }

    public DateTimeOffset? AnalysisStartTime { get; init; }

    public DateTimeOffset? AnalysisEndTime { get; init; }

    public sealed record Result([property: Wire("networkInsightsAnalysisSet")] IReadOnlyList<NetworkInsightsAnalysisView> NetworkInsightsAnalyses, string? NextToken);

    private static readonly Dictionary<string, Reads<NetworkInsightsAnalysis>> Known = new(StringComparer.Ordinal)
    {
        ["path-found"] = (_, a) => [a.Outcome is { } o ? o.NetworkPathFound ? "true" : "false" : null],
        ["status"] = (_, a) => [a.Status],
    };

    public override Result Answer(Scope scope)
    {
        var wanted = scope.All<NetworkInsightsAnalysis>().Where(a =>
            (NetworkInsightsPathId is not { } path || a.PathId == path)
            && (AnalysisStartTime is not { } start || a.StartDate >= start) && (AnalysisEndTime is not { } end || a.StartDate <= end));
        var page = new Selection<NetworkInsightsAnalysis>(scope, wanted).Named(NetworkInsightsAnalysisIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(a => NetworkInsightsAnalysisView.Of(scope, a))], page.NextToken);
    }
}
