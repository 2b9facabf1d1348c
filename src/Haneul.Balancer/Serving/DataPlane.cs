using System.Collections.Immutable;
using System.ComponentModel;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Model;
using Listener = Haneul.Io.Listener;

namespace Haneul.Balancer;

/// <summary>
/// Serves balancers: takes what is wanted whole, compiles it away from the loops that move bytes, and swaps it; requests in flight end on what they began with.
/// </summary>
public sealed class DataPlane : IAsyncDisposable
{
    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html</summary>
    private static readonly TimeSpan RotateEvery = TimeSpan.FromMinutes(5);

    /// <summary>A ticket's key is good for so long: who has it can read what was said by those who went on with such tickets (RFC 5077, section 5.5).</summary>
    private static readonly TimeSpan TicketPeriod = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly ISocketSource _sockets;
    private readonly Action<SeenState> _tell;
    private readonly Worker[] _workers;
    private readonly Lasting _lasting;
    private readonly ITimer _second;
    private readonly GatewayPlane _gateways;
    private readonly HashSet<ListenKey> _listening = [];
    private readonly HealthChecker _health;
    private readonly StreamDoors _streams;
    private readonly Errands _errands;
    private readonly LogWriter? _logs;
    private readonly ITimer _rotation;
    private readonly HashSet<Id<TargetRegistration>> _drained = [];
    private ImmutableArray<(Id<TargetRegistration> Id, TargetState? State)> _draining = [];
    private ImmutableArray<BalancerCounts> _counts = [];
    private StreamEnds _streamEnds = new([]);
    private readonly TimeProvider _time;
    private WantedState? _wanted;
    private long _tickets;
    private long _version;
    private bool _ends;

