using System.Diagnostics;
using System.Globalization;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>
/// A whole host: all namespaces, its layer, its network, init; then with a login by ssh, whose sshd is started by the first connection. Time, memory of the kernel, and of processes (each page shared out among those who share it).
/// </summary>
internal static class FullHostsBench
{
    private const int Hosts = 200, Single = 20, Logins = 10;

    public static async Task RunAsync()
    {
        var tag = $"{Environment.ProcessId:x4}be7c";
        var data = Directory.CreateTempSubdirectory("haneul-bench-").FullName;
        using var bench = new CarriedBench(tag);
        var hosts = new LinuxHosts(new HostPlaces(bench.RunDirectory, data, tag));
        try
        {
            await MeasureAsync(bench, hosts, tag, data);
        }
        finally
        {
            await hosts.EndAllAsync(TimeSpan.Zero, CancellationToken.None);
            await hosts.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task MeasureAsync(CarriedBench bench, LinuxHosts hosts, string tag, string data)
    {
        Shell.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(data, "key"));
        var (world, apps, bastion) = WebWorld.Make(Hosts);
        var net = Lowering.Lower(world);
        var plan = PlanCompiler.Compile(net, null);
        foreach (var bare in CarriedBench.HostsOf(plan).Where(h => h == bastion.Value || h.StartsWith("outside", StringComparison.Ordinal))) bench.MakeBare(bare);
        bench.Apply(plan);
        var specs = apps.Select(a => Spec(a.Value, File.ReadAllText(Path.Combine(data, "key.pub")))).ToList();

        List<double> create = [], lay = [], boot = [];
        foreach (var spec in specs.Take(Single))
        {
            RunningHost? made = null;
            create.Add(Ms(() => made = hosts.Create(spec)));
            lay.Add(Ms(() =>
            {
                bench.Reconciler.HostCame(spec.Id, made?.Pid ?? 0);
                bench.Apply(plan);
            }));
            boot.Add(Ms(() => hosts.Boot(spec.Id)));
        }
        Console.WriteLine($"a whole host, one by one (median of {Single}): made in {Figures.Median(create):0.0} ms, network {Figures.Median(lay):0.0} ms, told to boot {Figures.Median(boot):0.0} ms");

        var (before, processes) = (await KernelMemory.SettledAsync(), await ProcessMemory.OfAsync(tag));
        var rest = specs.Skip(Single).ToList();
        var together = Ms(() =>
        {
            Parallel.ForEach(rest, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, spec => hosts.Create(spec));
            foreach (var spec in rest) bench.Reconciler.HostCame(spec.Id, hosts.Running[spec.Id].Pid);
            bench.Apply(plan);
            Parallel.ForEach(rest, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, spec => hosts.Boot(spec.Id));
        });
        var (after, grown) = (await KernelMemory.SettledAsync(), await ProcessMemory.OfAsync(tag));
        Console.WriteLine($"{rest.Count} together, {Environment.ProcessorCount} at a time: {together / rest.Count:0.0} ms each; {(after.NetworkKb - before.NetworkKb) / rest.Count:0} kB slab and percpu, {(after.StacksKb - before.StacksKb) / rest.Count:0} kB stacks and page tables, {(grown.Kb - processes.Kb) / rest.Count:0} kB in {(double)(grown.Count - processes.Count) / rest.Count:0.0} processes");
        await LoginsAsync(bench, net, apps, bastion, tag, data);

        var end = Stopwatch.StartNew();
        await hosts.EndAllAsync(TimeSpan.Zero, CancellationToken.None);
        foreach (var spec in specs) bench.Reconciler.HostWent(spec.Id);
        bench.Apply(plan);
        Console.WriteLine($"ended and removed: {end.Elapsed.TotalMilliseconds / specs.Count:0.0} ms each");
    }

    private static async Task LoginsAsync(CarriedBench bench, Network net, IReadOnlyList<Id<Instance>> apps, Id<Instance> bastion, string tag, string data)
    {
        string[] Ssh(Id<Instance> to, string command)
        {
            var address = net.Ports[net.PrimaryPorts[to.Value]].Primary(v6: false);
            return [$"--net={bench.FileOf(bastion.Value)}", "--", "ssh", "-q", "-i", Path.Combine(data, "key"), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", $"ec2-user@{address}", command];
        }

        List<double> first = [], second = [];
        foreach (var app in apps.Take(Logins))
        {
            first.Add(Ms(() => Shell.Run("nsenter", Ssh(app, "true"))));
            second.Add(Ms(() => Shell.Run("nsenter", Ssh(app, "true"))));
        }
        var (before, processes) = (await KernelMemory.SettledAsync(), await ProcessMemory.OfAsync(tag));
        var open = apps.Take(Logins).Select(a => Process.Start(new ProcessStartInfo("nsenter", Ssh(a, "echo there; exec cat")) { RedirectStandardInput = true, RedirectStandardOutput = true }) ?? throw new InvalidOperationException("nsenter does not start")).ToList();
        foreach (var login in open)
        {
            if (await login.StandardOutput.ReadLineAsync() != "there") throw new InvalidOperationException("A login failed");
        }
        var (after, grown) = (await KernelMemory.SettledAsync(), await ProcessMemory.OfAsync(tag));
        Console.WriteLine($"ssh (the client's whole run, median of {Logins}): first {Figures.Median(first):0} ms (makes the host's key), then {Figures.Median(second):0} ms; while logged in {(after.AllKb - before.AllKb) / Logins:0} kB in the kernel (with the client's), {(grown.Kb - processes.Kb) / Logins:0} kB in {(double)(grown.Count - processes.Count) / Logins:0.0} processes of the host");
        foreach (var login in open)
        {
            login.StandardInput.Close();
            await login.WaitForExitAsync();
            login.Dispose();
        }
    }

    private static HostSpec Spec(string id, string key) => new() { Id = id, HostName = string.Create(CultureInfo.InvariantCulture, $"ip-{id}"), AuthorizedKey = key, MemoryBytes = 1L << 30, Cpus = 2 };

    private static double Ms(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalMilliseconds;
    }
}
