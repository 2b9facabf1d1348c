using System.Collections.Immutable;
using System.ComponentModel;
using System.Net.Sockets;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Serves the endpoints of gateway balancers, all on one loop of its own: takes what is wanted whole, opens and closes sockets for it, and looks every second at what could not be opened, at health and at idle flows.
/// </summary>
/// <param name="sockets">Makes sockets inside namespaces.</param>
/// <param name="healthOf">What the checks of a balancer's node in a zone found of a target; null where they have found nothing yet. Is called by the loop.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayPlane(ISocketSource sockets, Func<string, string, Id<TargetGroup>, Id<TargetRegistration>, bool?> healthOf, TimeProvider time) : IDisposable
{
    private const string Device = "eth0";
    private const long TickMs = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, GatewayEndpoint> endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GatewayNode> nodes = new(StringComparer.Ordinal);
    private Loop? loop;
    private WantedState wanted = new(0);
    private long nextTickMs;
    private volatile IReadOnlyList<string> troubles = [];

    /// <summary>What of the wanted could not be opened, in words.</summary>
    public IReadOnlyList<string> Troubles => troubles;

    /// <summary>Serves this from now on; returns when it is in place, or has turned out to be a trouble.</summary>
    public void Serve(WantedState now)
    {
        lock (gate)
        {
            if (loop is null && now.Endpoints.IsEmpty) return;
            Ask(() =>
            {
                wanted = now;
                Lay();
                return true;
            });
        }
    }

    /// <summary>Looks at health now, not within a second.</summary>
    public void HealthChanged()
    {
        lock (gate) loop?.Post(Judge);
    }

    /// <summary>What passed since the last time, by balancer and target group.</summary>
    public ImmutableArray<SeenCount> TakeCounts()
    {
        lock (gate) return loop is null ? [] : Ask(CountAll);
    }

    /// <summary>Draining appliances that no flow is at any more.</summary>
    public ImmutableArray<Id<TargetRegistration>> Drained()
    {
        lock (gate) return loop is null ? [] : Ask(FindDrained);
    }

    /// <summary>What became of the packets of one endpoint since it was opened or last counted; null where it is not served.</summary>
    public GatewayCounts? CountsOf(string endpoint)
    {
        lock (gate) return loop is null ? null : Ask(() => endpoints.GetValueOrDefault(endpoint)?.Counts);
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (loop is null) return;
            Ask(() =>
            {
                wanted = new WantedState(0);
                Lay();
                return true;
            });
            loop.Dispose();
            loop = null;
        }
    }

    private T Ask<T>(Func<T> work)
    {
        if (loop is null)
        {
            loop = new Loop("gateways", time) { TurnEnded = Tick };
            loop.Start();
        }
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private void Tick()
    {
        if (loop is not { } running || running.NowMs < nextTickMs) return;
        nextTickMs = running.NowMs + TickMs;
        Lay();
        foreach (var endpoint in endpoints.Values) endpoint.Expire(running.NowMs);
    }

    /// <summary>Opens what lacks and closes what is not wanted; what fails is told, and tried again at the next tick.</summary>
    private void Lay()
    {
        var failed = new List<string>();
        var kept = wanted.Endpoints.ToDictionary(e => e.Id, StringComparer.Ordinal);
        foreach (var gone in endpoints.Values.Where(e => !kept.ContainsKey(e.Id)).ToList()) Close(gone);
        foreach (var endpoint in wanted.Endpoints)
        {
            try
            {
                Open(endpoint);
            }
            catch (Exception e) when (e is SocketException or IOException or Win32Exception)
            {
                failed.Add($"endpoint {endpoint.Id} is not served: {e.Message}");
            }
        }
        foreach (var (space, node) in nodes.Where(n => !n.Value.IsUsed).ToList())
        {
            node.Close();
            nodes.Remove(space);
        }
        troubles = failed;
        Judge();
    }

    private void Open(WantedGatewayEndpoint told)
    {
        if (loop is not { } running) return;
        if (!endpoints.TryGetValue(told.Id, out var endpoint)) endpoints[told.Id] = endpoint = new GatewayEndpoint(told.Id, told.InterfaceId);
        endpoint.TcpIdleSeconds = told.TcpIdleSeconds;
        if (NodeOf(told) is not { } wantedNode) throw new IOException($"its balancer has no node that works in {told.Zone}");
        var address = wantedNode.Addresses.First(a => !a.IsV6);
        if (nodes.TryGetValue(wantedNode.Space, out var node) && node.Address != address)
        {
            node.Close();
            nodes.Remove(wantedNode.Space);
            node = null;
        }
        node ??= nodes[wantedNode.Space] = GatewayNode.Open(running, sockets, wantedNode.Space, address);
        if (endpoint.Node != node) endpoint.Node?.Remove(endpoint);
        node.Add(endpoint);
        endpoint.Node = node;
        if (endpoint.Socket is { IsLost: true } broken)
        {
            broken.Close();
            endpoint.Socket = null;
        }
        if (endpoint.Socket is not null) return;
        var socket = new FrameSocket(running, sockets.Open(told.Space, AddressFamily.Packet, SocketType.Raw), Device, endpoint.Take);
        endpoint.Socket = socket;
        socket.Open();
    }

    private void Close(GatewayEndpoint endpoint)
    {
        endpoint.Node?.Remove(endpoint);
        endpoint.Socket?.Close();
        endpoints.Remove(endpoint.Id);
    }

    private WantedNode? NodeOf(WantedGatewayEndpoint endpoint) =>
        wanted.Balancers.FirstOrDefault(b => b.Arn == endpoint.BalancerArn)?.Nodes.FirstOrDefault(n => n.Zone == endpoint.Zone && !n.Dark && n.Addresses.Any(a => !a.IsV6));

    /// <summary>Says to each endpoint which appliances it has, as their health is now.</summary>
    private void Judge()
    {
        foreach (var told in wanted.Endpoints)
        {
            if (!endpoints.TryGetValue(told.Id, out var endpoint)) continue;
            var pool = wanted.Pools.FirstOrDefault(p => p.Id == told.PoolId);
            var zones = wanted.Balancers.FirstOrDefault(b => b.Arn == told.BalancerArn)?.Zones();
            var near = pool?.Targets.Where(t => !t.Address.IsV6 && (t.Zone is null || t.Zone == told.Zone || told.CrossesZones && zones?.Contains(t.Zone) == true)) ?? [];
            var settings = new TargetGroupSettings(pool?.Type ?? TargetType.Instance, BalancerProtocol.Geneve, pool?.Attributes ?? TagSet.None);
            endpoint.Use(new Appliances(near.Select(t => new Appliance(t.Id, t.Address, t.Draining, (pool is null ? null : healthOf(told.BalancerArn, told.Zone, pool.Id, t.Id)) ?? told.Healthy.Contains(t.Id))), settings));
        }
    }

    private ImmutableArray<SeenCount> CountAll()
    {
        var counts = ImmutableArray.CreateBuilder<SeenCount>();
        foreach (var told in wanted.Endpoints)
        {
            if (!endpoints.TryGetValue(told.Id, out var endpoint)) continue;
            var group = wanted.Pools.FirstOrDefault(p => p.Id == told.PoolId)?.Arn;
            var passed = endpoint.TakeCounts();
            counts.Add(new SeenCount(told.BalancerArn, group, passed.NewFlows, passed.Bytes, passed.Errors) { Active = endpoint.ActiveFlows });
        }
        return counts.ToImmutable();
    }

    private ImmutableArray<Id<TargetRegistration>> FindDrained()
    {
        var used = endpoints.Values.SelectMany(e => e.Used).ToHashSet();
        return [.. endpoints.Values.SelectMany(e => e.Appliances?.Draining ?? []).Distinct().Where(id => !used.Contains(id))];
    }
}
