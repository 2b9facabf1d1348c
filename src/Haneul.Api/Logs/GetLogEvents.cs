using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Reads a stream page by page, forwards or backwards. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html</summary>
public sealed record GetLogEvents : Query<GetLogEvents.Result>
{
    private const int MostEvents = 10_000;
    private const char Forward = 'f', Backward = 'b';

    public string? LogGroupName { get; init; }

    public string? LogGroupIdentifier { get; init; }

    public required string LogStreamName { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }

    public bool StartFromHead { get; init; }

    [NoEffect("nothing is masked")]
    public bool? Unmask { get; init; }

    public sealed record Result(IReadOnlyList<OutputLogEvent> Events, string NextForwardToken, string NextBackwardToken);

    public sealed record OutputLogEvent(long Timestamp, string Message, long IngestionTime);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    /// <summary>At either end the token that is answered is the one that was given.</summary>
    public override Result Answer(Scope scope, IObservations seen)
    {
        var group = LogStreams.Group(scope, LogGroupName, LogGroupIdentifier);
        var stream = LogStreams.Get(scope, group, LogStreamName);
        if (Limit is < 1 or > MostEvents) throw LogGroupNames.Invalid($"limit must be between 1 and {MostEvents}");
        (char Way, (long, long) At)? token = NextToken is { Length: > 0 } given ? LogStreams.Read(given) : null;
        var isBackward = token is { } t ? t.Way == Backward : !StartFromHead;
        var found = seen.LogEvents.Read(new LogQuestion
        {
            Group = LogKeys.Of(scope.Place, group),
            Streams = [LogKeys.Of(scope.Place, group, stream)],
            FromMs = Math.Max(StartTime ?? 0, LogRetention.OldestOf(group, seen.Now)),
            ToMs = EndTime ?? long.MaxValue,
            After = token?.At,
            IsBackward = isBackward,
            Limit = Limit ?? MostEvents,
        });
        List<StoredEntry> events = [.. isBackward ? found.Reverse() : found];
        (long, long) first = events is [var e, ..] ? (e.AtMs, e.Number) : token?.At ?? (0, 0);
        (long, long) last = events is [.., var l] ? (l.AtMs, l.Number) : token?.At ?? (0, 0);
        return new Result([.. events.Select(o => new OutputLogEvent(o.AtMs, o.Message, o.IngestedMs))], LogStreams.Token(Forward, last), LogStreams.Token(Backward, first));
    }
}

/// <summary>Until when a group keeps events.</summary>
internal static class LogRetention
{
    /// <summary>The oldest time that is kept, milliseconds since 1970.</summary>
    public static long OldestOf(LogGroup group, DateTimeOffset now) => group.RetentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : 0;
}
