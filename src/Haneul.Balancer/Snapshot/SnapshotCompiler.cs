using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Haneul.Fabric;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Makes a snapshot of what is wanted: whatever cannot be served becomes a trouble, and the rest is served.</summary>
internal sealed class SnapshotCompiler(WantedState wanted, Lasting lasting, HealthChecker health)
{
    /// <summary>Of a TLS listener of a network balancer it cannot be set.</summary>
    private const int StreamIdleSeconds = 350;

    private readonly Dictionary<ListenKey, ServedListener> _listeners = [];
    private readonly Dictionary<(string Space, Ip From, Id<TargetGroup> Group, TlsClient? Tls), ServedPool> _pools = [];
    private readonly Dictionary<ListenKey, ServedStream> _streams = [];
    private readonly List<string> _troubles = [];

    public Snapshot Compile()
    {
        foreach (var balancer in wanted.Balancers.Where(b => b.Type is BalancerType.Application or BalancerType.Network))
        {
            var settings = new BalancerSettings(balancer.Type, balancer.Attributes);
            foreach (var node in balancer.Nodes.Where(n => !n.Dark))
            {
                foreach (var listener in balancer.Listeners)
                {
                    foreach (var address in node.Addresses) Add(balancer, settings, node, address, listener);
                }
            }
        }
        return new Snapshot(wanted.Version, _listeners.ToImmutableDictionary(), _streams.ToImmutableDictionary(), [.. _pools.Values], [.. _pools.Values.SelectMany(p => p.Targets).Select(t => t.Route)], [.. _listeners.Values.Select(l => l.Counts), .. _pools.Values.Select(p => p.Counts)], [.. _troubles]);
    }

    private void Add(WantedBalancer balancer, BalancerSettings settings, WantedNode node, Ip address, WantedListener listener)
    {
        if (listener.Protocol is not (BalancerProtocol.Http or BalancerProtocol.Https or BalancerProtocol.Tcp or BalancerProtocol.Tls))
        {
            _troubles.Add($"{listener.Arn}: {listener.Protocol} is not served");
            return;
        }
        try
        {
            var key = new ListenKey(node.Space, new IPEndPoint(IPAddress.Parse(address.ToString()), listener.Port));
            if (balancer.Type == BalancerType.Network) _streams[key] = Stream(balancer, settings, node, address, listener, key);
            else _listeners[key] = Served(balancer, settings, node, address, listener, key);
        }
        catch (Exception wrong) when (wrong is FormatException or TlsException)
        {
            _troubles.Add($"{listener.Arn}: {wrong.Message}");
        }
    }

