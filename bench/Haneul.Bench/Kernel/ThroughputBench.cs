using System.Globalization;
using System.Text.Json;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>
/// TCP, one stream of iperf3(1): through a VPC with its groups and ACLs, and out by NAT gateway and internet gateway, beside a plain veth pair, a Linux bridge, and a bridge with a masquerading gateway as Docker sets it up. All in turn, several rounds.
/// </summary>
internal static class ThroughputBench
{
    private const int Rounds = 15, Seconds = 2, Port = 22;

    /// <summary>A way from one namespace to an address of another.</summary>
    internal sealed record Way(string Name, string From, string To, string Address);

    public static async Task RunAsync()
    {
        var world = WebWorld.Make(2);
        using var bench = new CarriedBench("bench-throughput");
        bench.Carry(CarriedBench.PlanOf(world.World));
        Way[] ways =
        [
            Pair(bench), OwnPair(bench), Bridge(bench), Docker(bench),
            new("VPC, subnet to subnet", world.Bastion.Value, world.Apps[0].Value, AddressOf(world.World, world.Apps[0])),
            new("NAT gateway, internet gateway", world.Apps[0].Value, PlanNames.OutsideHost("web"), OutsideAddress(world.World, "web")),
        ];
        var seen = ways.ToDictionary(w => w, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var way in ways) seen[way].Add(await MeasureAsync(bench, way));
        }
        var plain = seen[ways[0]];
        Console.WriteLine($"TCP, one stream, {Rounds} rounds of {Seconds} s in turn; Gbit/s: median (least, most), and the median of the rounds' ratios to the veth pair");
        foreach (var (way, figures) in seen)
        {
            Console.WriteLine($"{way.Name,-32} {Figures.Median(figures),6:0.0} ({figures.Min():0.0}, {figures.Max():0.0})   {Figures.Median(figures.Zip(plain, (a, b) => a / b)):0.00}");
        }
    }

    private static string AddressOf(World world, Id<Instance> instance) => Lowering.Lower(world) is var net && net.PrimaryPorts.TryGetValue(instance.Value, out var id) ? $"{net.Ports[id].V4[0]}" : throw new InvalidOperationException("No address");

    private static string OutsideAddress(World world, string name) => $"{world.At(Place.Between).Find<OutsideHost>(new Id<OutsideHost>(name))?.Address}";

    internal static async Task<double> MeasureAsync(CarriedBench bench, Way way)
    {
        // The server must listen before the client asks: it says so.
        using var server = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("nsenter", [$"--net={bench.FileOf(way.To)}", "iperf3", "-s", "-1", "--forceflush", "-p", $"{Port}"]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("iperf3 does not start");
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Server listening", StringComparison.Ordinal)) break;
        }
        var rest = server.StandardOutput.ReadToEndAsync();
        var report = Shell.Run("nsenter", $"--net={bench.FileOf(way.From)}", "iperf3", "-c", way.Address, "-p", $"{Port}", "-t", Seconds.ToString(CultureInfo.InvariantCulture), "-J");
        await server.WaitForExitAsync();
        await rest;
        return JsonDocument.Parse(report).RootElement.GetProperty("end").GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / 1e9;
    }

    private static Way Pair(CarriedBench bench)
    {
        Make(bench, "pair-a", "pair-b");
        Cable(bench, "pair-a", "eth0", "pair-b", "eth0");
        Address(bench, "pair-a", "eth0", "10.99.0.1/24");
        Address(bench, "pair-b", "eth0", "10.99.0.2/24");
        return new Way("veth pair", "pair-a", "pair-b", "10.99.0.2");
    }

    /// <summary>One cable as a VPC has them: what routing and rules cost beside it.</summary>
    private static Way OwnPair(CarriedBench bench)
    {
        Make(bench, "own-a", "own-b");
        bench.Kernel.Apply("own-a", [new KernelChange.AddCable(new CableEnd("own-a", "eth0", Mac.Parse("02:00:00:00:00:0a")), new CableEnd("own-b", "eth0", Mac.Parse("02:00:00:00:00:0b")), 1500)]);
        foreach (var (name, address) in (ReadOnlySpan<(string, string)>)[("own-a", "10.96.0.1/24"), ("own-b", "10.96.0.2/24")])
        {
            In(bench, name, "ip link set eth0 up");
            Address(bench, name, "eth0", address);
        }
        return new Way("veth pair, as Haneul makes them", "own-a", "own-b", "10.96.0.2");
    }

    private static Way Bridge(CarriedBench bench)
    {
        Make(bench, "bridge", "bridge-a", "bridge-b");
        Switch(bench, "bridge", "bridge-a", "bridge-b");
        Address(bench, "bridge-a", "eth0", "10.98.0.1/24");
        Address(bench, "bridge-b", "eth0", "10.98.0.2/24");
        return new Way("Linux bridge", "bridge-a", "bridge-b", "10.98.0.2");
    }

    /// <summary>A container behind a bridge, the machine that masquerades, and a host outside.</summary>
    private static Way Docker(CarriedBench bench)
    {
        Make(bench, "docker", "docker-a", "docker-outside");
        Switch(bench, "docker", "docker-a");
        Address(bench, "docker", "br0", "172.17.0.1/16");
        Address(bench, "docker-a", "eth0", "172.17.0.2/16");
        Cable(bench, "docker", "wan", "docker-outside", "eth0");
        Address(bench, "docker", "wan", "10.97.0.1/24");
        Address(bench, "docker-outside", "eth0", "10.97.0.2/24");
        In(bench, "docker-a", "ip route add default via 172.17.0.1");
        In(bench, "docker", "sysctl -qw net.ipv4.ip_forward=1");
        In(bench, "docker", "iptables -P FORWARD DROP");
        In(bench, "docker", "iptables -A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
        In(bench, "docker", "iptables -A FORWARD -i br0 ! -o br0 -j ACCEPT");
        In(bench, "docker", "iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o br0 -j MASQUERADE");
        return new Way("bridge, iptables MASQUERADE", "docker-a", "docker-outside", "10.97.0.2");
    }

    private static void Make(CarriedBench bench, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) bench.MakeBare(name);
    }

    private static void Switch(CarriedBench bench, string at, params ReadOnlySpan<string> hosts)
    {
        In(bench, at, "ip link add br0 type bridge");
        In(bench, at, "ip link set br0 up");
        foreach (var host in hosts)
        {
            Cable(bench, at, $"to-{host}", host, "eth0");
            In(bench, at, $"ip link set to-{host} master br0");
        }
    }

    private static void Cable(CarriedBench bench, string one, string device, string other, string far)
    {
        In(bench, one, $"ip link add {device} type veth peer name {far} netns {bench.FileOf(other)}");
        In(bench, one, $"ip link set {device} up");
        In(bench, other, $"ip link set {far} up");
    }

    private static void Address(CarriedBench bench, string at, string device, string address) => In(bench, at, $"ip address add {address} dev {device}");

    private static void In(CarriedBench bench, string at, string command) => Shell.Run("nsenter", [$"--net={bench.FileOf(at)}", .. command.Split(' ')]);
}
