using System.Threading.Channels;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>Model mode's health checks: after each change of the world it tells how targets would do, one world at a time, skipping those that are old already.</summary>
internal sealed class HealthPredictor : IAsyncDisposable
{
    private readonly Ledger ledger;
    private readonly ILogger log;
    private readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public HealthPredictor(Ledger ledger, ILogger log)
    {
        (this.ledger, this.log) = (ledger, log);
        ledger.Published += OnPublished;
        changed.Writer.TryWrite(true);
        watching = Task.Run(WatchAsync);
    }

    public async ValueTask DisposeAsync()
    {
        ledger.Published -= OnPublished;
        changed.Writer.TryComplete();
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private void OnPublished(World world, IReadOnlyCollection<Change> changes) => changed.Writer.TryWrite(true);

    private async Task WatchAsync()
    {
        await foreach (var _ in changed.Reader.ReadAllAsync())
        {
            try
            {
                foreach (var report in PredictedHealth.Of(ledger.Current).ToList()) await ledger.ReportAsync(report, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // The next change is another try.
                log.LogError(e, "The health of targets could not be predicted");
            }
        }
    }
}
