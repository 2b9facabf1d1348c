using System.Net;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What outlives a snapshot: ways to targets with their kept connections, what is known of targets, and counts. Used by one compilation at a time.</summary>
internal sealed class Lasting(int loops)
{
    private Dictionary<(string Space, IPAddress From, IPEndPoint To), TargetRoute> _routes = [];
    private Dictionary<Id<TargetRegistration>, TargetState> _states = [];
    private Dictionary<(string Balancer, string? Group), BalancerCounts> _counts = [];
    private Lasting? _next;

    /// <summary>Begins a compilation: what it does not ask for is forgotten at its end.</summary>
    public void Begin() => _next = new Lasting(loops);

    public IEnumerable<TargetRoute> End()
    {
        var next = _next ?? throw new InvalidOperationException("a compilation ends that did not begin");
        var gone = _routes.Values.Except(next._routes.Values).ToList();
        (_routes, _states, _counts, _next) = (next._routes, next._states, next._counts, null);
        return gone;
    }

    public IEnumerable<BalancerCounts> Counts => _counts.Values;

    public IEnumerable<TargetRoute> Routes => _routes.Values;

    public TargetRoute RouteOf(string space, IPAddress from, IPEndPoint to) => Carry(_routes, _next?._routes, (space, from, to), k =>
        new TargetRoute(k.Item1, KernelAddress.Of(k.Item3.Address, k.Item3.Port), KernelAddress.Of(k.Item2, 0), loops));

    public TargetState StateOf(Id<TargetRegistration> id) => Carry(_states, _next?._states, id, static id => new TargetState(id));

    public BalancerCounts CountsOf(string balancer, string? group) => Carry(_counts, _next?._counts, (balancer, group), static k => new BalancerCounts(k.Item1, k.Item2));

    private static TValue Carry<TKey, TValue>(Dictionary<TKey, TValue> old, Dictionary<TKey, TValue>? next, TKey key, Func<TKey, TValue> make)
        where TKey : notnull
    {
        if (next is null) throw new InvalidOperationException("asked outside of a compilation");
        if (next.TryGetValue(key, out var there)) return there;
        return next[key] = old.TryGetValue(key, out var known) ? known : make(key);
    }
}
