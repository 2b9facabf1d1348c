using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Reads a group's events that fit a pattern, page by page. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html</summary>
public sealed record FilterLogEvents : Query<FilterLogEvents.Result>
{
    private const int MostEvents = 10_000;

    /// <summary>Events that one call looks at; a page may be short, or empty, and have a next one.</summary>
    private const int MostLookedAt = 50_000;

    public string? LogGroupName { get; init; }

    public string? LogGroupIdentifier { get; init; }

    public IReadOnlyList<string> LogStreamNames { get; init; } = [];

    public string? LogStreamNamePrefix { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public string? FilterPattern { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }

    [NoEffect("events of several streams are always interleaved, as on AWS since 2019")]
    public bool? Interleaved { get; init; }

    [NoEffect("nothing is masked")]
    public bool? Unmask { get; init; }

    public sealed record Result(IReadOnlyList<FilteredLogEvent> Events, IReadOnlyList<SearchedLogStream> SearchedLogStreams, string? NextToken);

    /// <summary>AWS lists none any more.</summary>
    public sealed record SearchedLogStream(string LogStreamName, bool SearchedCompletely);

    public sealed record FilteredLogEvent(string LogStreamName, long Timestamp, string Message, long IngestionTime, string EventId);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        var group = LogStreams.Group(scope, LogGroupName, LogGroupIdentifier);
        if (Limit is < 1 or > MostEvents) throw LogGroupNames.Invalid($"limit must be between 1 and {MostEvents}");
        if (LogStreamNames.Count > 0 && LogStreamNamePrefix is not null) throw LogGroupNames.Invalid("Give either logStreamNames or logStreamNamePrefix");
        var pattern = LogPattern.Read(FilterPattern ?? "");
        var named = LogStreamNames.ToHashSet(StringComparer.Ordinal);
        var names = LogStreams.Of(scope, group)
            .Where(s => (named.Count == 0 || named.Contains(s.Name)) && s.Name.StartsWith(LogStreamNamePrefix ?? "", StringComparison.Ordinal))
            .ToDictionary(s => LogKeys.Of(scope.Place, group, s), s => s.Name, StringComparer.Ordinal);
        var found = seen.LogEvents.Read(new LogQuestion
        {
            Group = LogKeys.Of(scope.Place, group),
            Streams = named.Count > 0 || LogStreamNamePrefix is not null ? names.Keys : null,
            FromMs = Math.Max(StartTime ?? 0, LogRetention.OldestOf(group, seen.Now)),
            ToMs = EndTime is { } end and < long.MaxValue ? end + 1 : long.MaxValue,
            After = NextToken is { Length: > 0 } token ? LogStreams.Read(token).At : null,
            Limit = MostLookedAt,
        });
        var events = new List<FilteredLogEvent>();
        StoredEntry? last = null;
        foreach (var entry in found)
        {
            if (events.Count == (Limit ?? MostEvents)) break;
            last = entry;
            if (names.TryGetValue(entry.Stream, out var name) && pattern(entry.Message)) events.Add(new FilteredLogEvent(name, entry.AtMs, entry.Message, entry.IngestedMs, $"{entry.Number:D56}"));
        }
        var isWhole = found.Count < MostLookedAt && (last is null || last == found[^1]);
        return new Result(events, [], isWhole || last is null ? null : LogStreams.Token('n', (last.AtMs, last.Number)));
    }
}
