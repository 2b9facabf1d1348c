using System.Diagnostics;
using System.Threading.Channels;
using Haneul.Balancing;
using Haneul.Daemon;
using Haneul.Fabric;
using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Services;

namespace Haneul.Packets;

/// <summary>
/// The back end that carries packets: keeps hosts and kernel as the newest world wants them, and reports what has come about. One loop decides; hosts are made and ended beside it, so that a change of rules never waits for them.
/// </summary>
internal sealed partial class Carrier : IAsyncDisposable
{
    private static readonly TimeSpan AuditEvery = TimeSpan.FromSeconds(5);

    /// <summary>A host that cannot be started is tried again after this long.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>Between two turns while hosts are made.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(80);

    private readonly Ledger ledger;
    private readonly IKernel kernel;
    private readonly IHosts hosts;
    private readonly OutsideServers servers;
    private readonly ServicePlane services;
    private readonly BalancerPlane balancers;
    private readonly Reconciler reconciler;
    private readonly MachineLink? link;
    private readonly ILogger log;
    private readonly HostErrands errands;
    private readonly Channel<object> events = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, HostState> states = new(StringComparer.Ordinal);
    private readonly List<TaskCompletionSource> waiting = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private readonly Reports reports;

    /// <summary>Terminated instances of which nothing is left here.</summary>
    private HashSet<string> forgotten = new(StringComparer.Ordinal);
    private World? carried;
    private Network? network;

    /// <summary>Something has happened since the last turn, or that one left something to do.</summary>
    private bool isNews = true;

    /// <summary>Who wants to see what passes.</summary>
    private int watchers;
    private KernelPlan plan = KernelPlan.Empty;

    public Carrier(Ledger ledger, IKernel kernel, IHosts hosts, OutsideServers servers, ServicePlane services, BalancerPlane balancers, MachineLink? link, ILogger<Carrier> log)
    {
        (this.ledger, this.kernel, this.hosts, this.servers, this.services, this.balancers, this.link, this.log) = (ledger, kernel, hosts, servers, services, balancers, link, log);
        reconciler = new Reconciler(kernel, LogSaid);
        reports = new Reports(ledger, LogTurnFailed, stop.Token);
        errands = new HostErrands(hosts, log, (id, phase, pid) => events.Writer.TryWrite(new HostEvent(id, phase, pid)), stop.Token);
        ledger.Published += OnPublished;
        hosts.Ended += OnEnded;
        balancers.Served += OnServed;
        loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>What went wrong at the last turn; empty when the kernel is as the world wants it.</summary>
    public IReadOnlyList<string> Failures { get; private set; } = [];

    /// <summary>Hosts that could not be started; each is tried again.</summary>
    public IReadOnlyList<string> FailedHosts { get; private set; } = [];

    public IHosts Hosts => hosts;

    /// <summary>What was carried out last; null before the first turn.</summary>
    public CarriedPlan? Carried { get; private set; }

    public bool IsWatched => Volatile.Read(ref watchers) > 0;

    /// <summary>All VPCs are observed until the answer is disposed of; <see cref="SettledAsync"/> tells when they are.</summary>
    public IDisposable Watch()
    {
        Interlocked.Increment(ref watchers);
        events.Writer.TryWrite(new WatchersChanged());
        return new Watching(() =>
        {
            Interlocked.Decrement(ref watchers);
            events.Writer.TryWrite(new WatchersChanged());
        });
    }

    /// <summary>Waits until the world, as it is now, is carried out: rules, routes, hosts that are to run, and what balancers serve.</summary>
    public async Task SettledAsync(CancellationToken cancel)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await events.Writer.WriteAsync(settled, cancel);
        await settled.Task.WaitAsync(cancel);
    }

    /// <summary>The namespaces that are there, of routers and of hosts.</summary>
    public IReadOnlySet<string> Namespaces => kernel.Namespaces();

    /// <summary>What the kernel is to look like for a network.</summary>
    public KernelPlan PlanOf(Network net) => PlanCompiler.Compile(net, link);

    /// <summary>Asks the kernel something, in turn with what is carried out.</summary>
    public async Task<T> AskAsync<T>(Func<IKernel, T> question, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await events.Writer.WriteAsync(
            (Action)(() =>
            {
                try
                {
                    answer.SetResult(question(kernel));
                }
                catch (KernelException e)
                {
                    answer.SetException(e);
                }
            }),
            cancel);
        return await answer.Task.WaitAsync(cancel);
    }

