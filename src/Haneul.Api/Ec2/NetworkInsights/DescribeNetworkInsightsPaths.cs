using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists paths. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInsightsPaths.html</summary>
public sealed record DescribeNetworkInsightsPaths : DescribeQuery<DescribeNetworkInsightsPaths.Result>
{
    public IReadOnlyList<Id<NetworkInsightsPath>> NetworkInsightsPathIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<NetworkInsightsPathView> NetworkInsightsPaths, string? NextToken);

    private static readonly Dictionary<string, Reads<NetworkInsightsPath>> Known = new(StringComparer.Ordinal)
    {
        ["destination"] = (_, p) => [p.Destination],
        ["filter-at-destination.destination-address"] = (_, p) => [p.FilterAtDestination?.DestinationAddress?.ToString()],
        ["filter-at-destination.source-address"] = (_, p) => [p.FilterAtDestination?.SourceAddress?.ToString()],
        ["filter-at-source.destination-address"] = (_, p) => [p.FilterAtSource?.DestinationAddress?.ToString()],
        ["filter-at-source.source-address"] = (_, p) => [p.FilterAtSource?.SourceAddress?.ToString()],
        ["protocol"] = (_, p) => [p.Protocol],
        ["source"] = (_, p) => [p.Source],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<NetworkInsightsPath>(scope, scope.All<NetworkInsightsPath>()).Named(NetworkInsightsPathIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(p => NetworkInsightsPathView.Of(scope, p))], page.NextToken);
    }
}