    /// <param name="sockets">Makes sockets inside the nodes' namespaces.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="tell">Is called, from any thread but never twice at once, with what was seen: at once after a change is served, and every second where there is something to tell.</param>
    /// <param name="time">The clock.</param>
    public DataPlane(ISocketSource sockets, DataPlaneOptions options, Action<SeenState> tell, TimeProvider time)
    {
        (_sockets, _tell, _time) = (sockets, tell, time);
        _logs = options.LogDirectory is null ? null : new LogWriter(time, trouble => Tell(new SeenState { Version = Volatile.Read(ref _version), Troubles = [trouble] }));
        _lasting = new Lasting(options.Loops, _logs, options.LogDirectory);
        var outreach = new Outreach(sockets, options, time);
        (_errands, _health) = (new Errands(outreach, options.Say), new HealthChecker(sockets, outreach.Functions, time));
        _gateways = new GatewayPlane(sockets, HealthOf, time);
        _workers = [.. Enumerable.Range(0, options.Loops).Select(i => new Worker(i, sockets, time) { Errands = _errands })];
        _streams = new StreamDoors(_workers);
        foreach (var worker in _workers) worker.Loop.Start();
        _rotation = time.CreateTimer(_ => _ = FlushLogsAsync(), null, RotateEvery, RotateEvery);
        _second = time.CreateTimer(_ => TellSeen(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Serves this from now on. Returns when it is in place; what cannot be served is told as a trouble and everything else is served.</summary>
    public void Serve(WantedState wanted)
    {
        lock (_gate)
        {
            var logsBefore = _lasting.Logs;
            var ended = DelayEnds.Between(_wanted, wanted);
            (_wanted, _tickets) = (wanted, CurrentTickets);
            _lasting.Begin(_tickets);
            _health.Serve(wanted);
            var snapshot = new SnapshotCompiler(wanted, _lasting, _health).Compile();
            var gone = _lasting.End().ToList();
            foreach (var route in gone) route.IsServed = false;
            _counts = [.. _lasting.Counts];
            var troubles = snapshot.Troubles.ToList();
            _streams.Serve(snapshot.Streams, troubles);
            var opened = Open(snapshot, troubles);
            _gateways.Serve(wanted);
            troubles.AddRange(_gateways.Troubles);
            OnAll(worker =>
            {
                worker.UseSecret(wanted.Secret);
                Swap(worker, snapshot, opened[worker.Index], gone, logsBefore);
                worker.End(ended);
            });
            _version = wanted.Version;
            Volatile.Write(ref _streamEnds, new StreamEnds(wanted.Pools));
            var states = _lasting.States.ToDictionary(s => s.Id);
            _draining = [.. wanted.Pools.SelectMany(p => p.Targets).Where(t => t.Draining).Select(t => (t.Id, states.GetValueOrDefault(t.Id)))];
            Tell(new SeenState { Version = wanted.Version, Troubles = [.. troubles] });
        }
    }

    /// <summary>Binds what does not listen yet, a socket for each loop.</summary>
    private List<ListeningPoint>[] Open(Snapshot snapshot, List<string> troubles)
    {
        var opened = _workers.Select(_ => new List<ListeningPoint>()).ToArray();
        foreach (var (key, listener) in snapshot.Listeners.Where(l => !_listening.Contains(l.Key)))
        {
            try
            {
                foreach (var worker in _workers) opened[worker.Index].Add(Bind(worker, listener));
                _listening.Add(key);
            }
            catch (Exception failed) when (failed is Win32Exception or SocketException or IOException)
            {
                troubles.Add($"{listener.BalancerArn}: cannot listen at {key.At} in '{key.Space}': {failed.Message}");
                foreach (var points in opened) points.RemoveAll(p => Remove(p, key));
            }
        }
        _listening.IntersectWith(snapshot.Listeners.Keys);
        return opened;
    }

    private static bool Remove(ListeningPoint point, ListenKey key)
    {
        if (point.Current.Key != key) return false;
        point.Close();
        return true;
    }

    private ListeningPoint Bind(Worker worker, ServedListener listener)
    {
        var point = new ListeningPoint(listener);
        var handle = _sockets.Open(listener.Key.Space, listener.Key.At.AddressFamily, SocketType.Stream);
        point.Socket = new Listener(worker.Loop, handle, listener.Key.At, deferred: !listener.IsTls, (_, descriptor, client) => Accept(worker, point, descriptor, client));
        return point;
    }

    private static void Accept(Worker worker, ListeningPoint point, int descriptor, KernelAddress client)
    {
        if (point.Current.Tls is { } server)
        {
            new SecureClient(worker, point, descriptor, client, server).Start();
            return;
        }
        var traceId = point.Current.ConnectionLog is null ? null : ClientLog.NewTraceId();
        if (traceId is not null) ConnectionLine.Put(worker, point.Current, client, traceId, null, 0);
        new Http1Front(worker, point, descriptor, client, worker.Loop.NowMs) { TraceId = traceId }.Start();
    }

    /// <summary>On the loop's thread: from the next request on, the new snapshot counts.</summary>
    private static void Swap(Worker worker, Snapshot snapshot, List<ListeningPoint> opened, List<TargetRoute> gone, IReadOnlyCollection<LogFile> logs)
    {
        // Lines of logs that are wanted no more do not wait for the next ones.
        foreach (var log in logs) log.HandOver(worker);
        foreach (var (key, point) in worker.Points.ToList())
        {
            if (snapshot.Listeners.TryGetValue(key, out var listener))
            {
                point.Current = listener;
                continue;
            }
            point.Close();
            worker.Points.Remove(key);
        }
        foreach (var point in opened)
        {
            worker.Points[point.Current.Key] = point;
            point.Socket?.Open();
        }
        foreach (var route in gone) route.Clear(worker);
    }

    /// <summary>Has every loop do that, and waits until all have.</summary>
    private void OnAll(Action<Worker> work)
    {
        using var done = new CountdownEvent(_workers.Length);
        foreach (var worker in _workers)
        {
            worker.Loop.Post(() =>
            {
                work(worker);
                done.Signal();
            });
        }
        done.Wait();
    }

    /// <summary>Bytes that the loops' threads have allocated on the managed heap so far, in all.</summary>
    internal long AllocatedByLoops()
    {
        var bytes = 0L;
        OnAll(_ => Interlocked.Add(ref bytes, GC.GetAllocatedBytesForCurrentThread()));
        return bytes;
    }

    /// <summary>What was logged so far stands in whole files when this is done; else that comes every five minutes.</summary>
    public Task FlushLogsAsync()
    {
        if (_logs is null) return Task.CompletedTask;
        lock (_gate)
        {
            if (_ends) return Task.CompletedTask;
            OnAll(worker =>
            {
                foreach (var log in _lasting.Logs) log.HandOver(worker);
            });
            return _logs.RotateAsync();
        }
    }

    private long CurrentTickets => _time.GetUtcNow().Ticks / TicketPeriod.Ticks;

    /// <summary>Where the keys of session tickets are too old, serves the same again: listeners get new ones, and connections go on.</summary>
    private void RenewTickets()
    {
        if (Volatile.Read(ref _tickets) == CurrentTickets) return;
        lock (_gate)
        {
            if (!_ends && _wanted is { } wanted && _tickets != CurrentTickets) Serve(wanted);
        }
    }

    private void TellSeen()
    {
        RenewTickets();
        foreach (var worker in _workers) worker.Loop.Post(() => EndStreams(worker));
        lock (_telling)
        {
            var counts = _counts.Select(c => c.Take()).OfType<SeenCount>().Concat(_gateways.TakeCounts()).ToImmutableArray();
            var health = _health.TakeChanges();
            var draining = _draining;
            _drained.IntersectWith(draining.Select(d => d.Id));
            var drained = draining.Where(d => d.State is not { Outstanding: > 0 } && _drained.Add(d.Id)).Select(d => d.Id).ToImmutableArray();
            if (counts.Length + health.Length + drained.Length > 0) _tell(new SeenState { Version = Volatile.Read(ref _version), Counts = counts, Health = health, Drained = drained });
        }
    }

    /// <summary>Once a second: what became of a target ends its streams, where the group says so.</summary>
    private void EndStreams(Worker worker)
    {
        if (worker.Streams.Count == 0) return;
        var ends = Volatile.Read(ref _streamEnds);
        foreach (var stream in worker.Streams.ToList()) stream.EndWhereItShould(ends);
    }

    /// <summary>Of an appliance, as its balancer's node in a zone sees it; null where it does not check it.</summary>
    private bool? HealthOf(string balancerArn, string zone, Id<TargetGroup> group, Id<TargetRegistration> target) =>
        _health.Find(balancerArn, zone, group)?.Usable is { } usable ? !usable.FailedOpen && usable.Targets.Any(t => t.Target.Id == target) : null;

    private void Tell(SeenState seen)
    {
        lock (_telling) _tell(seen);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ends) return;
        await _rotation.DisposeAsync();
        await _second.DisposeAsync();
        _gateways.Dispose();
        await _health.DisposeAsync();
        await _errands.DisposeAsync();
        lock (_gate)
        {
            _streams.Close();
            OnAll(static worker =>
            {
                foreach (var point in worker.Points.Values) point.Close();
                worker.Points.Clear();
                foreach (var stream in worker.Streams.ToList()) stream.EndNow();
            });
        }
        // Streams are told of when they are over.
        await FlushLogsAsync();
        lock (_gate)
        {
            foreach (var worker in _workers) worker.Loop.Dispose();
            _ends = true;
            _logs?.Dispose();
        }
    }
}
