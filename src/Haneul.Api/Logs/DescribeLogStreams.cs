using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Lists the streams of a log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html</summary>
public sealed record DescribeLogStreams : Query<DescribeLogStreams.Result>
{
    public string? LogGroupName { get; init; }

    public string? LogGroupIdentifier { get; init; }

    public string? LogStreamNamePrefix { get; init; }

    public string OrderBy { get; init; } = "LogStreamName";

    public bool Descending { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }

    public sealed record Result(IReadOnlyList<LogStreamView> LogStreams, string? NextToken);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        if (Limit is < 1 or > 50) throw LogGroupNames.Invalid("limit must be between 1 and 50");
        if (OrderBy is not ("LogStreamName" or "LastEventTime")) throw LogGroupNames.Invalid("orderBy is LogStreamName or LastEventTime");
        if (OrderBy == "LastEventTime" && LogStreamNamePrefix is not null) throw LogGroupNames.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        var group = Logs.LogStreams.Group(scope, LogGroupName, LogGroupIdentifier);
        var rows = Logs.LogStreams.Of(scope, group).Where(s => s.Name.StartsWith(LogStreamNamePrefix ?? "", StringComparison.Ordinal))
            .Select(s => LogStreamView.Of(scope, group, s, seen.LogEvents.FiguresOf(LogKeys.Of(scope.Place, group, s))));
        var sorted = OrderBy == "LastEventTime" ? rows.OrderBy(v => v.LastEventTimestamp ?? 0).ThenBy(v => v.LogStreamName, StringComparer.Ordinal) : rows.OrderBy(v => v.LogStreamName, StringComparer.Ordinal);
        var views = (Descending ? sorted.Reverse() : sorted).ToList();
        var start = NextToken is { Length: > 0 } token ? (int)Math.Clamp(Logs.LogStreams.Read(token).At.AtMs, 0, views.Count) : 0;
        var end = Math.Min(views.Count, start + (Limit ?? 50));
        return new Result(views[start..end], end < views.Count ? Logs.LogStreams.Token('s', (end, 0)) : null);
    }
}

/// <summary>A log stream as CloudWatch Logs answers it; times are milliseconds since 1970. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html</summary>
public sealed record LogStreamView
{
    public required string LogStreamName { get; init; }

    public required long CreationTime { get; init; }

    public long? FirstEventTimestamp { get; init; }

    public long? LastEventTimestamp { get; init; }

    public long? LastIngestionTime { get; init; }

    public string? UploadSequenceToken { get; init; }

    public required string Arn { get; init; }

    /// <summary>AWS answers 0 here since 2019.</summary>
    public long StoredBytes { get; init; }

    internal static LogStreamView Of(Scope scope, LogGroup group, LogStream stream, LogFigures held) => new()
    {
        LogStreamName = stream.Name,
        CreationTime = stream.CreateTime.ToUnixTimeMilliseconds(),
        FirstEventTimestamp = held.FirstMs,
        LastEventTimestamp = held.LastMs,
        LastIngestionTime = held.LastIngestedMs,
        UploadSequenceToken = held.LastIngestedMs is null ? null : PutLogEvents.Token,
        Arn = Logs.LogStreams.ArnOf(scope, group, stream),
    };
}
