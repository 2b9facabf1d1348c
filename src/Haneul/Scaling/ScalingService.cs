using System.Threading.Channels;
using Haneul.Api.AutoScaling;
using Haneul.Api.CloudWatch;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Packets;

namespace Haneul.Scaling;

/// <summary>
/// Keeps Auto Scaling groups as they are wanted, and evaluates the alarms that drive them: looks whenever something changed that concerns them, and once a second for what only time brings. What it has begun is in the world, so a killed daemon goes on.
/// </summary>
internal sealed partial class ScalingService : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Ledger ledger;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ScalingRounds rounds;
    private readonly AlarmRounds alarms;
    private readonly MetricCollector collector;
    private readonly ITimer timer;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task running;

    /// <param name="ledger">Takes the steps.</param>
    /// <param name="time">The time.</param>
    /// <param name="metrics">Where measurements are kept.</param>
    /// <param name="packets">What runs and could be measured; null in model mode.</param>
    /// <param name="log">For people.</param>
    public ScalingService(Ledger ledger, TimeProvider time, IMetrics metrics, PacketPlane? packets, ILogger log)
    {
        (this.ledger, this.time, this.log) = (ledger, time, log);
        rounds = new ScalingRounds(ledger, new TemplateLaunches());
        alarms = new AlarmRounds(ledger, metrics);
        collector = new MetricCollector(metrics, packets is null ? null : new HostMeasures(packets.Carrier.Hosts), packets?.Balancers.Counts, time.GetUtcNow());
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
            var now = time.GetUtcNow();
            if (alarms.IsMinuteOver(now)) collector.Collect(ledger.Current, now);
            await alarms.RunAsync(now, stop.Token);
            await rounds.RunAsync(now, stop.Token);
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
