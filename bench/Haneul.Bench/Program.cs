using Haneul.Bench;

// One class a benchmark; its name is the argument. Build with -c Release, and run ./haneul once before, so that out/haneul is there.
var all = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["api"] = ApiBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["terraform"] = TerraformBench.RunAsync,
    ["tracer"] = TracerBench.RunAsync,
};
if (args is not [var name] || !all.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"usage: Haneul.Bench {string.Join('|', all.Keys.Order(StringComparer.Ordinal))}");
    return 2;
}
await run();
return 0;
