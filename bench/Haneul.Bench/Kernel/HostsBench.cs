using System.Diagnostics;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>
/// What a host costs: the network part of it (namespace, cable, address, routes, and the router's side with its rules), beside the same made by ip(8) without any rules; time and kernel memory, coming and going.
/// </summary>
internal static class HostsBench
{
    private const int Rounds = 3;

    /// <summary>One round of one way.</summary>
    private sealed record Sample(double ComeMs, double GoMs, double Kb);

    public static async Task RunAsync()
    {
        var began = CarriedBench.PlanOf(WebWorld.Make(0).World);
        Console.WriteLine($"network part of a host, each of N: median of {Rounds} rounds; ms to make, ms to remove, kB of slab and percpu");
        foreach (var count in (int[])[100, 1000])
        {
            var plan = CarriedBench.PlanOf(WebWorld.Make(count).World);
            List<Sample> ours = [], theirs = [];
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await HaneulAsync(began, plan, count));
                theirs.Add(await IpAsync(count));
            }
            Print($"haneul, N = {count}", ours);
            Print($"ip commands, N = {count}", theirs);
            Console.WriteLine($"   ip takes {Ratio(ours, theirs, s => s.ComeMs):0.0}x the time to make, {Ratio(ours, theirs, s => s.GoMs):0.0}x to remove, {Ratio(ours, theirs, s => s.Kb):0.00}x the memory");
        }
    }

    private static void Print(string what, List<Sample> samples) =>
        Console.WriteLine($"{what,-28} {Median(samples, s => s.ComeMs),8:0.00} ms {Median(samples, s => s.GoMs),8:0.00} ms {Median(samples, s => s.Kb),8:0} kB   (made in {string.Join(", ", samples.Select(s => $"{s.ComeMs:0.00}"))})");

    private static double Median(List<Sample> samples, Func<Sample, double> figure) => Figures.Median(samples.Select(figure));

    private static double Ratio(List<Sample> ours, List<Sample> theirs, Func<Sample, double> figure) => Figures.Median(ours.Zip(theirs, (o, t) => figure(t) / figure(o)));

    private static async Task<Sample> HaneulAsync(KernelPlan began, KernelPlan plan, int count)
    {
        using var bench = new CarriedBench("bench-hosts");
        bench.Carry(began);
        var before = await KernelMemory.SettledAsync();
        var clock = Stopwatch.StartNew();
        bench.Carry(plan);
        var come = clock.Elapsed.TotalMilliseconds;
        var after = await KernelMemory.SettledAsync();
        var stay = CarriedBench.HostsOf(began).ToHashSet(StringComparer.Ordinal);
        clock.Restart();
        foreach (var host in CarriedBench.HostsOf(plan).Where(h => !stay.Contains(h)).ToList()) bench.Reconciler.HostWent(host);
        bench.Apply(began);
        return new Sample(come / count, clock.Elapsed.TotalMilliseconds / count, (after.NetworkKb - before.NetworkKb) / count);
    }

    /// <summary>As a script does it: a command for each thing, no rules, no permanent neighbours.</summary>
    private static async Task<Sample> IpAsync(int count)
    {
        Shell.Ip("netns add router");
        Shell.Run("ip", "netns", "exec", "router", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.default.disable_ipv6=1");
        var before = await KernelMemory.SettledAsync();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var address = Ip.Parse("10.0.128.4") + (uint)i;
            Shell.Ip($"netns add i{i}");
            Shell.Ip($"-n router link add e{i} type veth peer name eth0 netns i{i}");
            Shell.Ip($"-n router link set e{i} up");
            Shell.Ip($"-n router route add {address}/32 dev e{i}");
            Shell.Ip($"-n i{i} link set lo up");
            Shell.Ip($"-n i{i} link set eth0 up");
            Shell.Ip($"-n i{i} address add {address}/17 dev eth0");
            Shell.Ip($"-n i{i} route add default via 10.0.128.1");
        }
        var come = clock.Elapsed.TotalMilliseconds;
        var after = await KernelMemory.SettledAsync();
        clock.Restart();
        for (var i = 0; i < count; i++) Shell.Ip($"netns del i{i}");
        // The kernel removes devices after the command has ended.
        while (Shell.Run("ip", "-n", "router", "-br", "link").Contains("@", StringComparison.Ordinal)) await Task.Delay(1);
        var go = clock.Elapsed.TotalMilliseconds;
        Shell.Ip("netns del router");
        return new Sample(come / count, go / count, (after.NetworkKb - before.NetworkKb) / count);
    }
}
