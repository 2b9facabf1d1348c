using Haneul.Daemon;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Packets;

namespace Haneul.Flows;

/// <summary>
/// Reads what routers count, at least every ten seconds of the clock, so that windows of whole minutes are met; gathers it for flow logs and for who asks, and has ended windows delivered. A router that nobody observes has counted only what it refused.
/// </summary>
internal sealed partial class FlowCollector : IAsyncDisposable
{
    private const int EverySeconds = 10;

    private readonly Carrier carrier;
    private readonly NamespaceEntry entry;
    private readonly FlowDelivery delivery;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly FlowLogBook book = new();
    private readonly FlowHistory history = new();
    private readonly Dictionary<string, ReadRouter> routers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly DateTimeOffset begun;
    private readonly Task loop;
    private DateTimeOffset read;

    public FlowCollector(Carrier carrier, NamespaceEntry entry, FlowDelivery delivery, TimeProvider time, ILogger log)
    {
        (this.carrier, this.entry, this.delivery, this.time, this.log) = (carrier, entry, delivery, time, log);
        begun = read = time.GetUtcNow();
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Reads now, and ends the windows of all flow logs now where asked to; the answer tells how many records were delivered.</summary>
    public async Task<int> ReadNowAsync(bool endsWindows, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (carrier.Carried is not { } carried) return 0;
            var now = time.GetUtcNow();
            Gather(carried, now);
            var records = book.Close(now, endsWindows);
            if (records.Count > 0) await delivery.DeliverAsync(records, now, cancel);
            return records.Count;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The flows of the time since then, read just now.</summary>
    public async Task<IReadOnlyList<FlowCounted>> SinceAsync(DateTimeOffset from, CancellationToken cancel)
    {
        await ReadNowAsync(endsWindows: false, cancel);
        return history.Since(from);
    }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        await stop.CancelAsync();
        await loop;
        foreach (var router in routers.Values) router.Dispose();
        routers.Clear();
    }

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(EverySeconds * 1000 - time.GetUtcNow().ToUnixTimeMilliseconds() % (EverySeconds * 1000)), time, stop.Token);
                await ReadNowAsync(endsWindows: false, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Ours to mend; the next reading tells what this one missed.
                LogFailed(e);
            }
        }
    }

    private void Gather(CarriedPlan carried, DateTimeOffset now)
    {
        foreach (var gone in routers.Keys.Where(id => !carried.Network.Routers.ContainsKey(id)).ToList())
        {
            routers.Remove(gone, out var router);
            router?.Dispose();
        }
        var logs = carried.World.Everywhere<FlowLog>().Select(l => l.Row).Where(l => FlowDelivery.WhyNot(l) is null);
        book.Learn(logs, [.. carried.Network.Ports.Values.Where(p => p.Attached)], read, begun);
        foreach (var id in carried.Network.Routers.Keys) Gather(id, carried, now);
        read = now;
    }

    private void Gather(string id, CarriedPlan carried, DateTimeOffset now)
    {
        try
        {
            if (!routers.TryGetValue(id, out var router)) routers[id] = router = new ReadRouter(FlowReader.Open(entry, id), new FlowReading(id));
            router.Reading.Learn(carried.Network, carried.Plan.Namespaces.GetValueOrDefault(id)?.Table);
            var since = router.Difference.Take(router.Reader.Read(), now, read);
            if (since.MissedPassed || since.MissedRefused) book.Skip(id);
            var counted = new List<FlowCounted>();
            foreach (var (flow, packets, bytes, first, last) in since.Counts)
            {
                foreach (var seen in router.Reading.Read(flow, router.Reader.DeviceOf(flow.In), router.Reader.DeviceOf(flow.Out)))
                {
                    counted.Add(new FlowCounted(seen, packets, bytes, FlowCounted.FlagsOf(flow.Flags), first, last));
                }
            }
            foreach (var flow in counted) book.Add(flow);
            history.Add(counted, now);
        }
        catch (KernelException e)
        {
            // It is being made or is gone; what was missed is said.
            LogUnread(id, e.Message);
            book.Skip(id);
            if (routers.Remove(id, out var router)) router.Dispose();
        }
    }

    /// <summary>A router that is read.</summary>
    private sealed record ReadRouter(FlowReader Reader, FlowReading Reading) : IDisposable
    {
        public SampleDifference Difference { get; } = new();

        public void Dispose() => Reader.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "Reading flows failed")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Debug, "The flows of {Router} could not be read: {Why}")]
    private partial void LogUnread(string router, string why);
}
