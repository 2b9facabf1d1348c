using System.Threading.Channels;
using Haneul.Api.AutoScaling;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Scaling;

/// <summary>
/// Keeps Auto Scaling groups as they are wanted: looks whenever something changed that concerns them, and once a second for what only time brings. What it has begun is in the world, so a killed daemon goes on.
/// </summary>
internal sealed partial class ScalingService : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Ledger ledger;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ScalingRounds rounds;
    private readonly ITimer timer;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task running;

    public ScalingService(Ledger ledger, TimeProvider time, ILogger log)
    {
        (this.ledger, this.time, this.log) = (ledger, time, log);
        rounds = new ScalingRounds(ledger, new TemplateLaunches());
        ledger.Published += OnPublished;
        timer = time.CreateTimer(_ => wake.Writer.TryWrite(true), null, Every, Every);
        running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        ledger.Published -= OnPublished;
        await timer.DisposeAsync();
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private void OnPublished(World world, IReadOnlyCollection<Change> changes)
    {
        if (changes.Any(c => Concerns(c.Kind))) wake.Writer.TryWrite(true);
    }

    private static bool Concerns(Kind kind) =>
        kind == ScalingGroup.Kind || kind == ScalingInstance.Kind || kind == InstanceRefresh.Kind || kind == Instance.Kind || kind == TargetRegistration.Kind || kind == DarkZone.Kind;

    private async Task RunAsync()
    {
        try
        {
            await foreach (var _ in wake.Reader.ReadAllAsync(stop.Token)) await TurnAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private async Task TurnAsync()
    {
        try
        {
            await rounds.RunAsync(time.GetUtcNow(), stop.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The ledger refused, or a turn has a bug: other groups and the next turn go on.
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "A turn of Auto Scaling failed; it is tried again")]
    private partial void LogFailed(Exception e);
}
