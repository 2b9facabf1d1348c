using Haneul.Api.Logs;
using Haneul.Model;
using Haneul.Store;
using Microsoft.Data.Sqlite;

namespace Haneul.Daemon;

/// <summary>Removes log events whose stream is gone or that are older than their group keeps them, once a minute. It owns the events' store.</summary>
internal sealed partial class LogSweeper : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Ledger ledger;
    private readonly SqliteLogEvents events;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer timer;

    public LogSweeper(Ledger ledger, SqliteLogEvents events, TimeProvider time, ILogger log)
    {
        (this.ledger, this.events, this.time, this.log) = (ledger, events, time, log);
        timer = time.CreateTimer(_ => Sweep(), null, Every, Every);
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        Sweep();
        events.Dispose();
    }

    private void Sweep()
    {
        try
        {
            events.Sweep(OldestMs(ledger.Current, time.GetUtcNow()));
        }
        catch (SqliteException e)
        {
            // A full disk, say; tried again a minute later.
            LogFailed(e);
        }
    }

    /// <summary>By stream that is there, what it keeps.</summary>
    internal static Dictionary<string, long> OldestMs(World world, DateTimeOffset now)
    {
        var oldest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (place, stream) in world.Everywhere<LogStream>())
        {
            if (!world.At(place).TryFind(new Id<LogGroup>(stream.Group), out var group)) continue;
            oldest[LogKeys.Of(place, group, stream)] = group.RetentionDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
        }
        return oldest;
    }

    [LoggerMessage(LogLevel.Error, "Old log events could not be removed")]
    private partial void LogFailed(Exception e);
}
