using System.Diagnostics;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>From a rule's change in the world to its enforcement, with so many hosts there: lowering, compiling, what is tracked, comparing, and the kernel's own work, each by itself.</summary>
internal static class ChangeBench
{
    private const int Rounds = 41, WarmUp = 60;

    public static Task RunAsync()
    {
        Console.WriteLine($"a rule's change, from the world to the kernel: median of {Rounds} changes (slowest), in ms");
        Console.WriteLine($"{"hosts",8} {"lower",8} {"compile",8} {"compare",8} {"kernel",8} {"tracked",8} {"all",18} {"of it CPU",10}");
        foreach (var count in (int[])[10, 1000, 4000]) Measure(count);
        return Task.CompletedTask;
    }

    private static void Measure(int count)
    {
        var closed = WebWorld.Make(count).World;
        World[] worlds = [closed, WebWorld.WithPort(closed, 8080)];
        using var bench = new CarriedBench("bench-change");
        var net = Lowering.Lower(closed);
        var plan = PlanCompiler.Compile(net, null);
        bench.Carry(plan);
        var rounds = new List<double[]>();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            bench.Kernel.Taken();
            var cpu = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var next = Lowering.Lower(worlds[(round + 1) % 2]);
            var lowered = clock.Elapsed;
            plan = PlanCompiler.Compile(next, null, earlier: plan);
            var compiled = clock.Elapsed;
            bench.Apply(plan);
            var applied = clock.Elapsed;
            var kernel = bench.Kernel.Taken();
            var ends = Tracking.Ends(net, next);
            if (ends.Count > 0) throw new InvalidOperationException("A rule of this kind ends no connection");
            net = next;
            var all = clock.Elapsed;
            double[] parts = [Ms(lowered), Ms(compiled - lowered), Ms(applied - compiled - kernel), Ms(kernel), Ms(all - applied), Ms(all), Ms(Environment.CpuUsage.TotalTime - cpu)];
            if (round >= WarmUp) rounds.Add(parts);
        }
        double Median(int part) => Figures.Median(rounds.Select(r => r[part]));
        Console.WriteLine($"{count,8} {Median(0),8:0.00} {Median(1),8:0.00} {Median(2),8:0.00} {Median(3),8:0.00} {Median(4),8:0.00} {$"{Median(5):0.00} ({rounds.Max(r => r[5]):0.0})",18} {Median(6),10:0.00}");
    }

    private static double Ms(TimeSpan time) => time.TotalMilliseconds;
}
