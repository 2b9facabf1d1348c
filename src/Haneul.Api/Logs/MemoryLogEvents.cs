namespace Haneul.Api.Logs;

/// <summary>Log events in memory: the last ones, for where nothing is to be kept.</summary>
public sealed class MemoryLogEvents : ILogEvents
{
    public const int Most = 100_000;

    private readonly Lock turn = new();
    private readonly List<(string Group, StoredEntry Entry)> kept = [];
    private long last;

    public void Append(IReadOnlyList<LogEntry> entries)
    {
        lock (turn)
        {
            foreach (var e in entries) kept.Add((e.Group, new StoredEntry(++last, e.Stream, e.AtMs, e.IngestedMs, e.Message)));
            if (kept.Count > Most) kept.RemoveRange(0, kept.Count - Most);
        }
    }

    public IReadOnlyList<StoredEntry> Read(LogQuestion question)
    {
        lock (turn)
        {
            var found = kept.Where(k => k.Group == question.Group).Select(k => k.Entry)
                .Where(e => question.Streams is not { } streams || streams.Contains(e.Stream))
                .Where(e => e.AtMs >= question.FromMs && e.AtMs < question.ToMs);
            var sorted = question.IsBackward ? found.OrderByDescending(Place) : found.OrderBy(Place);
            return [.. sorted.Where(e => question.After is not { } after || (question.IsBackward ? Place(e).CompareTo(after) < 0 : Place(e).CompareTo(after) > 0)).Take(question.Limit)];
        }
    }

    public LogFigures FiguresOf(string stream)
    {
        lock (turn)
        {
            var own = kept.Select(k => k.Entry).Where(e => e.Stream == stream).ToList();
            return own.Count == 0 ? new LogFigures(null, null, null, 0) : new LogFigures(own.Min(e => e.AtMs), own.Max(e => e.AtMs), own.Max(e => e.IngestedMs), own.Sum(e => (long)e.Message.Length));
        }
    }

    public long BytesOf(string group)
    {
        lock (turn)
        {
            return kept.Where(k => k.Group == group).Sum(k => (long)k.Entry.Message.Length);
        }
    }

    private static (long, long) Place(StoredEntry e) => (e.AtMs, e.Number);
}
