using System.Collections.Immutable;
using Haneul.Balancing;
using Haneul.Daemon;
using Haneul.Kernel;
using Haneul.Packets;

namespace Haneul.Flows;

/// <summary>
/// Tells those who watch what routers decide, as they decide it, and how targets' health changes. While nobody watches it does nothing, and routers tell nothing. A slow watcher loses what does not fit into its queue, and is told how much; the kernel's reader never waits for one.
/// </summary>
internal sealed partial class FlowWatch(Carrier carrier, Ledger ledger, NamespaceEntry entry, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(40), UntoldEvery = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private readonly Dictionary<string, Heard> routers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TranslationReader> gateways = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private ImmutableList<Watcher> watchers = [];
    private Task loop = Task.CompletedTask;
    private bool isIdle = true;
    private CarriedPlan? known;
    private FlowWords? words;

    /// <summary>Begins to watch; when it answers, nothing that is decided from now on is missed.</summary>
    public async Task<Watcher> OpenAsync(string? filter, CancellationToken cancel)
    {
        var watcher = Open(filter);
        try
        {
            await carrier.SettledAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            watcher.Dispose();
            throw;
        }
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (turn)
        {
            watchers = watchers.Add(watcher);
            var before = loop;
            if (isIdle) loop = Task.Run(() => FollowAsync(before, listens), CancellationToken.None);
            else listens.SetResult();
            isIdle = false;
        }
        await listens.Task.WaitAsync(cancel);
        return watcher;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (var watcher in watchers) watcher.Dispose();
        await loop;
    }

    private Watcher Open(string? filter)
    {
        var health = new HealthFollow(ledger, time);
        try
        {
            return new Watcher(filter, health, carrier.Watch, Remove);
        }
        catch
        {
            health.Dispose();
            throw;
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (turn) watchers = watchers.Remove(watcher);
    }

    /// <summary>A router has one listener: the loop before must have let go.</summary>
    private async Task FollowAsync(Task before, TaskCompletionSource listens)
    {
        await before;
        await LoopAsync(listens);
    }

    private async Task LoopAsync(TaskCompletionSource listens)
    {
        var untold = time.GetTimestamp();
        try
        {
            while (!IsOver())
            {
                Listen();
                listens.TrySetResult();
                foreach (var router in routers.Values)
                {
                    foreach (var packet in router.Log.Take()) Tell(router, packet);
                }
                if (time.GetElapsedTime(untold) > UntoldEvery)
                {
                    TellLost();
                    untold = time.GetTimestamp();
                }
                await Task.Delay(Every, time, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon ends; nobody comes any more.
        }
        catch (Exception e)
        {
            LogFailed(e);
            foreach (var watcher in watchers) watcher.Dispose();
            IsOver();
        }
        finally
        {
            listens.TrySetResult();
            foreach (var router in routers.Values) router.Dispose();
            routers.Clear();
            foreach (var gateway in gateways.Values) gateway.Dispose();
            gateways.Clear();
            (known, words) = (null, null);
        }
    }

    /// <summary>Decided under the lock, so that a watcher who comes now begins a new loop.</summary>
    private bool IsOver()
    {
        lock (turn)
        {
            if (watchers.Count > 0 && !stop.IsCancellationRequested) return false;
            return isIdle = true;
        }
    }

    /// <summary>Listens to each router that is there, and learns what changed.</summary>
    private void Listen()
    {
        if (carrier.Carried is not { } carried || ReferenceEquals(carried, known)) return;
        foreach (var gone in routers.Keys.Where(id => !carried.Network.Routers.ContainsKey(id)).ToList())
        {
            if (routers.Remove(gone, out var router)) router.Dispose();
        }
        foreach (var gone in gateways.Keys.Where(id => !carried.Network.Hops.ContainsKey(id)).ToList())
        {
            if (gateways.Remove(gone, out var gateway)) gateway.Dispose();
        }
        foreach (var id in carried.Network.Routers.Keys)
        {
            if (!routers.TryGetValue(id, out var router)) routers[id] = router = Heard.Open(entry, id);
            router.Reading.Learn(carried.Network, carried.Plan.Namespaces.GetValueOrDefault(id)?.Table);
        }
        (known, words) = (carried, new FlowWords(carried.World, carried.Network));
    }

    private void Tell(Heard router, ToldPacket packet)
    {
        var flow = packet.Flow;
        var seen = router.Reading.Read(flow, router.Reader.DeviceOf(flow.In), router.Reader.DeviceOf(flow.Out));
        if (words is null || seen.Count == 0) return;
        var now = time.GetUtcNow();
        // By who refused it, else by a gateway that it crosses, else by the one that it comes to.
        var told = seen.FirstOrDefault(s => s.Refusal is not null) ?? seen.FirstOrDefault(s => s.Way == FlowSeen.ByInternetGateway) ?? seen[^1];
        var view = Behind(flow, told, words.View(new FlowCounted(told, 1, (ulong)packet.Length, 0, now, now), [.. seen.Select(s => s.PortId)]));
        foreach (var watcher in watchers) watcher.Offer(view);
    }

    /// <summary>What a NAT gateway sends is told with whom it is from.</summary>
    private FlowView Behind(FlowKey flow, FlowSeen told, FlowView view)
    {
        if (told is not { IsEgress: true, Refusal: null } || known?.Network.Ports.GetValueOrDefault(told.PortId) is not { NatGatewayId: { } gateway } port || port.Primary(false) != flow.Source) return view;
        if (!gateways.TryGetValue(gateway, out var reader)) gateways[gateway] = reader = TranslationReader.Open(entry, gateway, time);
        if (reader.InsideOf(flow) is not { } inside) return view;
        var from = $"{gateway} sends it for {inside.Source}{(inside.Port == 0 ? "" : $":{inside.Port}")}";
        return view with { Translated = view.Translated is null ? from : $"{from}; {view.Translated}" };
    }

    /// <summary>What the kernel did not tell, or told to a full queue.</summary>
    private void TellLost()
    {
        var lost = routers.Values.Sum(r => r.TakeLost());
        if (lost == 0) return;
        foreach (var watcher in watchers) watcher.Lose(lost);
    }

    /// <summary>A router that is listened to.</summary>
    private sealed class Heard(RouterLog log, FlowReader reader, FlowReading reading) : IDisposable
    {
        private ulong untold = reader.RefusedUntold();
        private long lost;

        public RouterLog Log => log;

        public FlowReader Reader => reader;

        public FlowReading Reading => reading;

        public static Heard Open(NamespaceEntry entry, string router)
        {
            var reader = FlowReader.Open(entry, router);
            try
            {
                return new Heard(RouterLog.Open(entry, router), reader, new FlowReading(router));
            }
            catch (KernelException)
            {
                reader.Dispose();
                throw;
            }
        }

        /// <summary>How many more since the last time.</summary>
        public long TakeLost()
        {
            var (nowUntold, nowLost) = (reader.RefusedUntold(), log.Lost);
            var more = (nowUntold > untold ? (long)(nowUntold - untold) : 0) + nowLost - lost;
            (untold, lost) = (nowUntold, nowLost);
            return more;
        }

        public void Dispose()
        {
            log.Dispose();
            reader.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Error, "Listening to routers failed")]
    private partial void LogFailed(Exception e);
}
