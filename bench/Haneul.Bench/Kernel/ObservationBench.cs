using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>
/// What observation costs between two instances of a VPC: new TCP connections a second and one stream of iperf3(1), with a router that notes nothing, as it is while nobody watches, with flow logs, while somebody watches, with a capture at the target's device, and with the kernel's tracing of one probe laid. All in turn, several rounds.
/// </summary>
internal static class ObservationBench
{
    private const int Rounds = 7;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(40);

    /// <summary>A way to be observed: the plan, and who listens.</summary>
    private sealed record Mode(string Name, KernelPlan Plan, Func<CarriedBench, IDisposable>? Listen = null);

    public static async Task RunAsync()
    {
        var (world, apps, bastion) = WebWorld.Make(1);
        var net = Lowering.Lower(world);
        var port = net.Ports[net.PrimaryPorts[apps[0].Value]];
        var unobserved = CarriedBench.PlanOf(world);
        var observed = PlanCompiler.Compile(net, null, net.Routers.Keys.ToHashSet());
        var router = port.Router.Id;
        Mode[] modes =
        [
            new("notes nothing", Bare(unobserved, router)), new("nobody watches", unobserved), new("flow log", observed), new("watched", observed, b => Told(b, router)),
            new("capture", unobserved, b => Captured(b, apps[0].Value)), new("a probe is traced", unobserved, b => PacketWatch.Open(b.Entry, [router], Cookie.Of(1))),
        ];
        using var bench = new CarriedBench("bench-observation");
        bench.Carry(unobserved);
        var (connections, streams) = (modes.ToDictionary(m => m, _ => new List<double>()), modes.ToDictionary(m => m, _ => new List<double>()));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var mode in modes)
            {
                bench.Apply(mode.Plan);
                using var listener = mode.Listen?.Invoke(bench);
                connections[mode].Add(RulesBench.Measure(bench, bastion.Value, apps[0].Value, $"{port.V4[0]}"));
                streams[mode].Add(await ThroughputBench.MeasureAsync(bench, new ThroughputBench.Way("", bastion.Value, apps[0].Value, $"{port.V4[0]}")));
            }
        }
        Console.WriteLine($"{Rounds} rounds in turn: median (least, most), and the median of the rounds' ratios to the router that notes nothing");
        foreach (var mode in modes)
        {
            Console.WriteLine($"{mode.Name,-18} connections/s {Figure(connections[mode], connections[modes[0]], "0"),-36} Gbit/s {Figure(streams[mode], streams[modes[0]], "0.0")}");
        }
    }

    private static string Figure(List<double> figures, List<double> plain, string format) =>
        $"{Figures.Median(figures).ToString(format)} ({figures.Min().ToString(format)}, {figures.Max().ToString(format)})  {Figures.Median(figures.Zip(plain, (a, b) => a / b)):0.00}";

    /// <summary>Without the chain that asks each new connection for its route: all that observation adds where nothing is refused.</summary>
    private static KernelPlan Bare(KernelPlan plan, string router)
    {
        var ns = plan.Namespaces[router];
        var table = ns.Table ?? throw new InvalidOperationException("A VPC has a table");
        var bare = ns with { Table = table with { Chains = table.Chains.Where(c => c.Key != "find-route").ToDictionary(StringComparer.Ordinal) } };
        return plan with { Namespaces = new Dictionary<string, NamespacePlan>(plan.Namespaces, StringComparer.Ordinal) { [router] = bare } };
    }

    /// <summary>Reads what the router tells, as the daemon does.</summary>
    private static Listener Told(CarriedBench bench, string router)
    {
        var log = RouterLog.Open(bench.Entry, router);
        return new Listener(log, stop =>
        {
            while (!stop.WaitHandle.WaitOne(ReadEvery)) log.Take();
        });
    }

    /// <summary>Reads all that crosses the device of a host, as <c>haneul capture</c> does.</summary>
    private static Listener Captured(CarriedBench bench, string host)
    {
        var tap = bench.Entry.In(host, () => PacketTap.TryOpen("eth0")) ?? throw new InvalidOperationException($"{host} has no eth0");
        var frame = new byte[256 * 1024];
        return new Listener(tap, stop =>
        {
            while (!stop.IsCancellationRequested)
            {
                PacketTap.Wait([tap], ReadEvery);
                while (!stop.IsCancellationRequested && tap.TryRead(frame, out _)) { }
            }
        });
    }

    /// <summary>A reader at work beside the measurement, until it is disposed of.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly IDisposable source;
        private readonly CancellationTokenSource stop = new();
        private readonly Thread reading;

        public Listener(IDisposable source, Action<CancellationToken> read)
        {
            this.source = source;
            reading = new Thread(() => read(stop.Token));
            reading.Start();
        }

        public void Dispose()
        {
            stop.Cancel();
            reading.Join();
            source.Dispose();
            stop.Dispose();
        }
    }
}
