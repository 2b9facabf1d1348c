using System.Diagnostics;
using System.Globalization;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Bench;

/// <summary>Time of one verdict (both ways) and of one explanation, for three kinds of path, and of lowering, at 10, 1,000 and 10,000 instances.</summary>
internal static class TracerBench
{
    private const int Rounds = 7;

    public static Task RunAsync()
    {
        Console.WriteLine($"tracer: median of {Rounds} rounds; verdict and explanation in µs per question (both ways), lowering in ms; bytes allocated by a verdict");
        Console.WriteLine($"{"instances",10} {"lowering",10} {"bastion->app",14} {"app->internet",14} {"internet->app",14} {"explain",10} {"bytes",8}");
        Measure(10, warm: true);
        foreach (var size in (int[])[10, 1_000, 10_000]) Measure(size, warm: false);
        return Task.CompletedTask;
    }

    private static void Measure(int size, bool warm)
    {
        var (world, apps, bastion) = WebWorld.Make(size);
        var net = Lowering.Lower(world);
        var lowering = Median(() => Lowering.Lower(world), 1) / 1000;
        if (net.Ports.Count != size + 2) throw new InvalidOperationException($"{net.Ports.Count} ports lowered for {size} instances");
        Question To(int i) => new() { Source = PathEnd.Instance(bastion), Destination = PathEnd.Instance(apps[i]), DestinationPort = 22 };
        Question Out(int i) => new() { Source = PathEnd.Instance(apps[i]), Destination = PathEnd.Host(new Id<OutsideHost>("web")) };
        Question In(int i) => new() { Source = PathEnd.Internet, Destination = PathEnd.Instance(apps[i]), DestinationPort = 22 };
        if (!Tracer.Reaches(net, To(size - 1)) || !Tracer.Reaches(net, Out(size / 2)) || Tracer.Reaches(net, In(0))) throw new InvalidOperationException("the verdicts are not what this network is built for");
        var times = new Func<int, Question>[] { To, Out, In }.Select(ask => PerQuestion(net, apps.Length, ask)).ToArray();
        var questions = Some(apps.Length, To);
        var explain = Median(() => { foreach (var q in questions) Tracer.Trace(net, q); }, questions.Length);
        if (warm) return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,10} {lowering,10:0.0} {times[0],14:0.00} {times[1],14:0.00} {times[2],14:0.00} {explain,10:0.0} {Bytes(net, questions),8}"));
    }

    private static double PerQuestion(Network net, int apps, Func<int, Question> ask)
    {
        var questions = Some(apps, ask);
        return Median(() => { foreach (var q in questions) Tracer.Reaches(net, q); }, questions.Length);
    }

    /// <summary>Memory that one verdict takes and gives back.</summary>
    private static long Bytes(Network net, Question[] questions)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var q in questions) Tracer.Reaches(net, q);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / questions.Length;
    }

    /// <summary>Ten thousand questions over all instances, in an order that no cache foresees.</summary>
    private static Question[] Some(int apps, Func<int, Question> ask) => [.. Enumerable.Range(0, 10_000).Select(i => ask((int)(i * 7919L % apps)))];

    /// <summary>Microseconds for one of so many things done in a run.</summary>
    private static double Median(Action run, int things)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / things);
        }
        times.Sort();
        return times[Rounds / 2];
    }
}