    private ServedListener Served(WantedBalancer balancer, BalancerSettings settings, WantedNode node, Ip address, WantedListener listener, ListenKey key)
    {
        var isTls = listener.Protocol == BalancerProtocol.Https;
        var own = new ListenerSettings(listener.Protocol, listener.Attributes);
        var actions = listener.Rules.Select(r => Action(balancer, settings, node, address, listener, r.Priority, r.Actions, r.Transforms)).ToArray();
        var last = Action(balancer, settings, node, address, listener, 0, listener.DefaultActions, []);
        var gates = actions.Append(last).Select(a => a.Gate).OfType<ServedGate>().DistinctBy(g => g.Gate.Key).ToArray();
        return new ServedListener
        {
            Key = key,
            BalancerArn = balancer.Arn,
            Zone = node.Zone,
            Settings = settings,
            OwnSettings = own,
            MutualMode = listener.MutualTls?.Mode,
            Tls = isTls ? lasting.TlsOf(listener, wanted.Certificates, speaksHttp2: settings.SpeaksHttp2) : null,
            IdleMs = settings.IdleTimeoutSeconds * 1000L,
            KeepAliveMs = settings.ClientKeepAliveSeconds * 1000L,
            Desync = Enum.Parse<DesyncMode>(settings.DesyncMode, ignoreCase: true),
            Forward = new ForwardSettings
            {
                Protocol = isTls ? "https"u8.ToArray() : "http"u8.ToArray(),
                Port = Encoding.ASCII.GetBytes(listener.Port.ToString(CultureInfo.InvariantCulture)),
                IsDefaultPort = listener.Port == (isTls ? 443 : 80),
                ForwardedFor = Enum.Parse<ForwardedForMode>(settings.ForwardedForMode, ignoreCase: true),
                TellsClientPort = settings.ForwardsClientPort,
                PreservesHost = settings.PreservesHost,
                DropsInvalidNames = settings.DropsInvalidHeaders,
                TellsUsers = gates.Length > 0,
                OwnNames = [.. OwnNames(listener, settings).Select(n => Encoding.ASCII.GetBytes(own.NameOf(n)))],
            },
            Answer = Answer(own),
            Rules = RuleTable.Compile(listener.Rules.Select(r => r.Conditions)),
            Actions = actions,
            Default = last,
            Gates = gates,
            Address = Encoding.ASCII.GetBytes(address.ToString()),
            Counts = lasting.CountsOf(balancer.Arn, null),
            LogName = Encoding.ASCII.GetBytes(LogName(balancer)),
            AccessLog = lasting.LogOf(balancer.Arn, key.At.Address, settings.AccessLogs, ""),
            ConnectionLog = lasting.LogOf(balancer.Arn, key.At.Address, settings.ConnectionLogs, "conn_log."),
        };
    }

    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html</summary>
    private ServedStream Stream(WantedBalancer balancer, BalancerSettings settings, WantedNode node, Ip address, WantedListener listener, ListenKey key)
    {
        var action = Action(balancer, settings, node, address, listener, 0, listener.DefaultActions, []);
        return new ServedStream
        {
            Key = key,
            BalancerArn = balancer.Arn,
            Tls = listener.Protocol == BalancerProtocol.Tls ? lasting.TlsOf(listener, wanted.Certificates, speaksHttp2: false) : null,
            IdleMs = 1000L * (listener.Protocol == BalancerProtocol.Tls ? StreamIdleSeconds : new ListenerSettings(listener.Protocol, listener.Attributes).TcpIdleSeconds),
            Forward = action,
            Ways = [.. action.Pools.Select(p => WayTo(wanted.Pools.First(w => w.Id == p.Id), listener))],
            Counts = lasting.CountsOf(balancer.Arn, null),
            LogName = LogName(balancer),
            ListenerId = listener.Arn[(listener.Arn.LastIndexOf('/') + 1)..],
            // Logs tell of TLS only.
            AccessLog = listener.Protocol == BalancerProtocol.Tls ? lasting.LogOf(balancer.Arn, key.At.Address, settings.AccessLogs, "") : null,
        };
    }

    /// <summary>app/name/id, net/name/id</summary>
    private static string LogName(WantedBalancer balancer) => balancer.Arn[(balancer.Arn.IndexOf("loadbalancer/", StringComparison.Ordinal) + "loadbalancer/".Length)..];

    private static StreamTarget WayTo(WantedPool pool, WantedListener listener)
    {
        var settings = new TargetGroupSettings(pool.Type, pool.Protocol, pool.Attributes);
        return new(pool.Protocol == BalancerProtocol.Tls ? TargetTls.For(listener.SslPolicy, speaksHttp2: false) : null, settings.SpeaksProxyProtocol, settings.PreservesClient);
    }

    /// <summary>Headers that targets believe, because the balancer alone says them.</summary>
    private static IEnumerable<string> OwnNames(WantedListener listener, BalancerSettings settings)
    {
        if (listener.Protocol != BalancerProtocol.Https) return [];
        string[] tls = settings.AddsTlsHeaders ? ["X-Amzn-Tls-Version", "X-Amzn-Tls-Cipher-Suite"] : [];
        string[] mutual = listener.MutualTls is null ? [] : ClientCertificateLines.Names;
        return [.. tls, .. mutual];
    }

