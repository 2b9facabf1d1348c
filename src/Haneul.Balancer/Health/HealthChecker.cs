using System.Collections.Immutable;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Checks the targets of all balancers, from each node by itself, and keeps for each node and group whom it may use. Checks go on through changes of what is wanted: only what is new begins anew.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
/// </summary>
public sealed class HealthChecker : IAsyncDisposable
{
    /// <summary>Checks that run at once; what is due beyond that waits for its turn.</summary>
    private const int MostAtOnce = 256;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Func<HealthProbe, CancellationToken, Task<ProbeResult>> probe;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly HealthBook book = new();
    private readonly CancellationTokenSource ends = new();
    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly SemaphoreSlim sooner = new(0, 1);
    private readonly Task turns;

    internal HealthChecker(ISocketSource sockets, FunctionClient functions, TimeProvider time)
        : this(new NetworkProbe(sockets, functions, time).RunAsync, time)
    {
    }

    internal HealthChecker(Func<HealthProbe, CancellationToken, Task<ProbeResult>> probe, TimeProvider time)
    {
        this.probe = probe;
        this.time = time;
        turns = Task.Run(TurnsAsync);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Checks what this wants from now on.</summary>
    public void Serve(WantedState wanted)
    {
        lock (gate)
        {
            book.Serve(wanted, NowMs);
            if (sooner.CurrentCount == 0) sooner.Release();
        }
    }

    /// <summary>Whom a node may use of a group; null where the balancer does not check it.</summary>
    public NodePool? Find(string balancerArn, string zone, Id<TargetGroup> group)
    {
        lock (gate) return book.Find(balancerArn, zone, group);
    }

    /// <summary>What changed since the last time, in order.</summary>
    public ImmutableArray<SeenHealth> TakeChanges()
    {
        lock (gate) return book.TakeChanges();
    }

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        await turns.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Checks in flight end at once, and give their places back.
        for (var i = 0; i < MostAtOnce; i++) await places.WaitAsync();
        ends.Dispose();
    }

    private async Task TurnsAsync()
    {
        while (!ends.IsCancellationRequested)
        {
            var wait = StartDue();
            using var waits = CancellationTokenSource.CreateLinkedTokenSource(ends.Token);
            await Task.WhenAny(Task.Delay(wait, time, waits.Token), sooner.WaitAsync(waits.Token));
            await waits.CancelAsync();
        }
    }

    /// <summary>Starts what is due, and says how long nothing else is.</summary>
    private TimeSpan StartDue()
    {
        lock (gate)
        {
            var now = NowMs;
            foreach (var target in book.TakeDue(now))
            {
                var asked = HealthProbe.Of(target);
                _ = Task.Run(() => CheckAsync(target, asked));
            }
            var wait = book.NextDueMs is { } next ? TimeSpan.FromMilliseconds(Math.Max(1, next - now)) : LongestWait;
            return wait < LongestWait ? wait : LongestWait;
        }
    }

    private async Task CheckAsync(CheckedTarget target, HealthProbe? asked)
    {
        await places.WaitAsync();
        try
        {
            var found = asked is null ? new ProbeResult(ProbeVerdict.Broken) : await RunAsync(asked);
            if (ends.IsCancellationRequested) return;
            lock (gate) book.Take(target, found, NowMs);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<ProbeResult> RunAsync(HealthProbe asked)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(asked.Check.TimeoutSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ends.Token);
        try
        {
            return await probe(asked, both.Token);
        }
        catch (OperationCanceledException)
        {
            return new ProbeResult(ProbeVerdict.TimedOut);
        }
        catch (Exception)
        {
            // Whatever it is, the target is not at fault and its checks go on: its health says so.
            return new ProbeResult(ProbeVerdict.Broken);
        }
    }
}
