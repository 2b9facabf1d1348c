using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Haneul.Bench.Kernel;

namespace Haneul.Bench.Balancer;

/// <summary>Haneul's application balancer beside tuned nginx and HAProxy in one run: same rules, same headers, access logs on everywhere, one worker each. HANEUL_BENCH_ROUNDS and HANEUL_BENCH_SECONDS shorten it.</summary>
internal static partial class HttpBench
{
    private const int First = 18081, Second = 18082;
    private static readonly int Rounds = Setting("HANEUL_BENCH_ROUNDS", 7);
    private static readonly int Seconds = Setting("HANEUL_BENCH_SECONDS", 2);
    private static readonly int Workers = Setting("HANEUL_BENCH_WORKERS", 1);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("haneul-bench-").FullName;
        try
        {
            using var targets = Targets(folder);
            var proxies = Proxies(folder);
            try
            {
                foreach (var proxy in proxies) await proxy.ReadyAsync();
                Measure(proxies);
                Latency(folder, proxies);
                await MemoryAsync(proxies);
            }
            finally
            {
                foreach (var proxy in proxies) proxy.Dispose();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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

    private static List<ProxyProcess> Proxies(string folder)
    {
        File.WriteAllText($"{folder}/nginx.conf", PeerConfigs.Nginx(folder, 18091, Workers, First, Second));
        File.WriteAllText($"{folder}/haproxy.cfg", PeerConfigs.HAProxy(folder, 18092, Workers, First, Second));
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("no program of our own");
        return
        [
            new("haneul", 18090, self, $"balancer serve 18090 {Workers} {folder}/s3 {First} {Second}"),
            new("nginx", 18091, "nginx", $"-c {folder}/nginx.conf"),
            new("haproxy", 18092, "haproxy", $"-f {folder}/haproxy.cfg", $"{folder}/haproxy.log"),
        ];
    }

    private static void Measure(List<ProxyProcess> proxies)
    {
        (string Name, string Arguments, string Path)[] works =
        [
            ("1 kB, kept connections", "-t1 -c64", "1k"),
            ("100 kB, kept connections", "-t1 -c64", "100k"),
            ("1 kB, a connection for each", "-t1 -c64 -H 'Connection: close'", "1k"),
        ];
        foreach (var (name, arguments, path) in works)
        {
            foreach (var proxy in proxies) Work(proxy, arguments, path, 1);
            var found = proxies.ToDictionary(p => p.Name, _ => new List<(double Rate, double CpuUs)>());
            for (var round = 0; round < Rounds; round++)
            {
                // There and back again: what drifts with time meets all alike.
                var order = round % 2 == 0 ? proxies : Enumerable.Reverse(proxies);
                foreach (var proxy in order) found[proxy.Name].Add(Work(proxy, arguments, path, Seconds));
            }
            Print(name, found);
        }
    }

    private static (double Rate, double CpuUs) Work(ProxyProcess proxy, string arguments, string path, int seconds)
    {
        var before = proxy.CpuMs();
        var said = Shell.Run("sh", "-c", $"wrk {arguments} -d{seconds}s http://127.0.0.1:{proxy.Port}/{path}");
        var cpu = proxy.CpuMs() - before;
        var requests = double.Parse(Requests().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || requests == 0) throw new InvalidOperationException($"{proxy.Name} failed: {said}");
        return (double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), cpu * 1000 / requests);
    }

    private static void Print(string name, Dictionary<string, List<(double Rate, double CpuUs)>> found)
    {
        Console.WriteLine(name);
        var ours = found["haneul"];
        foreach (var (proxy, rounds) in found)
        {
            var line = $"  {proxy,-10} {Figures.Median(rounds.Select(r => r.Rate)),10:0} requests/s {Figures.Median(rounds.Select(r => r.CpuUs)),8:0.0} us of processor for each";
            if (proxy != "haneul")
            {
                var rate = Figures.Median(ours.Zip(rounds, (a, b) => a.Rate / b.Rate));
                var cpu = Figures.Median(ours.Zip(rounds, (a, b) => a.CpuUs / b.CpuUs));
                line += $"   haneul: {rate:0.00}x requests/s, {cpu:0.00} of the processor time";
            }
            Console.WriteLine(line);
        }
    }

    /// <summary>8 connections at 1,000 requests each second.</summary>
    private static void Latency(string folder, List<ProxyProcess> proxies)
    {
        var found = proxies.ToDictionary(p => p.Name, _ => new List<(double P50, double P99)>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var proxy in proxies)
            {
                var log = $"{folder}/latency.tsv";
                File.Delete(log);
                Shell.Run("sh", "-c", $"h2load --h1 -t1 -c8 --rps=1000 -D{Seconds} --log-file={log} http://127.0.0.1:{proxy.Port}/1k");
                var times = File.ReadLines(log).Select(l => double.Parse(l.Split('\t')[2], CultureInfo.InvariantCulture)).Order().ToList();
                found[proxy.Name].Add((times[times.Count / 2], times[times.Count * 99 / 100]));
            }
        }
        Console.WriteLine("8,000 requests/s over 8 connections");
        foreach (var (proxy, rounds) in found) Console.WriteLine($"  {proxy,-10} p50 {Figures.Median(rounds.Select(r => r.P50)),8:0} us   p99 {Figures.Median(rounds.Select(r => r.P99)),8:0} us");
    }

    private static async Task MemoryAsync(List<ProxyProcess> proxies)
    {
        const int Count = 4000;
        Console.WriteLine("1,000 idle connections that have asked once");
        foreach (var proxy in proxies)
        {
            var before = proxy.MemoryKb();
            var open = new List<Socket>();
            for (var i = 0; i < Count; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, proxy.Port);
                await socket.SendAsync(Encoding.ASCII.GetBytes("GET /1k HTTP/1.1\r\nHost: a\r\n\r\n"));
                _ = await socket.ReceiveAsync(new byte[4096]);
                open.Add(socket);
            }
            Console.WriteLine($"  {proxy.Name,-10} {(proxy.MemoryKb() - before) * 1000.0 / Count,8:0} kB");
            foreach (var socket in open) socket.Dispose();
        }
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
