using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists flow logs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html</summary>
public sealed record DescribeFlowLogs : DescribeQuery<DescribeFlowLogs.Result>
{
    public IReadOnlyList<Id<FlowLog>> FlowLogIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<FlowLogView> FlowLogs, string? NextToken);

    private static Dictionary<string, Reads<FlowLog>> Known(IObservations seen) => new(StringComparer.Ordinal)
    {
        ["deliver-log-status"] = (_, l) => [FlowLogView.StatusOf(l, seen)],
        ["flow-log-id"] = (_, l) => [l.Id.Value],
        ["log-destination-type"] = (_, l) => [l.DestinationType],
        ["log-group-name"] = (_, l) => [l.LogGroupName],
        ["resource-id"] = (_, l) => [l.ResourceId],
        ["traffic-type"] = (_, l) => [l.TrafficType],
    };

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        var page = new Selection<FlowLog>(scope, scope.All<FlowLog>()).Named(FlowLogIds).Where(Filters, Known(seen)).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(l => FlowLogView.Of(scope, l, seen))], page.NextToken);
    }
}
