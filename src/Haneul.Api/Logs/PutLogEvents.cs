using System.Text;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>
/// Writes events to a stream. It changes no row of the world, so it is asked like a query; the events are durable when it is answered.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
/// </summary>
public sealed record PutLogEvents : Query<PutLogEvents.Result>
{
    /// <summary>AWS asks for no token since 2023, and answers one all the same.</summary>
    internal const string Token = "49039859577061283574466541421137216226168128563423552306";

    private const int MostEvents = 10_000, MostBytes = 1_048_576, BytesBesides = 26;

    private static readonly TimeSpan OldestEvent = TimeSpan.FromDays(14), NewestEvent = TimeSpan.FromHours(2);

    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    public required IReadOnlyList<InputLogEvent> LogEvents { get; init; }

    [NoEffect("AWS ignores it since 2023")]
    public string? SequenceToken { get; init; }

    public sealed record InputLogEvent
    {
        public required long Timestamp { get; init; }

        public required string Message { get; init; }
    }

    public sealed record Result(string? NextSequenceToken, RejectedLogEventsInfo? RejectedLogEventsInfo);

    /// <summary>Which events were not taken, by their place in the call.</summary>
    public sealed record RejectedLogEventsInfo
    {
        public int? TooNewLogEventStartIndex { get; init; }

        public int? TooOldLogEventEndIndex { get; init; }

        public int? ExpiredLogEventEndIndex { get; init; }
    }

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        var group = LogGroupNames.Get(scope, LogGroupName);
        var stream = LogStreams.Get(scope, group, LogStreamName);
        if (LogEvents.Count is 0 or > MostEvents) throw LogGroupNames.Invalid($"A call has 1 to {MostEvents} events");
        if (LogEvents.Sum(e => Encoding.UTF8.GetByteCount(e.Message) + BytesBesides) > MostBytes) throw LogGroupNames.Invalid($"Upload too large: the events have {MostBytes} bytes at most, with {BytesBesides} for each");
        for (var i = 1; i < LogEvents.Count; i++)
        {
            if (LogEvents[i].Timestamp < LogEvents[i - 1].Timestamp) throw LogGroupNames.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
        }
        var now = seen.Now;
        var (oldest, newest) = ((now - OldestEvent).ToUnixTimeMilliseconds(), (now + NewestEvent).ToUnixTimeMilliseconds());
        var expired = group.RetentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
        var (groupKey, key, came) = (LogKeys.Of(scope.Place, group), LogKeys.Of(scope.Place, group, stream), now.ToUnixTimeMilliseconds());
        var taken = LogEvents.Where(e => e.Timestamp >= Math.Max(oldest, expired) && e.Timestamp <= newest).Select(e => new LogEntry(groupKey, key, e.Timestamp, came, e.Message)).ToList();
        if (taken.Count > 0) seen.LogEvents.Append(taken);
        return new Result(Token, taken.Count == LogEvents.Count ? null : Rejected(oldest, newest, expired));
    }

    private RejectedLogEventsInfo Rejected(long oldest, long newest, long expired)
    {
        var (old, late, gone) = (LogEvents.Count(e => e.Timestamp < oldest), LogEvents.Count(e => e.Timestamp <= newest), LogEvents.Count(e => e.Timestamp < expired));
        return new RejectedLogEventsInfo
        {
            TooOldLogEventEndIndex = old > 0 ? old : null,
            TooNewLogEventStartIndex = late < LogEvents.Count ? late : null,
            ExpiredLogEventEndIndex = gone > old ? gone : null,
        };
    }
}
