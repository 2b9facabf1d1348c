using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Daemon;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Packets;
using Haneul.Store;

namespace Haneul.Balancing;

/// <summary>
/// Keeps the balancers' data plane as the carried world wants it, and tells the world what it finds out: that nodes are there, how targets do, that they have drained.
/// </summary>
internal sealed partial class BalancerPlane : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Reports reports;
    private readonly BalancerLink link;
    private readonly TimeProvider clock;
    private readonly CountBook counts;
    private readonly string secret;
    private readonly CancellationTokenSource stop = new();
    private readonly ILogger log;
    private readonly ITimer timer;
    private readonly Dictionary<Id<TargetRegistration>, Dictionary<(string Balancer, string Zone), SeenHealth>> found = [];
    private readonly HashSet<Id<TargetRegistration>> drained = [];

    /// <summary>The version with which each balancer was wanted first.</summary>
    private Dictionary<Id<LoadBalancer>, long> wantedSince = [];
    private World? world;
    private Network? network;
    private byte[]? wanted;
    private long version, served;
    private IReadOnlyList<string> troubles = [];

    /// <param name="ledger">Is told.</param>
    /// <param name="run">The run directory.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">For people.</param>
    public BalancerPlane(Ledger ledger, string run, string data, TimeProvider clock, ILogger log)
    {
        (this.clock, this.log) = (clock, log);
        counts = new CountBook(clock);
        reports = new Reports(ledger, LogReportFailed, stop.Token);
        link = new BalancerLink(run, data, Take, log);
        secret = CookieSecret.In(data);
        timer = clock.CreateTimer(_ => Judge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        version = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>The data plane serves another version than before.</summary>
    public event Action? Served;

    public IBalancerCounts Counts => counts;

    /// <summary>What of the wanted cannot be served, for people.</summary>
    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (gate)
            {
                // What was told of balancers that are gone says nothing any more.
                IReadOnlyList<string> told = wanted is null ? [] : troubles;
                return link.Failure is { } failure ? [failure, .. told] : told;
            }
        }
    }

    /// <summary>All that is wanted is served, or <see cref="Troubles"/> says what is not.</summary>
    public bool IsSettled
    {
        get
        {
            lock (gate) return wanted is null || served >= version || IsStuck;
        }
    }

    /// <summary>Its nodes are there and serve; also true where they cannot, which <see cref="Troubles"/> says.</summary>
    public bool HasArrived(LoadBalancer balancer)
    {
        lock (gate) return wantedSince.TryGetValue(balancer.Id, out var since) && served >= since;
    }

    /// <summary>Nothing is served, and will not be soon.</summary>
    public bool IsStuck => link.Failure is not null;

    /// <summary>Serves what the kernel carries now. Called by one thread at a time; waits for nothing.</summary>
    public void Follow(World carried, Network net)
    {
        lock (gate)
        {
            if (ReferenceEquals(world, carried)) return;
            var isFirst = world is null;
            (world, network) = (carried, net);
            if (isFirst || wanted is not null || net.Balancers.Count > 0) Want(carried, net);
        }
        Judge();
    }

    /// <summary>Stops following; the data plane goes on, to be taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await timer.DisposeAsync();
        await link.DisposeAsync();
    }

    /// <summary>Ends the data plane; after <see cref="DisposeAsync"/>.</summary>
    public void End() => link.End();

    private void Want(World carried, Network net)
    {
        using var draft = new MemoryStream();
        var state = WantedCompiler.Of(carried, net, 0);
        RowWriter.Write(draft, state);
        var ids = net.Balancers.Values.Select(b => b.Row.Id).ToHashSet();
        var now = draft.ToArray();
        if (wanted is null || !wanted.AsSpan().SequenceEqual(now))
        {
            version++;
            link.Want(state with { Version = version, Secret = secret });
        }
        wantedSince = ids.ToDictionary(id => id, id => wantedSince.TryGetValue(id, out var since) ? since : version);
        wanted = state.Balancers.Length == 0 ? null : now;
        counts.Keep(net.Balancers.Values.Select(b => b.Arn).ToHashSet(StringComparer.Ordinal));
    }

    private void Take(SeenState seen)
    {
        bool isNew;
        lock (gate)
        {
            foreach (var health in seen.Health)
            {
                if (!found.TryGetValue(health.Target, out var of)) found[health.Target] = of = [];
                of[(health.BalancerArn, health.Zone)] = health;
            }
            drained.UnionWith(seen.Drained);
            isNew = served != seen.Version;
            served = seen.Version;
            troubles = [.. seen.Troubles];
        }
        counts.Add(seen.Counts);
        Judge();
        if (isNew) Served?.Invoke();
    }

    /// <summary>Tells the world what is so and what it does not know yet.</summary>
    private void Judge()
    {
        lock (gate)
        {
            if (world is null || network is null || stop.IsCancellationRequested) return;
            // A node whose zone has failed checks nothing: what it found before says nothing of its targets when the zone works again.
            foreach (var (arn, zone) in network.Balancers.Values.SelectMany(b => b.Nodes.Where(n => n.Dark).Select(n => (b.Arn, n.Zone))))
            {
                foreach (var of in found.Values) of.Remove((arn, zone));
            }
            var users = network.Balancers.Values.SelectMany(b => WantedCompiler.GroupsOf(b).Select(g => (g, b))).ToLookup(u => u.g.Value, u => u.b, StringComparer.Ordinal);
            var known = new HashSet<Id<TargetRegistration>>();
            DateTimeOffset? next = null;
            foreach (var pool in network.Pools.Values)
            {
                var scope = world.At(pool.Place);
                foreach (var row in scope.All<TargetRegistration>().Marked(pool.Row.Id.Value))
                {
                    known.Add(row.Id);
                    if (TargetStanding.IsLost(scope, pool.Row, row)) reports.Send(new TargetLost(pool.Place, row.Id), row);
                    else if (row.DrainingSince is { } since) next = Earlier(next, Drain(scope, pool, row, since));
                    else next = Earlier(next, Judge(scope, pool, row, users[pool.Row.Id.Value]));
                }
            }
            foreach (var gone in found.Keys.Where(id => !known.Contains(id)).ToList()) found.Remove(gone);
            drained.IntersectWith(known);
            if (next is { } due) timer.Change(due - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Answers when its health changes by time alone.</summary>
    private DateTimeOffset? Judge(Scope scope, TargetPool pool, TargetRegistration row, IEnumerable<Fabric.Balancer> users)
    {
        drained.Remove(row.Id);
        var unused = TargetHealths.NotUsed(scope, pool.Row, row);
        // What was found before it was stopped says nothing of it when it starts again.
        if (unused is not null) found.Remove(row.Id);
        var standing = unused ?? TargetStanding.Of(pool, row, users, found.TryGetValue(row.Id, out var of) ? of.Values : []);
        var (health, until) = TargetStanding.Keeping(pool.Row, row, standing, clock.GetUtcNow());
        if (health != row.Health) reports.Send(new TargetHealthSeen(pool.Place, row.Id, health), row);
        return until;
    }

    /// <summary>
    /// A target that was taken out is gone when its time is over; one of HTTP as soon as nothing is in flight. Answers when its time is over.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
    /// </summary>
    private DateTimeOffset? Drain(Scope scope, TargetPool pool, TargetRegistration row, DateTimeOffset since)
    {
        var due = since + TimeSpan.FromSeconds(TargetGroupSettings.Of(pool.Row).DeregistrationDelaySeconds);
        var isIdle = pool.Row.Protocol is BalancerProtocol.Http or BalancerProtocol.Https && drained.Contains(row.Id);
        if (!isIdle && !TargetHealths.IsIdle(scope, pool.Row, row) && clock.GetUtcNow() < due) return due;
        reports.Send(new TargetDrained(pool.Place, row.Id), row);
        return null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    [LoggerMessage(LogLevel.Error, "What the load balancers found out could not be told")]
    private partial void LogReportFailed(Exception e);
}