    /// <summary>Ends the loop; hosts and kernel stay as they are, to be taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        ledger.Published -= OnPublished;
        hosts.Ended -= OnEnded;
        balancers.Served -= OnServed;
        await stop.CancelAsync();
        events.Writer.TryComplete();
        await loop;
        foreach (var waiter in waiting) waiter.TrySetCanceled();
    }

    /// <summary>Removes all that was made in the kernel; after <see cref="DisposeAsync"/>, when no host runs any more.</summary>
    public void RemoveAll() => reconciler.RemoveAll();

    private void OnPublished(World world, IReadOnlyCollection<Change> changes)
    {
        // A request for a peering needs no packets: whoever accepts it at once finds it there.
        foreach (var change in changes)
        {
            if (change.Row is VpcPeering { State: PeeringState.InitiatingRequest } asked && asked.Settled(change.Place) is { } report) reports.Send(report, asked);
        }
        events.Writer.TryWrite(world);
    }

    private void OnEnded(string id) => events.Writer.TryWrite(new HostEvent(id, HostPhase.Gone));

    private void OnServed() => events.Writer.TryWrite(new BalancersServed());

    private async Task LoopAsync()
    {
        var hasBegun = false;
        events.Writer.TryWrite(ledger.Current);
        var audited = Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            await NextAsync(AuditEvery - audited.Elapsed);
            if (stop.IsCancellationRequested) return;
            try
            {
                // Before anything is carried out; tried again where the kernel could not be read.
                if (!hasBegun) Begin();
                hasBegun = true;
                while (events.Reader.TryRead(out var happened)) Take(happened);
                if (audited.Elapsed >= AuditEvery)
                {
                    foreach (var change in reconciler.Audit()) LogMended(change);
                    audited.Restart();
                    isNews = true;
                }
                var began = Stopwatch.GetTimestamp();
                if (isNews || Failures.Count > 0) Turn(ledger.Current);
                if (!isNews && balancers.IsSettled) TellSettled();
                await BreatheAsync(Stopwatch.GetElapsedTime(began));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Ours to mend; the loop goes on, since the next world may be carried.
                LogTurnFailed(e);
                Failures = [e.Message];
            }
        }
    }

    /// <summary>Making hosts needs the processors, and each that is made is an event: while some are on their way, a turn is followed by a pause, so that the next one takes in several.</summary>
    private Task BreatheAsync(TimeSpan turn)
    {
        if (!states.Values.Any(s => s.Phase is HostPhase.Making or HostPhase.Booting)) return Task.CompletedTask;
        var pause = turn * 4;
        return Task.Delay(pause < LongestPause ? pause : LongestPause, stop.Token);
    }

    /// <summary>Waits for an event, or for the time of the next audit.</summary>
    private async Task NextAsync(TimeSpan atMost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(atMost > TimeSpan.Zero ? atMost : TimeSpan.FromMilliseconds(1));
        try
        {
            await events.Reader.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is over, or we are to stop: the loop looks which.
        }
    }

    /// <summary>Takes over what an earlier daemon left.</summary>
    private void Begin()
    {
        var world = ledger.Current;
        foreach (var (id, host) in hosts.Running) states[id] = new HostState(host.Booted ? HostPhase.Runs : HostPhase.Made, RebootsOf(world, id));
        reconciler.TakeOver(PlanCompiler.Compile(Lowering.Lower(world), link), hosts.Running.ToDictionary(h => h.Key, h => h.Value.Pid));
    }

    private static int RebootsOf(World world, string id) => world.Everywhere<Instance>().FirstOrDefault(i => i.Row.Id.Value == id).Row?.Reboots ?? 0;

    private void Take(object happened)
    {
        isNews |= happened is not (Action or TaskCompletionSource);
        switch (happened)
        {
            case Action question:
                question();
                break;
            case TaskCompletionSource settled:
                waiting.Add(settled);
                break;
            case WatchersChanged:
                carried = null;
                break;
            case HostEvent { Phase: HostPhase.Made } made when states.ContainsKey(made.Id):
                reconciler.HostCame(made.Id, made.Pid);
                states[made.Id] = states[made.Id] with { Phase = HostPhase.Made };
                break;
            case HostEvent { Phase: HostPhase.Runs } runs when states.TryGetValue(runs.Id, out var state) && state.Phase == HostPhase.Booting:
                states[runs.Id] = state with { Phase = HostPhase.Runs };
                break;
            case HostEvent { Phase: HostPhase.Failed } failed when states.TryGetValue(failed.Id, out var state):
                reconciler.HostWent(failed.Id);
                states[failed.Id] = state with { Phase = HostPhase.Failed, Since = Stopwatch.GetTimestamp() };
                break;
            case HostEvent { Phase: HostPhase.Gone } gone:
                TakeEnd(gone.Id);
                break;
        }
    }

    /// <summary>A host is gone: on our wish, or by itself.</summary>
    private void TakeEnd(string id)
    {
        servers.Leave(id);
        reconciler.HostWent(id);
        if (!states.Remove(id, out var state) || state.Phase != HostPhase.Runs) return;
        var (place, row) = ledger.Current.Everywhere<Instance>().FirstOrDefault(i => i.Row.Id.Value == id);
        if (row is { State: InstanceState.Running }) reports.Send(new InstanceShutDown(place, row.Id), row);
    }

    private void Turn(World world)
    {
        var wishes = HostWishes.Of(world);
        foreach (var (id, state) in states.ToList())
        {
            var wanted = wishes.GetValueOrDefault(id);
            if (state.Phase == HostPhase.Runs && (wanted is null || (wanted.Instance?.Reboots ?? 0) > state.Reboots)) End(id);
        }
        foreach (var wish in wishes.Values)
        {
            if (!states.TryGetValue(wish.Id, out var state) || state.Phase == HostPhase.Failed && Stopwatch.GetElapsedTime(state.Since) > RetryAfter) Start(wish);
        }
        if (!ReferenceEquals(world, carried) || Failures.Count > 0 || states.Values.Any(s => s.Phase == HostPhase.Made) || reconciler.IsBehind)
        {
            Carry(world);
        }
        // Before hosts boot: what they run first may ask.
        if (network is not null)
        {
            services.Follow(carried ?? world, network);
            balancers.Follow(carried ?? world, network);
        }
        foreach (var (id, state) in states.Where(s => s.Value.Phase == HostPhase.Made).ToList())
        {
            states[id] = state with { Phase = HostPhase.Booting };
            errands.Boot(id);
        }
        servers.Follow(world, states.Where(s => s.Value.Phase == HostPhase.Runs).Select(s => s.Key).ToHashSet(StringComparer.Ordinal));
        isNews = !ReportOn(world) || !states.Values.All(s => s.Phase is HostPhase.Runs or HostPhase.Failed) || !ReferenceEquals(ledger.Current, world);
    }

    private void TellSettled()
    {
        if (waiting.Count == 0) return;
        FailedHosts = [.. states.Where(s => s.Value.Phase == HostPhase.Failed).Select(s => s.Key)];
        foreach (var waiter in waiting) waiter.TrySetResult();
        waiting.Clear();
    }

    /// <summary>Rules, routes and cables; of hosts that came or went only the presence, where the world is the same.</summary>
    private void Carry(World world)
    {
        var net = network;
        if (net is null || !ReferenceEquals(world, carried))
        {
            net = Lowering.Lower(world);
            plan = PlanCompiler.Compile(net, link, ObservedVpcs.Of(world, net, IsWatched), plan);
        }
        Failures = reconciler.Apply(plan);
        Carried = new CarriedPlan(world, net, plan);
        if (network is not null) Forget(network, net);
        (network, carried) = (net, world);
        foreach (var failure in Failures) LogRefused(failure);
    }

    /// <summary>Ends the connections that end with the change.</summary>
    private void Forget(Network before, Network after)
    {
        if (ReferenceEquals(before, after) || Tracking.Ends(before, after) is not { Count: > 0 } ends) return;
        var names = kernel.Namespaces();
        foreach (var (name, isCut) in ends)
        {
            if (!names.Contains(name)) continue;
            var cut = kernel.Connections(name).Where(isCut).ToList();
            if (cut.Count > 0) kernel.Forget(name, cut);
        }
    }

    /// <summary>Tells the world what has come about; true where it knows all of it.</summary>
    private bool ReportOn(World world)
    {
        var isTold = true;
        foreach (var place in world.Places)
        {
            foreach (var row in world[place].Rows)
            {
                if (row is Instance instance && !HasArrived(instance)) continue;
                if (row is LoadBalancer { State: BalancerState.Provisioning } balancer && !balancers.HasArrived(balancer))
                {
                    isTold &= balancers.IsStuck;
                    continue;
                }
                if (row is not ITransient transient || transient.Settled(place) is not { } report) continue;
                reports.Send(report, row);
                isTold = false;
            }
        }
        var ended = world.Everywhere<Instance>().Where(i => i.Row.State == InstanceState.Terminated && !states.ContainsKey(i.Row.Id.Value)).Select(i => i.Row.Id.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var id in ended.Where(id => !forgotten.Contains(id))) errands.Forget(id);
        forgotten = ended;
        return isTold;
    }

    private bool HasArrived(Instance instance)
    {
        var phase = states.TryGetValue(instance.Id.Value, out var state) ? state.Phase : (HostPhase?)null;
        return instance.State == InstanceState.Pending ? phase == HostPhase.Runs : phase is null or HostPhase.Failed;
    }

    private void Start(HostWishes.Wish wish)
    {
        states[wish.Id] = new HostState(HostPhase.Making, wish.Instance?.Reboots ?? 0);
        errands.Make(wish);
    }

    private void End(string id)
    {
        states[id] = states[id] with { Phase = HostPhase.Ending };
        errands.End(id);
    }

    [LoggerMessage(LogLevel.Warning, "The kernel was changed by somebody else and is put right: {Change}")]
    private partial void LogMended(string change);

    [LoggerMessage(LogLevel.Information, "{What}")]
    private partial void LogSaid(string what);

    [LoggerMessage(LogLevel.Error, "The kernel refused: {Failure}")]
    private partial void LogRefused(string failure);

    [LoggerMessage(LogLevel.Error, "Carrying out the world failed")]
    private partial void LogTurnFailed(Exception e);
}
