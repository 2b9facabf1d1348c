using System.Threading.Channels;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>Follows the health of targets from world to world. What a slow listener has not looked at yet is looked at together: then the states between are left out.</summary>
internal sealed class HealthFollow : IDisposable
{
    /// <summary>Worlds that wait to be looked at.</summary>
    private const int MostWorlds = 256;

    private readonly Channel<World> worlds = Channel.CreateBounded<World>(new BoundedChannelOptions(MostWorlds) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly HealthChanges changes;
    private readonly Ledger ledger;
    private readonly TimeProvider time;

    public HealthFollow(Ledger ledger, TimeProvider time)
    {
        (this.ledger, this.time) = (ledger, time);
        ledger.Published += OnPublished;
        changes = new HealthChanges(ledger.Current);
    }

    /// <summary>Tells what changes, until it is cancelled.</summary>
    public async Task RunAsync(Action<HealthChange> tell, CancellationToken cancel)
    {
        try
        {
            await foreach (var world in worlds.Reader.ReadAllAsync(cancel))
            {
                foreach (var change in changes.Next(world, time.GetUtcNow())) tell(change);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Whoever listened has gone.
        }
    }

    public void Dispose() => ledger.Published -= OnPublished;

    private void OnPublished(World world, IReadOnlyCollection<Change> published)
    {
        if (published.Any(c => HealthChanges.Concern(c.Kind))) worlds.Writer.TryWrite(world);
    }
}
