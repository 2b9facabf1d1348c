using System.Globalization;
using System.Text;
using Haneul.Api.Logs;
using Microsoft.Data.Sqlite;

namespace Haneul.Store;

/// <summary>
/// Log events in a SQLite file beside the world's, synced at each call: what was answered survives a kill and a loss of power. It holds so many bytes of messages at most; then the oldest go.
/// </summary>
internal sealed class SqliteLogEvents : ILogEvents, IDisposable
{
    public const long MostBytes = 256 * 1024 * 1024;

    /// <summary>Of all events, when they are too many.</summary>
    private const int PartThatGoes = 16;

    private readonly Lock turn = new();
    private readonly SqliteConnection db;
    private readonly long mostBytes;
    private long bytes;

    public SqliteLogEvents(string path, long mostBytes = MostBytes)
    {
        this.mostBytes = mostBytes;
        SQLitePCL.Batteries_V2.Init();
        db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        db.Open();
        Run("PRAGMA journal_mode=WAL");
        Run("PRAGMA synchronous=FULL");
        Run("CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY AUTOINCREMENT, grp TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL, came INTEGER NOT NULL, message TEXT NOT NULL, bytes INTEGER NOT NULL)");
        Run("CREATE INDEX IF NOT EXISTS event_of_group ON event (grp, at, number)");
        Run("CREATE INDEX IF NOT EXISTS event_of_stream ON event (stream, at, number)");
        bytes = Whole("SELECT coalesce(sum(bytes), 0) FROM event");
    }

    public void Append(IReadOnlyList<LogEntry> entries)
    {
        lock (turn)
        {
            using var transaction = db.BeginTransaction();
            using var add = Asked("INSERT INTO event (grp, stream, at, came, message, bytes) VALUES ($group, $stream, $at, $came, $message, $bytes)");
            add.Transaction = transaction;
            long more = 0;
            foreach (var entry in entries)
            {
                var size = Encoding.UTF8.GetByteCount(entry.Message);
                more += size;
                add.Parameters.Clear();
                Bind(add, ("$group", entry.Group), ("$stream", entry.Stream), ("$at", entry.AtMs), ("$came", entry.IngestedMs), ("$message", entry.Message), ("$bytes", size));
                add.ExecuteNonQuery();
            }
            transaction.Commit();
            bytes += more;
            if (bytes > mostBytes) Shrink();
        }
    }

    public IReadOnlyList<StoredEntry> Read(LogQuestion question)
    {
        var (sign, order) = question.IsBackward ? ("<", "DESC") : (">", "ASC");
        var streams = question.Streams?.Select((s, i) => (Name: string.Create(CultureInfo.InvariantCulture, $"$s{i}"), Value: (object)s)).ToList();
        var where = new StringBuilder("grp = $group AND at >= $from AND at < $to");
        if (streams is not null) where.Append(CultureInfo.InvariantCulture, $" AND stream IN ({string.Join(", ", streams.Select(s => s.Name))})");
        if (question.After is not null) where.Append(CultureInfo.InvariantCulture, $" AND (at, number) {sign} ($at, $number)");
        lock (turn)
        {
            using var command = Asked($"SELECT number, stream, at, came, message FROM event WHERE {where} ORDER BY at {order}, number {order} LIMIT $limit");
            Bind(command, ("$group", question.Group), ("$from", question.FromMs), ("$to", question.ToMs), ("$limit", question.Limit));
            Bind(command, [.. streams ?? []]);
            if (question.After is { } after) Bind(command, ("$at", after.AtMs), ("$number", after.Number));
            using var reader = command.ExecuteReader();
            var found = new List<StoredEntry>();
            while (reader.Read()) found.Add(new StoredEntry(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4)));
            return found;
        }
    }

    public LogFigures FiguresOf(string stream)
    {
        lock (turn)
        {
            using var command = Asked("SELECT min(at), max(at), max(came), coalesce(sum(bytes), 0) FROM event WHERE stream = $stream");
            Bind(command, ("$stream", stream));
            using var reader = command.ExecuteReader();
            reader.Read();
            return new LogFigures(Null(reader, 0), Null(reader, 1), Null(reader, 2), reader.GetInt64(3));
        }
    }

    public long BytesOf(string group)
    {
        lock (turn)
        {
            using var command = Asked("SELECT coalesce(sum(bytes), 0) FROM event WHERE grp = $group");
            Bind(command, ("$group", group));
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Removes what belongs to no stream that is there, and of the others what is older than they keep.</summary>
    /// <param name="oldestMs">By stream, milliseconds since 1970.</param>
    public void Sweep(IReadOnlyDictionary<string, long> oldestMs)
    {
        lock (turn)
        {
            var removed = 0;
            foreach (var stream in Streams())
            {
                using var command = Asked("DELETE FROM event WHERE stream = $stream AND at < $oldest");
                Bind(command, ("$stream", stream), ("$oldest", oldestMs.GetValueOrDefault(stream, long.MaxValue)));
                removed += command.ExecuteNonQuery();
            }
            if (removed > 0) bytes = Whole("SELECT coalesce(sum(bytes), 0) FROM event");
        }
    }

    public void Dispose() => db.Dispose();

    private List<string> Streams()
    {
        using var command = Asked("SELECT DISTINCT stream FROM event");
        using var reader = command.ExecuteReader();
        var streams = new List<string>();
        while (reader.Read()) streams.Add(reader.GetString(0));
        return streams;
    }

    /// <summary>The oldest go, whosever they are.</summary>
    private void Shrink()
    {
        Run($"DELETE FROM event WHERE number <= (SELECT min(number) + (max(number) - min(number)) / {PartThatGoes} FROM event)");
        bytes = Whole("SELECT coalesce(sum(bytes), 0) FROM event");
    }

    private static long? Null(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static void Bind(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
    }

    private SqliteCommand Asked(string text)
    {
        var command = db.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private void Run(string text)
    {
        using var command = Asked(text);
        command.ExecuteNonQuery();
    }

    private long Whole(string text)
    {
        using var command = Asked(text);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
