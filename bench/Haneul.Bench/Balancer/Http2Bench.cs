namespace Haneul.Bench.Balancer;

/// <summary>HTTP/2 over TLS from clients, HTTP/1.1 to targets.</summary>
internal static class Http2Bench
{
    public static async Task RunAsync()
    {
        using var contest = await Contest.OpenAsync(Door.Secure);
        contest.Measure("1 kB, 8 connections of 16 streams", "requests", (proxy, seconds) => Load.H2Load($"-t1 -c8 -m16 -D{seconds}", $"https://127.0.0.1:{proxy.Port}/1k"));
        contest.Measure("1 kB, 64 connections of 1 stream", "requests", (proxy, seconds) => Load.H2Load($"-t1 -c64 -m1 -D{seconds}", $"https://127.0.0.1:{proxy.Port}/1k"));
        contest.Measure("100 kB, 8 connections of 16 streams", "requests", (proxy, seconds) => Load.H2Load($"-t1 -c8 -m16 -D{seconds}", $"https://127.0.0.1:{proxy.Port}/100k"));
    }
}
