using System.Net;
using Haneul.Balancer.Secure;
using Haneul.Io;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What outlives a snapshot: ways to targets with their kept connections, what is known of targets, and counts. Used by one compilation at a time.</summary>
internal sealed class Lasting(int loops, LogWriter? logs = null, string? logFolder = null)
{
    private Dictionary<(string Space, IPAddress From, IPEndPoint To, TlsClient? Tls, bool SpeaksHttp2), TargetRoute> _routes = [];
    private Dictionary<Id<TargetRegistration>, TargetState> _states = [];
    private Dictionary<(string Balancer, string? Group), BalancerCounts> _counts = [];
    private Dictionary<(string Balancer, string Zone, Id<TargetGroup> Group), Picker[]> _pickers = [];
    private Dictionary<(string Balancer, IPAddress Node, LogPlace Place, string Mark), LogFile> _logs = [];
    private Dictionary<SecureKey, TlsServer> _servers = [];
    private Dictionary<(string Listener, long Period), TicketKey> _tickets = [];
    private Lasting? _next;
    private long _period;

    /// <summary>All that a listener's TLS depends on: where it is the same, sessions go on being resumed.</summary>
    private sealed record SecureKey(string Arn, string? Policy, string? Alpn, MutualTls? Mutual, string? Authorities, string Certificates, bool SpeaksHttp2, TicketKey Tickets);

    /// <summary>Begins a compilation: what it does not ask for is forgotten at its end.</summary>
    /// <param name="period">In another one than before, session tickets get other keys.</param>
    public void Begin(long period) => (_next, _period) = (new Lasting(loops, logs, logFolder), period);

    public IEnumerable<TargetRoute> End()
    {
        var next = _next ?? throw new InvalidOperationException("a compilation ends that did not begin");
        var gone = _routes.Values.Except(next._routes.Values).ToList();
        // Sessions hold what they need of it until they end.
        foreach (var server in _servers.Values.Except(next._servers.Values)) server.Dispose();
        (_routes, _states, _counts, _pickers, _logs, _servers, _tickets, _next) = (next._routes, next._states, next._counts, next._pickers, next._logs, next._servers, next._tickets, null);
        return gone;
    }

    public IEnumerable<BalancerCounts> Counts => _counts.Values;

    public IEnumerable<TargetRoute> Routes => _routes.Values;

    public TargetRoute RouteOf(string space, IPAddress from, IPEndPoint to, TlsClient? tls, bool speaksHttp2) => Carry(_routes, _next?._routes, (space, from, to, tls, speaksHttp2), k =>
        new TargetRoute(k.Item1, KernelAddress.Of(k.Item3.Address, k.Item3.Port), KernelAddress.Of(k.Item2, 0), k.Item4, k.Item5, loops));

    public TargetState StateOf(Id<TargetRegistration> id) => Carry(_states, _next?._states, id, static id => new TargetState(id));

    public BalancerCounts CountsOf(string balancer, string? group) => Carry(_counts, _next?._counts, (balancer, group), static k => new BalancerCounts(k.Item1, k.Item2));

    public Picker[] PickersOf(string balancer, string zone, Id<TargetGroup> group) =>
        Carry(_pickers, _next?._pickers, (balancer, zone, group), _ => [.. Enumerable.Range(0, loops).Select(_ => new Picker((ulong)Random.Shared.NextInt64()))]);

    /// <summary>Null where no logs are wanted, or there is no place for them.</summary>
    public LogFile? LogOf(string balancer, IPAddress node, LogPlace? place, string mark) => place is null || logs is null || logFolder is null
        ? null
        : Carry(_logs, _next?._logs, (balancer, node, place, mark), k => new LogFile(logs, logFolder, k.Item3, k.Item1, k.Item2, k.Item4, loops));

    public IReadOnlyCollection<LogFile> Logs => _logs.Values;

    public int Loops => loops;

    public IEnumerable<TargetState> States => _states.Values;

    /// <summary>Throws <see cref="TlsException"/> where the certificates or the policy cannot be used.</summary>
    public TlsServer TlsOf(WantedListener listener, IReadOnlyCollection<WantedCertificate> certificates, bool speaksHttp2)
    {
        var shown = string.Concat(listener.CertificateArns.Select(arn => certificates.FirstOrDefault(c => c.Arn == arn) is { } c ? $"{arn} {c.Body} {c.Chain} {c.PrivateKey}" : arn));
        var tickets = Carry(_tickets, _next?._tickets, (listener.Arn, _period), static _ => new TicketKey());
        var key = new SecureKey(listener.Arn, listener.SslPolicy, listener.AlpnPolicy, listener.MutualTls, listener.TrustedAuthorities, shown, speaksHttp2, tickets);
        return Carry(_servers, _next?._servers, key, _ => new TlsServer(ListenerTls.Server(listener, certificates, speaksHttp2, tickets)));
    }

    private static TValue Carry<TKey, TValue>(Dictionary<TKey, TValue> old, Dictionary<TKey, TValue>? next, TKey key, Func<TKey, TValue> make)
        where TKey : notnull
    {
        if (next is null) throw new InvalidOperationException("asked outside of a compilation");
        if (next.TryGetValue(key, out var there)) return there;
        return next[key] = old.TryGetValue(key, out var known) ? known : make(key);
    }
}
