using System.Threading.Channels;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>The null back end of model mode: nothing runs, so whatever is on its way has arrived at the next turn.</summary>
internal sealed class ModelBackEnd : IAsyncDisposable
{
    private readonly Ledger ledger;
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private readonly Task turning;

    public ModelBackEnd(Ledger ledger)
    {
        this.ledger = ledger;
        ledger.Published += OnPublished;
        var world = ledger.Current;
        foreach (var place in world.Places)
        {
            foreach (var row in world[place].Rows) Settle(place, row);
        }
        turning = Task.Run(TurnAsync);
    }

    public async ValueTask DisposeAsync()
    {
        ledger.Published -= OnPublished;
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
}
