using System.Threading.Channels;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>
/// The null back end of model mode: nothing runs, so whatever is on its way has arrived at the next turn. It also forgets what ended long enough ago.
/// </summary>
internal sealed class ModelBackEnd : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Ledger ledger;
    private readonly TimeProvider time;
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private readonly Task turning;
    private readonly ITimer sweep;

    public ModelBackEnd(Ledger ledger, TimeProvider time)
    {
        (this.ledger, this.time) = (ledger, time);
        ledger.Published += OnPublished;
        foreach (var (place, row) in AllRows()) Settle(place, row);
        sweep = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
        turning = Task.Run(TurnAsync);
    }

    public async ValueTask DisposeAsync()
    {
        ledger.Published -= OnPublished;
        await sweep.DisposeAsync();
        reports.Writer.TryComplete();
        await stop.CancelAsync();
        await turning;
        stop.Dispose();
    }

    private void OnPublished(World world, IReadOnlyCollection<Change> changes)
    {
        foreach (var change in changes) Settle(change.Place, change.Row);
    }

    private void Settle(Place place, IResource? row)
    {
        if (row is ITransient transient && transient.Settled(place) is { } report) reports.Writer.TryWrite(report);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (place, row) in AllRows())
        {
            if (row is IFading { ForgottenAt: { } at } && at <= now) reports.Writer.TryWrite(new Forget(place, row));
        }
    }

    private async Task TurnAsync()
    {
        await foreach (var report in reports.Reader.ReadAllAsync())
        {
            try
            {
                await ledger.ReportAsync(report, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception)
            {
                // The ledger has logged what failed; the row stays on its way and is settled at the next start.
            }
        }
    }

    private List<(Place, IResource)> AllRows()
    {
        var world = ledger.Current;
        return [.. world.Places.SelectMany(p => world[p].Rows.Select(r => (p, r)))];
    }
}
