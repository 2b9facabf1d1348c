using System.Collections.Immutable;
using System.Net.Sockets;
using Haneul.Balancer;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Bench.Balancer;

/// <summary>Haneul's data plane in a process of its own, so that its processor time is its own: `balancer serve door port loops folder targetport…`.</summary>
internal static class ServedProcess
{
    private const string Certificate = "arn:aws:acm:eu-west-1:111122223333:certificate/8c3f2f55-0a52-4d0e-9b53-2f1d4f0a7b10";

    public static async Task<int> RunAsync(string[] args)
    {
        var (door, port, loops, folder) = (Enum.Parse<Door>(args[2]), int.Parse(args[3]), int.Parse(args[4]), args[5]);
        var group = new Id<TargetGroup>("targetgroup/bench/73e2d6bc24d8a067");
        var check = new HealthCheck { Enabled = false, Protocol = BalancerProtocol.Http, IntervalSeconds = 300, TimeoutSeconds = 5, HealthyThreshold = 2, UnhealthyThreshold = 2 };
        await using var plane = new DataPlane(new OwnSockets(), new DataPlaneOptions { Loops = loops, LogDirectory = $"{folder}/s3" }, seen => Tell(seen), TimeProvider.System);
        plane.Serve(new WantedState(1)
        {
            Balancers =
            [
                new WantedBalancer("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/bench/50dc6c495c0c9188", "bench", BalancerType.Application)
                {
                    Nodes = [new WantedNode("", "eu-west-1a", [Ip.Parse("127.0.0.1")], false)],
                    Listeners = [Listener(door, port, group)],
                    Attributes = TagSet.None.Add("access_logs.s3.enabled", "true").Add("access_logs.s3.bucket", "logs").Add("idle_timeout.timeout_seconds", "4000"),
                },
            ],
            Certificates = door == Door.Secure ? [new WantedCertificate(Certificate, File.ReadAllText($"{folder}/certificate.pem"), "", File.ReadAllText($"{folder}/key.pem"))] : [],
            Pools =
            [
                new WantedPool(group, "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/bench/73e2d6bc24d8a067", "bench", TargetType.Ip)
                {
                    Protocol = BalancerProtocol.Http,
                    HealthCheck = check,
                    Targets = [.. args[6..].Select(p => new WantedTarget(new Id<TargetRegistration>(p), "127.0.0.1", Ip.Parse("127.0.0.1"), int.Parse(p), "eu-west-1a", DateTimeOffset.UnixEpoch, false))],
                },
            ],
        });
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static WantedListener Listener(Door door, int port, Id<TargetGroup> group) => new("bench", door == Door.Secure ? BalancerProtocol.Https : BalancerProtocol.Http, port)
    {
        DefaultActions = [To(group)],
        Rules = Rules(group),
        SslPolicy = door == Door.Secure ? "ELBSecurityPolicy-TLS13-1-2-2021-06" : null,
        CertificateArns = door == Door.Secure ? [Certificate] : [],
    };

    /// <summary>The same rules as the peers have.</summary>
    private static ImmutableArray<WantedRule> Rules(Id<TargetGroup> group) =>
    [
        new("r1", 1, [new RuleCondition(ConditionField.HostHeader) { Values = ["api.example.com"] }], [To(group)], []),
        new("r2", 2, [new RuleCondition(ConditionField.PathPattern) { Values = ["/api/*"] }], [To(group)], []),
        new("r3", 3, [new RuleCondition(ConditionField.PathPattern) { Values = ["/img/*"] }], [To(group)], []),
    ];

    private static RuleAction To(Id<TargetGroup> group) => new(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(group)]) };

    private static void Tell(SeenState seen)
    {
        foreach (var trouble in seen.Troubles) Console.Error.WriteLine(trouble);
    }

    private sealed class OwnSockets : ISocketSource
    {
        public SafeSocketHandle Open(string space, AddressFamily family, SocketType type) => FreshSocket.Open(family, type, ProtocolType.Tcp);
    }
}
