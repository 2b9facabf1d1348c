using System.Diagnostics;
using System.Globalization;
using Haneul.Tests.Commands;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>What is captured, as tshark reads it.</summary>
[Collection(CarriedTests.Name)]
public sealed class CaptureTests(CarriedCloud cloud) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("haneul-capture-");

    public void Dispose() => folder.Delete(recursive: true);

    [CarriedFact(Tool.Tshark)]
    public async Task One_connection_is_seen_at_every_hop_with_the_addresses_that_it_has_there()
    {
        var (inside, outside) = (await cloud.PrivateOf("www"), await cloud.PublicOf("www"));
        var file = await CaptureAsync(() => cloud.CurlAsync($"http://{outside}/"), "host", "--to", $"{outside}:80");

        var asked = await ReadAsync(file, "tcp.flags.syn == 1 && tcp.flags.ack == 0", "frame.interface_name", "ip.src", "ip.dst", "frame.time_epoch");
        var seen = asked.Select(p => (At: p[0], From: p[1], To: p[2])).ToList();
        Assert.Equal(("www eth0", CarriedCloud.Machine, inside), seen[^1]);
        Assert.All(seen.SkipLast(2), p => Assert.Equal((CarriedCloud.Machine, outside), (p.From, p.To)));
        Assert.Equal(CarriedCloud.Machine, seen[^2].From);
        Assert.Equal(seen.Count, seen.Select(p => p.At).Distinct().Count());
        Assert.True(seen.Count >= 4, string.Join('\n', seen));
        var times = asked.Select(p => decimal.Parse(p[3], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);

        // Each hop saw the same packets, and the answer too.
        var all = (await ReadAsync(file, "tcp", "frame.interface_name", "tcp.seq_raw", "tcp.ack_raw", "tcp.len")).GroupBy(p => p[0]).Select(g => g.Select(p => (p[1], p[2], p[3])).Order().ToList()).ToList();
        Assert.Equal(seen.Count, all.Count);
        Assert.All(all, hop => Assert.Equal(all[0], hop));
        Assert.NotEmpty(await ReadAsync(file, "http.response.code == 200", "frame.number"));
    }

    [CarriedFact(Tool.Tshark)]
    public async Task What_a_group_stops_is_seen_to_leave_and_not_to_arrive()
    {
        var app = await cloud.PrivateOf("app2");
        var file = await CaptureAsync(async () => Assert.False(await cloud.OpensAsync("www", app, 81)), "www", "--to", "app2:81");
        var seen = (await ReadAsync(file, "tcp", "frame.interface_name")).Select(p => p[0]).ToHashSet();
        Assert.Equal(["www eth0"], seen);
    }

    [CarriedFact(Tool.Tshark)]
    public async Task A_filter_keeps_what_it_names_and_a_short_length_cuts()
    {
        var bastion = await cloud.PublicOf("bastion");
        var file = await CaptureAsync(
            async () =>
            {
                await cloud.SaidInAsync("app1", $"ping -c 2 -i 0.1 -s 1000 {CarriedCloud.Machine} || true");
                await cloud.Ssh.SaidAsync(bastion, "true");
            },
            "app1", "--snaplen", "60", "icmp", "and", "not", "port", "22");
        var packets = await ReadAsync(file, "frame", "frame.protocols", "frame.cap_len", "frame.len");
        Assert.NotEmpty(packets);
        Assert.All(packets, p => Assert.Equal(("eth:ethertype:ip:icmp:data", "60", "1042"), (p[0], p[1], p[2])));
    }

    [CarriedFact]
    public async Task Who_asks_wrongly_is_told_what_would_be_right()
    {
        var unknown = await RunAsync("capture", "wwww");
        var filter = await RunAsync("capture", "www", "prot", "80");
        Assert.Equal((2, 2), (unknown.Exit, filter.Exit));
        Assert.Contains("Near: www", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("'prot' is not understood", filter.Error, StringComparison.Ordinal);
    }

    /// <summary>Captures while something is done, from when it listens.</summary>
    private async Task<string> CaptureAsync(Func<Task> done, params string[] arguments)
    {
        var file = Path.Combine(folder.FullName, "capture.pcapng");
        using var capture = Process.Start(cloud.Daemon.Inside("dotnet", [Cli.Program, "capture", .. arguments, "-w", file, "--endpoint", cloud.Daemon.Endpoint])) ?? throw new InvalidOperationException("The capture did not start");
        await CarriedCloud.UntilAsync(() => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), "the capture listens");
        await done();
        // As Ctrl-C ends it.
        (await Ran.Of("kill", ["-INT", $"{capture.Id}"])).Good();
        await capture.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, capture.ExitCode);
        return file;
    }

    private Task<Ran> RunAsync(params string[] arguments) => cloud.Daemon.RunAsync("dotnet", [Cli.Program, .. arguments, "--endpoint", cloud.Daemon.Endpoint]);

    /// <summary>Fields of the packets that a display filter of Wireshark lets through.</summary>
    private static async Task<List<string[]>> ReadAsync(string file, string filter, params string[] fields) =>
        [.. (await Ran.Of("tshark", ["-n", "-r", file, "-Y", filter, "-T", "fields", .. fields.SelectMany(f => new[] { "-e", f })])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
}
