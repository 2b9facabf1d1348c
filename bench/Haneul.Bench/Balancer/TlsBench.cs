namespace Haneul.Bench.Balancer;

/// <summary>HTTPS: TLS 1.3, a P-256 certificate, AES-128-GCM everywhere.</summary>
internal static class TlsBench
{
    /// <summary>New connections each second: what all of them can do, so that the processor's time is compared.</summary>
    private const int Handshakes = 400;

    public static async Task RunAsync()
    {
        using var contest = await Contest.OpenAsync(Door.Secure);
        contest.Measure("1 kB, kept connections, TLS", "requests", (proxy, seconds) => Load.Wrk("-t1 -c64", $"https://127.0.0.1:{proxy.Port}/1k", seconds));
        contest.Measure("100 kB, kept connections, TLS", "requests", (proxy, seconds) => Load.Wrk("-t1 -c64", $"https://127.0.0.1:{proxy.Port}/100k", seconds));
        // Each client of h2load is a session of its own: no handshake is spared.
        contest.Measure($"full handshakes, {Handshakes} each second, a request on each", "handshakes", (proxy, seconds) =>
            Load.H2Load($"--h1 -t1 -r{Handshakes} -n{Handshakes * seconds} -c{Handshakes * seconds}", $"https://127.0.0.1:{proxy.Port}/1k"));
    }
}
