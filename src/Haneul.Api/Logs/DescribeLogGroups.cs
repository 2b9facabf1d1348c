using Haneul.Api.Dispatch;
using Haneul.Api.Ec2;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Lists log groups by name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html</summary>
public sealed record DescribeLogGroups : Query<DescribeLogGroups.Result>
{
    public string? LogGroupNamePrefix { get; init; }

    /// <summary>A part of the name, in any case.</summary>
    public string? LogGroupNamePattern { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }

    public string? LogGroupClass { get; init; }

    public sealed record Result(IReadOnlyList<LogGroupView> LogGroups, string? NextToken);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        if (Limit is < 1 or > 50) throw LogGroupNames.Invalid("limit must be between 1 and 50");
        if (LogGroupNamePrefix is not null && LogGroupNamePattern is not null) throw LogGroupNames.Invalid("Give either logGroupNamePrefix or logGroupNamePattern");
        var rows = scope.All<LogGroup>()
            .Where(g => g.Id.Value.StartsWith(LogGroupNamePrefix ?? "", StringComparison.Ordinal))
            .Where(g => g.Id.Value.Contains(LogGroupNamePattern ?? "", StringComparison.OrdinalIgnoreCase))
            .Where(g => LogGroupClass is null || g.Class == LogGroupClass);
        try
        {
            var page = new Selection<LogGroup>(scope, rows).Paged(Limit ?? 50, NextToken, least: 1);
            return new Result([.. page.Rows.Select(g => LogGroupView.Of(scope, g, seen.LogEvents))], page.NextToken);
        }
        catch (Fault fault)
        {
            throw LogGroupNames.Invalid(fault.Message);
        }
    }
}
