using System.Diagnostics;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>TCP, one stream of iperf3(1), to an instance of a VPC: asked directly, by a network balancer that keeps the client's address, and by HAProxy in TCP mode (2 threads) in another instance. All in turn, several rounds.</summary>
internal static class FlowBalancerBench
{
    private const int Rounds = 5, Port = 22;
    private const string NodeAddress = "10.0.128.200";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        var made = WebWorld.Make(2);
        var world = Balanced(made.World, made.Apps[0]);
        var net = Lowering.Lower(world);
        string AddressOf(int app) => $"{net.Ports[net.PrimaryPorts[made.Apps[app].Value]].V4[0]}";
        using var bench = new CarriedBench("bench-balancer");
        bench.Carry(CarriedBench.PlanOf(world));
        using var proxy = Proxy(bench, made.Apps[1].Value, AddressOf(0));
        try
        {
            ThroughputBench.Way[] ways =
            [
                new("direct", made.Bastion.Value, made.Apps[0].Value, AddressOf(0)),
                new("network balancer", made.Bastion.Value, made.Apps[0].Value, NodeAddress),
                new("HAProxy, TCP mode", made.Bastion.Value, made.Apps[0].Value, AddressOf(1)),
            ];
            var seen = ways.ToDictionary(w => w, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var way in ways) seen[way].Add(await ThroughputBench.MeasureAsync(bench, way));
            }
            Console.WriteLine($"TCP, one stream, {Rounds} rounds in turn; Gbit/s: median (least, most), and the median of the rounds' ratios to the direct connection");
            foreach (var (way, figures) in seen)
            {
                Console.WriteLine($"{way.Name,-32} {Figures.Median(figures),6:0.0} ({figures.Min():0.0}, {figures.Max():0.0})   {Figures.Median(figures.Zip(seen[ways[0]], (a, b) => a / b)):0.00}");
            }
        }
        finally
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync();
        }
    }

    /// <summary>The same world with a balancer before one instance; the applications' group admits the VPC.</summary>
    private static World Balanced(World world, Id<Instance> target)
    {
        var place = world.Everywhere<Vpc>().First().Place;
        var draft = new Draft(world, place, DateTimeOffset.UnixEpoch, new CountedIds());
        var instance = draft.Get(target);
        var face = draft.Get(instance.InterfaceIds[0]);
        var apps = draft.All<SecurityGroup>().Single(g => g.Name == "app");
        draft.Put(apps with { Rules = apps.Rules.Add(new SecurityGroupRule { Id = "sgr-balancer", IsEgress = false, Protocol = Protocols.Tcp, FromPort = Port, ToPort = Port, Peer = new RulePeer { Block = Cidr.Parse("10.0.0.0/16") } }) });
        var node = draft.Put(face with
        {
            Id = new Id<NetworkInterface>("eni-0000000000000ba1a"),
            PrivateIps = [Ip.Parse(NodeAddress)],
            GroupIds = [],
            MacAddress = "02:00:00:00:ba:1a",
            Attachment = new InterfaceAttachment("ela-attach-1", null, 1, draft.Now) { InstanceOwnerId = "amazon-elb" },
        });
        var balancer = draft.Put(new LoadBalancer
        {
            Id = new Id<LoadBalancer>("loadbalancer/net/bench/1"), Name = "bench", Type = BalancerType.Network, IsInternal = true, VpcId = face.VpcId, State = BalancerState.Active,
            Nodes = [new BalancerNode(face.SubnetId, face.Zone, node.Id)], DnsName = "bench", CreateTime = draft.Now,
        });
        var group = draft.Put(new TargetGroup
        {
            Id = new Id<TargetGroup>("targetgroup/bench/1"), Name = "bench", Type = TargetType.Instance, Protocol = BalancerProtocol.Tcp, Port = Port, VpcId = face.VpcId,
            HealthCheck = new HealthCheck { Protocol = BalancerProtocol.Tcp, IntervalSeconds = 30, TimeoutSeconds = 10, HealthyThreshold = 5, UnhealthyThreshold = 2 },
        });
        draft.Put(Targets.Register(draft, group, target.Value) with { Health = TargetHealth.Healthy });
        draft.Put(new Listener
        {
            Id = new Id<Listener>("listener/net/bench/1/1"), BalancerId = balancer.Id, Protocol = BalancerProtocol.Tcp, Port = Port,
            DefaultActions = [new RuleAction(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(group.Id)]) }],
        });
        return draft.World;
    }

    /// <summary>HAProxy in an instance's namespace; it listens when this returns.</summary>
    private static Process Proxy(CarriedBench bench, string host, string target)
    {
        var config = Path.Combine(bench.RunDirectory, "haproxy.cfg");
        File.WriteAllText(config, $"global\n nbthread 2\ndefaults\n mode tcp\n timeout connect 2s\n timeout client 60s\n timeout server 60s\nlisten l\n bind 0.0.0.0:{Port}\n server s {target}:{Port}\n");
        var proxy = Process.Start(new ProcessStartInfo("nsenter", [$"--net={bench.FileOf(host)}", "haproxy", "-db", "-f", config])) ?? throw new InvalidOperationException("haproxy does not start");
        for (var clock = Stopwatch.StartNew(); !Shell.Run("nsenter", $"--net={bench.FileOf(host)}", "ss", "-Hltn").Contains($":{Port} ", StringComparison.Ordinal);)
        {
            if (clock.Elapsed > Patience) throw new InvalidOperationException("haproxy does not listen");
        }
        return proxy;
    }
}
