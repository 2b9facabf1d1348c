namespace Haneul.Api.Logs;

/// <summary>What was written to log streams, kept apart from the world since it is much and never changes. What was answered is durable. Safe for several threads.</summary>
public interface ILogEvents
{
    /// <summary>Adds events; they are durable when this returns.</summary>
    void Append(IReadOnlyList<LogEntry> entries);

    /// <summary>Events in order of their time, then of their coming.</summary>
    IReadOnlyList<StoredEntry> Read(LogQuestion question);

    /// <summary>What a stream holds.</summary>
    LogFigures FiguresOf(string stream);

    /// <summary>Bytes of messages in a group.</summary>
    long BytesOf(string group);
}

/// <summary>An event to be kept.</summary>
/// <param name="Group">The key of its group, see <see cref="LogKeys"/>.</param>
/// <param name="Stream">The key of its stream.</param>
/// <param name="AtMs">Milliseconds since 1970.</param>
/// <param name="IngestedMs">When it came.</param>
public sealed record LogEntry(string Group, string Stream, long AtMs, long IngestedMs, string Message);

/// <summary>An event that is kept; the number grows with each that comes.</summary>
public sealed record StoredEntry(long Number, string Stream, long AtMs, long IngestedMs, string Message);

/// <summary>What a stream holds; times are milliseconds since 1970, null where it is empty.</summary>
public sealed record LogFigures(long? FirstMs, long? LastMs, long? LastIngestedMs, long Bytes);

/// <summary>Which events: of a group, or of some of its streams; a span of time; and where to go on.</summary>
public sealed record LogQuestion
{
    public required string Group { get; init; }

    /// <summary>Null: of all.</summary>
    public IReadOnlyCollection<string>? Streams { get; init; }

    /// <summary>Inclusive.</summary>
    public long FromMs { get; init; }

    /// <summary>Exclusive.</summary>
    public long ToMs { get; init; } = long.MaxValue;

    /// <summary>Only what lies behind this one in the order of reading.</summary>
    public (long AtMs, long Number)? After { get; init; }

    /// <summary>The latest first.</summary>
    public bool IsBackward { get; init; }

    public required int Limit { get; init; }
}
