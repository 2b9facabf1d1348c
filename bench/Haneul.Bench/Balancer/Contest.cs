using Haneul.Bench.Kernel;

namespace Haneul.Bench.Balancer;

/// <summary>Haneul's balancer, nginx and HAProxy before the same two targets, each alone on its port; and rounds in which they take turns.</summary>
internal sealed class Contest : IDisposable
{
    private const int First = 18081, Second = 18082;

    /// <summary>Until code that is compiled as it runs is as good as it gets.</summary>
    private const int WarmUpSeconds = 5;
    private static readonly int Workers = Setting("HANEUL_BENCH_WORKERS", 1);
    private readonly ProxyProcess _targets;

    private Contest(string folder, ProxyProcess targets, List<ProxyProcess> proxies) => (Folder, _targets, Proxies) = (folder, targets, proxies);

    /// <summary>HANEUL_BENCH_ROUNDS and HANEUL_BENCH_SECONDS shorten a run.</summary>
    public static int Rounds { get; } = Setting("HANEUL_BENCH_ROUNDS", 7);

    public static int Seconds { get; } = Setting("HANEUL_BENCH_SECONDS", 2);

    /// <summary>For what a round leaves behind; removed at the end.</summary>
    public string Folder { get; }

    public IReadOnlyList<ProxyProcess> Proxies { get; }

    public static async Task<Contest> OpenAsync(Door door)
    {
        var folder = Directory.CreateTempSubdirectory("haneul-bench-").FullName;
        var contest = new Contest(folder, Targets(folder), Contenders(folder, door));
        foreach (var proxy in contest.Proxies) await proxy.ReadyAsync();
        return contest;
    }

    /// <summary>Measures in turn, so that what drifts with time meets all alike.</summary>
    /// <param name="name">Of the work.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="work">Works for so many seconds at most, and tells how many it did in each second and in all.</param>
    public void Measure(string name, string unit, Func<ProxyProcess, int, (double Rate, double Count)> work)
    {
        var found = Proxies.ToDictionary(p => p.Name, _ => new List<(double Rate, double CpuUs)>());
        foreach (var proxy in Proxies) work(proxy, WarmUpSeconds);
        InTurn(proxy =>
        {
            var before = proxy.CpuMs();
            var (rate, count) = work(proxy, Seconds);
            found[proxy.Name].Add((rate, (proxy.CpuMs() - before) * 1000 / count));
        });
        Print(name, unit, found);
    }

    /// <summary>So many rounds of all proxies, there and back again.</summary>
    public void InTurn(Action<ProxyProcess> measure)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var proxy in round % 2 == 0 ? Proxies : Proxies.Reverse()) measure(proxy);
        }
    }

    private static void Print(string name, string unit, Dictionary<string, List<(double Rate, double CpuUs)>> found)
    {
        Console.WriteLine(name);
        var ours = found["haneul"];
        foreach (var (proxy, rounds) in found)
        {
            var line = $"  {proxy,-10} {Figures.Median(rounds.Select(r => r.Rate)),10:0} {unit}/s {Figures.Median(rounds.Select(r => r.CpuUs)),8:0.0} us of processor for each";
            if (proxy != "haneul")
            {
                var rate = Figures.Median(ours.Zip(rounds, (a, b) => a.Rate / b.Rate));
                var cpu = Figures.Median(ours.Zip(rounds, (a, b) => a.CpuUs / b.CpuUs));
                line += $"   haneul: {rate:0.00}x {unit}/s, {cpu:0.00} of the processor time";
            }
            Console.WriteLine(line);
        }
    }

    private static ProxyProcess Targets(string folder)
    {
        Directory.CreateDirectory($"{folder}/www");
        File.WriteAllText($"{folder}/www/1k", new string('x', 1024));
        File.WriteAllText($"{folder}/www/100k", new string('x', 100 * 1024));
        Shell.Run("chmod", "755", folder);
        File.WriteAllText($"{folder}/targets.conf", PeerConfigs.Targets(folder, First, Second));
        return new ProxyProcess("targets", First, "nginx", $"-c {folder}/targets.conf");
    }

    private static List<ProxyProcess> Contenders(string folder, Door door)
    {
        if (door == Door.Secure)
        {
            Shell.Run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", $"{folder}/key.pem", "-out", $"{folder}/certificate.pem", "-days", "30", "-subj", "/CN=bench.test");
            File.WriteAllText($"{folder}/both.pem", File.ReadAllText($"{folder}/certificate.pem") + File.ReadAllText($"{folder}/key.pem"));
        }
        File.WriteAllText($"{folder}/nginx.conf", PeerConfigs.Nginx(folder, door, 18091, Workers, First, Second));
        File.WriteAllText($"{folder}/haproxy.cfg", PeerConfigs.HAProxy(folder, door, 18092, Workers, First, Second));
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("no program of our own");
        return
        [
            new("haneul", 18090, self, $"balancer serve {door} 18090 {Workers} {folder} {First} {Second}"),
            new("nginx", 18091, "nginx", $"-c {folder}/nginx.conf"),
            new("haproxy", 18092, "haproxy", $"-f {folder}/haproxy.cfg", $"{folder}/haproxy.log"),
        ];
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public void Dispose()
    {
        foreach (var proxy in Proxies) proxy.Dispose();
        _targets.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
