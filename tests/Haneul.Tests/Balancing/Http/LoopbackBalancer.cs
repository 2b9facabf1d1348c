using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancer;
using Haneul.Model;

namespace Haneul.Tests.Balancing;

/// <summary>An application balancer on 127.0.0.1, with one listener and one target group where a test says no more.</summary>
internal sealed class LoopbackBalancer : IAsyncDisposable
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188";
    private readonly DataPlane _plane;
    private long _version;

    public LoopbackBalancer(int loops = 2, string? logs = null, X509Certificate2Collection? trusted = null, TimeProvider? time = null, TimeSpan? providerLimit = null)
    {
        var options = new DataPlaneOptions { Loops = loops, LogDirectory = logs, Trusted = trusted ?? [], ProviderLimit = providerLimit ?? TimeSpan.FromMinutes(1), Say = Said.Enqueue };
        _plane = new DataPlane(new OwnSockets(), options, Seen.Enqueue, time ?? TimeProvider.System);
        Port = FreePort();
    }

    public int Port { get; }

    public string Secret { get; set; } = "";

    public ConcurrentQueue<SeenState> Seen { get; } = new();

    /// <summary>What its log was told.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    public Dictionary<string, string> Attributes { get; } = new() { ["idle_timeout.timeout_seconds"] = "10" };

    public Dictionary<string, string> ListenerAttributes { get; } = [];

    public List<WantedRule> Rules { get; } = [];

    public List<RuleAction> Default { get; } = [To("default")];

    /// <summary>Ports on 127.0.0.1 by group.</summary>
    public Dictionary<string, List<int>> Pools { get; } = new() { ["default"] = [] };

    /// <summary>The group stands for a function: where it is; an empty text where nobody has said so.</summary>
    public Dictionary<string, string> Functions { get; } = [];

    public HealthCheck Check { get; set; } = new() { Enabled = true, Protocol = BalancerProtocol.Http, Path = "/", IntervalSeconds = 300, TimeoutSeconds = 5, HealthyThreshold = 2, UnhealthyThreshold = 2, Matcher = "200" };

    public Dictionary<string, string> PoolAttributes { get; } = [];

    /// <summary>Ports of targets that drain.</summary>
    public HashSet<int> Draining { get; } = [];

    /// <summary>The listener speaks HTTPS with it.</summary>
    public WantedCertificate? Certificate { get; set; }

    /// <summary>How targets are spoken to.</summary>
    public BalancerProtocol PoolProtocol { get; set; } = BalancerProtocol.Http;

    public string PoolVersion { get; set; } = "HTTP1";

    public MutualTls? MutualTls { get; set; }

    /// <summary>PEM.</summary>
    public string? TrustedAuthorities { get; set; }

    public static RuleAction To(string pool) => new(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(new Id<TargetGroup>(pool))]) };

    public static async Task<LoopbackBalancer> BeforeAsync(params RawTarget[] targets)
    {
        var balancer = new LoopbackBalancer();
        balancer.Pools["default"].AddRange(targets.Select(t => t.Port));
        await Task.CompletedTask;
        balancer.Serve();
        return balancer;
    }

    public void Serve() => _plane.Serve(new WantedState(++_version)
    {
        Balancers =
        [
            new WantedBalancer(Arn, "web", BalancerType.Application)
            {
                Nodes = [new WantedNode("", "eu-west-1a", [Ip.Parse("127.0.0.1")], false)],
                Listeners = [Listener()],
                Checked = [.. Functions.Keys.Select(f => new Id<TargetGroup>(f))],
                Attributes = Attributes.ToImmutableSortedDictionary(),
            },
        ],
        Pools = [.. Pools.Select(p => Pool(p.Key, p.Value)), .. Functions.Select(f => Function(f.Key, f.Value))],
        Secret = Secret,
        Certificates = Certificate is null ? [] : [Certificate],
    });

    private WantedListener Listener() => new($"{Arn}/listener", Certificate is null ? BalancerProtocol.Http : BalancerProtocol.Https, Port)
    {
        DefaultActions = [.. Default],
        Rules = [.. Rules],
        CertificateArns = Certificate is null ? [] : [Certificate.Arn],
        Attributes = ListenerAttributes.ToImmutableSortedDictionary(),
        MutualTls = MutualTls,
        TrustedAuthorities = TrustedAuthorities,
    };

    private WantedPool Pool(string name, List<int> ports) => new(new Id<TargetGroup>(name), $"arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/{name}/73e2d6bc24d8a067", name, TargetType.Ip)
    {
        Protocol = PoolProtocol,
        ProtocolVersion = PoolVersion,
        HealthCheck = Check,
        Attributes = PoolAttributes.ToImmutableSortedDictionary(),
        Targets = [.. ports.Select(port => new WantedTarget(new Id<TargetRegistration>($"{name}|127.0.0.1|{port}"), "127.0.0.1", Ip.Parse("127.0.0.1"), port, "eu-west-1a", DateTimeOffset.UnixEpoch, Draining.Contains(port)))],
    };

    /// <inheritdoc cref="DataPlane.AllocatedByLoops"/>
    public long AllocatedByLoops() => _plane.AllocatedByLoops();

    private WantedPool Function(string name, string url) => new(new Id<TargetGroup>(name), $"arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/{name}/6d0ecf831eec9f09", name, TargetType.Lambda)
    {
        HealthCheck = Check,
        Attributes = PoolAttributes.ToImmutableSortedDictionary(),
        Targets = [new WantedTarget(new Id<TargetRegistration>($"{name}|fn"), $"arn:aws:lambda:eu-west-1:111122223333:function:{name}", Ip.V4(0), 0, null, DateTimeOffset.UnixEpoch, false) { Url = url.Length == 0 ? null : url }],
    };

    public async Task<RawClient> ConnectAsync() => await RawClient.ConnectAsync(Port);

    /// <summary>Sends that on a connection of its own, and reads one answer.</summary>
    public async Task<RawAnswer> AskAsync(string request)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadAsync(isHead: request.StartsWith("HEAD", StringComparison.Ordinal));
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint?)socket.LocalEndPoint)?.Port ?? 0;
    }

    /// <summary>What was logged so far stands in files afterwards.</summary>
    public Task FlushLogsAsync() => _plane.FlushLogsAsync();

    public ValueTask DisposeAsync() => _plane.DisposeAsync();
}
