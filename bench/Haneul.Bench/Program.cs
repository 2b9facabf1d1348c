using Haneul.Bench;
using Haneul.Bench.Balancer;
using Haneul.Bench.Kernel;

if (args is ["balancer", "serve", ..]) return await ServedProcess.RunAsync(args);
// One class a benchmark; its name is the argument. Build with -c Release, and run ./haneul once before, so that out/haneul is there.
var all = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["api"] = ApiBench.RunAsync,
    ["balancer nlb"] = FlowBalancerBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["balancer h2"] = Http2Bench.RunAsync,
    ["balancer http"] = HttpBench.RunAsync,
    ["balancer latency"] = HttpBench.LatencyAsync,
    ["balancer soak"] = SoakBench.RunAsync,
    ["balancer tls"] = TlsBench.RunAsync,
    ["kernel change"] = ChangeBench.RunAsync,
    ["kernel full"] = FullHostsBench.RunAsync,
    ["kernel launch"] = LaunchBench.RunAsync,
    ["kernel hosts"] = HostsBench.RunAsync,
    ["kernel observation"] = ObservationBench.RunAsync,
    ["kernel rules"] = RulesBench.RunAsync,
    ["kernel throughput"] = ThroughputBench.RunAsync,
    ["terraform"] = TerraformBench.RunAsync,
    ["tracer"] = TracerBench.RunAsync,
};
var name = string.Join(' ', args);
if (!all.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"usage: Haneul.Bench {string.Join('|', all.Keys.Order(StringComparer.Ordinal))}");
    return 2;
}
if ((name.StartsWith("kernel", StringComparison.Ordinal) || name == "balancer nlb") && await Room.EnterAsync(args) is { } code) return code;
await run();
return 0;
