using System.Threading.Channels;
using Haneul.Api.Dispatch;
using Haneul.Model;
using Haneul.Store;

namespace Haneul.Daemon;

/// <summary>
/// The one writer. Steps are taken one after another; those that wait together are written to the store in one transaction, then published, then answered.
/// So every answer is durable, and the cost of a sync is shared.
/// </summary>
internal sealed class Ledger : ILedger, IAsyncDisposable
{
    /// <summary>Steps that wait; more than this, and callers wait to get in line.</summary>
    private const int LongestQueue = 4096;

    /// <summary>Steps in one transaction.</summary>
    private const int LargestBatch = 256;

    private readonly Channel<Entry> queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private readonly IStore store;
    private readonly IIds ids;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Task writer;
    private volatile World current;

    public Ledger(IStore store, IIds ids, TimeProvider time, ILogger log)
    {
        (this.store, this.ids, this.time, this.log) = (store, ids, time, log);
        current = store.Load();
        writer = Task.Run(WriteAsync);
    }

    public World Current => current;

    /// <summary>Told after each publication, on the writer's thread: do little, and do not wait for another step.</summary>
    public event Action<World, IReadOnlyCollection<Change>>? Published;

    public async Task<T> TakeAsync<T>(Place place, Func<Draft, T> step, CancellationToken cancel)
    {
        var entry = new Entry<T>(place, step);
        await queue.Writer.WriteAsync(entry, cancel);
        return await entry.Answer.Task;
    }

    /// <summary>Takes a report from a back end.</summary>
    public Task ReportAsync(Report report, CancellationToken cancel) =>
        TakeAsync(Place.Between, draft => { report.Apply(draft); return true; }, cancel);

    /// <summary>Empties the world and lays the first rows again.</summary>
    public async Task ResetAsync(Action<Draft> first, CancellationToken cancel)
    {
        var entry = new Entry<bool>(Place.Between, draft => { first(draft); return true; }) { Empties = true };
        await queue.Writer.WriteAsync(entry, cancel);
        await entry.Answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
        store.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Entry>(LargestBatch);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
                if (entry.Empties) break;
            }
            TakeBatch(batch);
        }
    }

    private void TakeBatch(List<Entry> batch)
    {
        var world = current;
        var changes = new Dictionary<string, Change>(StringComparer.Ordinal);
        foreach (var entry in batch)
        {
            if (entry.Empties)
            {
                world = World.Empty;
                changes.Clear();
            }
            var draft = new Draft(world, entry.Place, time.GetUtcNow(), ids);
            if (!entry.Run(draft, log)) continue;
            world = draft.World;
            foreach (var change in draft.Changes) changes[change.RowKey] = change;
        }
        try
        {
            if (changes.Count > 0 || batch[^1].Empties) store.Write(changes.Values, batch[^1].Empties);
        }
        catch (Exception e)
        {
            // Whatever it was, the writer goes on: callers must not wait for ever.
            log.LogError(e, "The store could not write {Count} changes; the calls are refused and the world stays as it was", changes.Count);
            var refusal = e is Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException
                ? new Fault("ServiceUnavailable", $"Haneul could not write the change down: {e.Message}", 503)
                : e;
            foreach (var entry in batch) entry.Refuse(refusal);
            return;
        }
        current = world;
        if (changes.Count > 0) Published?.Invoke(world, changes.Values);
        foreach (var entry in batch) entry.Reply();
    }

    private abstract class Entry(Place place)
    {
        public Place Place { get; } = place;

        public bool Empties { get; init; }

        /// <summary>Runs the step and keeps its answer; false if it faulted.</summary>
        public abstract bool Run(Draft draft, ILogger log);

        public abstract void Reply();

        public abstract void Refuse(Exception refusal);
    }

    private sealed class Entry<T>(Place place, Func<Draft, T> step) : Entry(place)
    {
        private T? result;
        private Exception? failure;

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool Run(Draft draft, ILogger log)
        {
            try
            {
                result = step(draft);
                return true;
            }
            catch (Fault fault)
            {
                failure = fault;
            }
            catch (Exception e)
            {
                // Ours to mend: the step is dropped whole, the caller learns of it, the others go on.
                log.LogError(e, "A step failed in {Place}", Place);
                failure = e;
            }
            return false;
        }

        public override void Reply()
        {
            if (failure is not null) Answer.SetException(failure);
            else Answer.SetResult(result ?? throw new InvalidOperationException("A step answered nothing"));
        }

        public override void Refuse(Exception refusal) => Answer.SetException(failure ?? refusal);
    }
}
