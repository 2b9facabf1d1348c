using System.Threading.Channels;
using Haneul.Balancing;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>The null back end of model mode: nothing runs, so whatever is on its way has arrived at the next turn, and targets do as the tracer predicts.</summary>
internal sealed class ModelBackEnd : IAsyncDisposable
{
    private readonly Ledger ledger;
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private readonly Task turning;

    private readonly HealthPredictor health;

    public ModelBackEnd(Ledger ledger, ILogger log)
    {
        this.ledger = ledger;
        health = new HealthPredictor(ledger, log);
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
        await health.DisposeAsync();
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
