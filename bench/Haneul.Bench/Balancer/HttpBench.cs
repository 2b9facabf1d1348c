using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Haneul.Bench.Kernel;

namespace Haneul.Bench.Balancer;

/// <summary>Haneul's application balancer beside tuned nginx and HAProxy in one run: same rules, same headers, access logs on everywhere, one worker each.</summary>
internal static class HttpBench
{
    public static async Task RunAsync()
    {
        using var contest = await Contest.OpenAsync(Door.Plain);
        Wrk(contest, "1 kB, kept connections", "-t1 -c64", "1k");
        Wrk(contest, "100 kB, kept connections", "-t1 -c64", "100k");
        Wrk(contest, "1 kB, a connection for each", "-t1 -c64 -H 'Connection: close'", "1k");
        Latency(contest);
        await MemoryAsync(contest.Proxies);
    }

    /// <summary>Only what a request takes at a fixed rate.</summary>
    public static async Task LatencyAsync()
    {
        using var contest = await Contest.OpenAsync(Door.Plain);
        Wrk(contest, "1 kB, kept connections", "-t1 -c64", "1k");
        Latency(contest);
    }

    private static void Wrk(Contest contest, string name, string arguments, string path) =>
        contest.Measure(name, "requests", (proxy, seconds) => Load.Wrk(arguments, $"http://127.0.0.1:{proxy.Port}/{path}", seconds));

    /// <summary>8 connections at 1,000 requests each second.</summary>
    private static void Latency(Contest contest)
    {
        var found = contest.Proxies.ToDictionary(p => p.Name, _ => new List<(double P50, double P99)>());
        contest.InTurn(proxy =>
        {
            var log = $"{contest.Folder}/latency.tsv";
            File.Delete(log);
            Shell.Run("sh", "-c", $"h2load --h1 -t1 -c8 --rps=1000 -D{Contest.Seconds} --log-file={log} http://127.0.0.1:{proxy.Port}/1k");
            var times = File.ReadLines(log).Select(l => double.Parse(l.Split('\t')[2], CultureInfo.InvariantCulture)).Order().ToList();
            found[proxy.Name].Add((times[times.Count / 2], times[times.Count * 99 / 100]));
        });
        Console.WriteLine("8,000 requests/s over 8 connections");
        var ours = found["haneul"];
        foreach (var (proxy, rounds) in found)
        {
            var ratio = proxy == "haneul" ? "" : $"   haneul: {Figures.Median(ours.Zip(rounds, (a, b) => a.P99 / b.P99)):0.00} of its p99";
            Console.WriteLine($"  {proxy,-10} p50 {Figures.Median(rounds.Select(r => r.P50)),8:0} us   p99 {Figures.Median(rounds.Select(r => r.P99)),8:0} us{ratio}");
        }
    }

    private static async Task MemoryAsync(IReadOnlyList<ProxyProcess> proxies)
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
}