    private static AnswerSettings Answer(ListenerSettings settings)
    {
        var headers = settings.AnswerHeaders.ToList();
        return new AnswerSettings
        {
            Lines = Encoding.ASCII.GetBytes(string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))),
            Names = [.. headers.Select(h => Encoding.ASCII.GetBytes(h.Name))],
            ShowsServer = settings.ShowsServer,
        };
    }

    private ServedAction Action(WantedBalancer balancer, BalancerSettings settings, WantedNode node, Ip address, WantedListener listener, int priority, ImmutableArray<RuleAction> actions, ImmutableArray<RuleTransform> transforms)
    {
        var last = actions.FirstOrDefault(a => a.Type != ActionType.AuthenticateOidc) ?? throw new FormatException("a rule without an action");
        var gate = actions.Select(a => a.Oidc).OfType<OidcAction>().FirstOrDefault() is { } oidc ? new ServedGate(new OidcGate(oidc, balancer.Arn), node) : null;
        var groups = last.Forward?.Groups ?? [];
        return new ServedAction
        {
            Priority = priority,
            Words = Encoding.ASCII.GetBytes(Words(gate, transforms, last)),
            Gate = gate,
            Pools = [.. groups.Select(g => Pool(balancer, settings, node, address, listener, g.GroupId))],
            Turns = groups.Length == 0 ? [] : [.. Enumerable.Range(0, lasting.Loops).Select(_ => new GroupTurns(groups))],
            StickySeconds = last.Forward?.StickySeconds ?? 0,
            Redirect = last.Redirect is { } redirect ? RedirectTemplate.Compile(redirect) : null,
            Fixed = last.FixedResponse is { } answer ? new FixedAnswer(answer.StatusCode, Encoding.UTF8.GetBytes(answer.ContentType ?? "text/plain"), Encoding.UTF8.GetBytes(answer.Body ?? "")) : null,
            Rewrite = RequestRewrite.Compile(transforms),
        };
    }

    private static string Words(ServedGate? gate, ImmutableArray<RuleTransform> transforms, RuleAction last)
    {
        var action = last.Type switch { ActionType.Redirect => "redirect", ActionType.FixedResponse => "fixed-response", _ => "forward" };
        return $"{(gate is null ? "" : "authenticate,")}{(transforms.IsDefaultOrEmpty ? "" : "transform,")}{action}";
    }

    private ServedPool Pool(WantedBalancer balancer, BalancerSettings settings, WantedNode node, Ip from, WantedListener listener, Id<TargetGroup> id)
    {
        var pool = wanted.Pools.FirstOrDefault(p => p.Id == id) ?? throw new FormatException($"target group {id} is not there");
        var version = TargetVersions.Of(pool);
        var speaksHttp2 = version != TargetVersion.Http1;
        var tls = pool.Protocol == BalancerProtocol.Https ? TargetTls.For(listener.SslPolicy, speaksHttp2) : null;
        if (_pools.TryGetValue((node.Space, from, id, tls), out var there)) return there;
        if (pool.Type == TargetType.Lambda) return _pools[(node.Space, from, id, tls)] = Function(balancer, node, pool, settings);
        var all = UsableTargets.Of(pool, node.Zone, balancer.Zones(), settings, _ => new NodeHealth(true));
        var source = IPAddress.Parse(from.ToString());
        var targets = pool.Targets.Where(t => t.Address.IsV6 == from.IsV6).ToFrozenDictionary(
            t => UsableTarget.KeyOf(t.Id),
            t => new ServedTarget(lasting.StateOf(t.Id), lasting.RouteOf(node.Space, source, new IPEndPoint(IPAddress.Parse(t.Address.ToString()), t.Port), tls, speaksHttp2)));
        return _pools[(node.Space, from, id, tls)] = new ServedPool(pool, health.Find(balancer.Arn, node.Zone, id), all, lasting.PickersOf(balancer.Arn, node.Zone, id), targets, lasting.CountsOf(balancer.Arn, pool.Arn))
        {
            Sticky = StickyPool.Of(pool, settings),
            Version = version,
        };
    }

    /// <summary>A group of a function: there is one or none, and no way to it that a loop would keep.</summary>
    private ServedPool Function(WantedBalancer balancer, WantedNode node, WantedPool pool, BalancerSettings settings)
    {
        var isThere = pool.Targets.Any(t => !t.Draining);
        return new ServedPool(pool, null, UsableTargets.Of(pool with { Targets = [] }, node.Zone, balancer.Zones(), settings, _ => default), lasting.PickersOf(balancer.Arn, node.Zone, pool.Id), FrozenDictionary<ulong, ServedTarget>.Empty, lasting.CountsOf(balancer.Arn, pool.Arn))
        {
            Function = isThere ? ServedFunction.Of(pool) : null,
        };
    }
}
