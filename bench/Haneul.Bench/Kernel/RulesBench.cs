using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>
/// New TCP connections a second from one instance to another, one after the other, where the group of the one that is asked has 10, 1,000 and 10,000 rules; beside the same rules one after the other in iptables, as scripts write them.
/// </summary>
internal static class RulesBench
{
    private const int Rounds = 5, Port = 22;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    public static Task RunAsync()
    {
        Console.WriteLine($"new connections a second, {Rounds} rounds of {Each.TotalSeconds} s in turn: median (least, most)");
        Console.WriteLine($"{"rules",8} {"haneul",24} {"iptables",24}");
        foreach (var rules in (int[])[10, 1000, 10_000])
        {
            var (world, apps, bastion) = WebWorld.Make(1);
            world = WebWorld.WithRules(world, rules);
            using var bench = new CarriedBench("bench-rules");
            bench.Carry(CarriedBench.PlanOf(world));
            var address = Lowering.Lower(world) is var net ? net.Ports[net.PrimaryPorts[apps[0].Value]].V4[0] : default;
            Iptables(bench, rules);
            List<double> ours = [], theirs = [];
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(Measure(bench, bastion.Value, apps[0].Value, $"{address}"));
                theirs.Add(Measure(bench, "one", "other", "10.99.1.2"));
            }
            Console.WriteLine($"{rules,8} {Told(ours),24} {Told(theirs),24}");
        }
        return Task.CompletedTask;
    }

    private static string Told(List<double> figures) => $"{Figures.Median(figures):0} ({figures.Min():0}, {figures.Max():0})";

    internal static double Measure(CarriedBench bench, string from, string to, string address)
    {
        using var listener = bench.Entry.In(to, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.Listen(512);
            return socket;
        });
        var accepting = new Thread(() =>
        {
            try
            {
                while (true) listener.Accept().Dispose();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The round is over.
            }
        });
        accepting.Start();
        var end = new IPEndPoint(IPAddress.Parse(address), Port);
        var rate = bench.Entry.In(from, () =>
        {
            var (count, clock) = (0, Stopwatch.StartNew());
            while (clock.Elapsed < Each)
            {
                // A reset at the end: no port is left waiting.
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
                socket.Connect(end);
                count++;
            }
            return count / clock.Elapsed.TotalSeconds;
        });
        listener.Dispose();
        accepting.Join();
        return rate;
    }

    /// <summary>Two hosts and a router between them, which asks as many rules as the group has, in iptables, the one that admits last.</summary>
    private static void Iptables(CarriedBench bench, int rules)
    {
        foreach (var name in (string[])["router", "one", "other"]) bench.MakeBare(name);
        foreach (var (host, block) in ((string, string)[])[("one", "10.99.0"), ("other", "10.99.1")])
        {
            In("router", $"ip link add to-{host} type veth peer name eth0 netns {bench.FileOf(host)}");
            In("router", $"ip link set to-{host} up");
            In("router", $"ip address add {block}.1/24 dev to-{host}");
            In(host, "ip link set eth0 up");
            In(host, $"ip address add {block}.2/24 dev eth0");
            In(host, $"ip route add default via {block}.1");
        }
        In("router", "sysctl -qw net.ipv4.ip_forward=1");
        var lines = Enumerable.Range(0, rules).Select(i => $"-A FORWARD -s {WebWorld.RuleBlock(i)} -p tcp --dport {WebWorld.RulePort(i)} -j ACCEPT");
        Shell.Feed("nsenter", [$"--net={bench.FileOf("router")}", "iptables-restore"], $"*filter\n:FORWARD DROP\n-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n{string.Join('\n', lines)}\n-A FORWARD -p tcp --dport {Port} -j ACCEPT\nCOMMIT\n");

        void In(string at, string command) => Shell.Run("nsenter", [$"--net={bench.FileOf(at)}", .. command.Split(' ')]);
    }
}
