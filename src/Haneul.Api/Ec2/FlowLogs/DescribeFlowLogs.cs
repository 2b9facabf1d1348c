using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists flow logs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html</summary>
public sealed record DescribeFlowLogs : DescribeQuery<DescribeFlowLogs.Result>
{
    public IReadOnlyList<Id<FlowLog>> FlowLogIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<FlowLogView> FlowLogs, string? NextToken);

    private static readonly Dictionary<string, Reads<FlowLog>> Known = new(StringComparer.Ordinal)
    {
        ["deliver-log-status"] = (_, _) => ["SUCCESS"],
        ["flow-log-id"] = (_, l) => [l.Id.Value],
        ["log-destination-type"] = (_, l) => [l.DestinationType],
        ["log-group-name"] = (_, l) => [l.LogGroupName],
        ["resource-id"] = (_, l) => [l.ResourceId],
        ["traffic-type"] = (_, l) => [l.TrafficType],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<FlowLog>(scope, scope.All<FlowLog>()).Named(FlowLogIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(l => FlowLogView.Of(scope, l))], page.NextToken);
    }
}
