using System.Globalization;
using Haneul.Kernel;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Carried;

/// <summary>Faults: the daemon is killed, hosts are killed, somebody meddles with the kernel; and a Haneul that ends leaves nothing.</summary>
public sealed class KernelFaultTests(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(KernelFaultTests));

    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(900);

    /// <summary>At a random moment, a few times or, with HANEUL_LONG, 50 times.</summary>
    [CarriedFact(Tool.Nft)]
    public async Task A_daemon_killed_at_any_moment_leaves_hosts_that_live_on_and_the_next_one_makes_the_network_whole()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await BuildAsync(daemon);
        var ssh = new Ssh(daemon, Path.Combine(daemon.Data, "key.pem"));
        using var session = ssh.Open((await daemon.Boto3Async("print(json.dumps(instance('bastion')['PublicIpAddress']))")).ToString());
        Assert.True(await session.LivesAsync());

        var init = Listing.Inits(daemon)[await IdOf(daemon, "bastion")];
        for (var kill = 0; kill < (Seed.Long ? 50 : 4); kill++)
        {
            var random = seed.Case(kill);
            var churn = daemon.Boto3Async($"churn({random.Next()})");
            await Task.Delay(random.Next((int)LongestLife.TotalMilliseconds));
            await daemon.KillAsync();
            // Now and then it does not even get to its feet.
            if (random.Next(3) == 0) await daemon.StartAndKillAsync(TimeSpan.FromMilliseconds(random.Next((int)LongestLife.TotalMilliseconds)));
            await churn;
            Assert.True(await session.LivesAsync(), $"the session ended without a daemon, after kill {kill}");
            await daemon.StartAgainAsync();
            await daemon.Boto3Async("settle()");
            Assert.True(await session.LivesAsync(), $"the session ended with the next daemon, after kill {kill}");
            Assert.Equal(init, Listing.Inits(daemon)[await IdOf(daemon, "bastion")]);
            await NothingIsStrayAsync(daemon);
        }
        await IsAsMadeAfreshAsync(daemon);
    }

    [CarriedFact]
    public async Task A_host_whose_first_process_is_killed_is_stopped_and_starts_again()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await BuildAsync(daemon);
        foreach (var host in new[] { await IdOf(daemon, "bastion"), "outside-web" }) (await daemon.RunAsync("kill", ["-9", $"{Listing.Inits(daemon)[host]}"])).Good();
        await daemon.Boto3Async("are('stopped', 'bastion'); ec2.start_instances(InstanceIds=[id_of('bastion')]); are('running', 'bastion'); settle()");
        var ssh = new Ssh(daemon, Path.Combine(daemon.Data, "key.pem"));
        await ssh.SaidAsync((await daemon.Boto3Async("print(json.dumps(instance('bastion')['PublicIpAddress']))")).ToString(), "true");
        // Nobody stopped the host outside, so it is there again by itself.
        await CarriedCloud.UntilAsync(async () => (await daemon.RunAsync("curl", ["-sS", "--max-time", "2", "http://198.19.0.80/"])).Exit == 0, "the host outside serves again");
        await NothingIsStrayAsync(daemon);
    }

    [CarriedFact(Tool.Nft)]
    public async Task What_somebody_takes_out_of_the_kernel_is_put_right_and_said()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await BuildAsync(daemon);
        var (vpc, before) = ((await daemon.Boto3Async("print(json.dumps(vpc))")).ToString(), await Listing.NetworksAsync(daemon));
        var net = Path.Combine(HostPlaces.Of(daemon.Data).Run, "net");
        var port = $"$(ip -o link | grep -o ': e[0-9a-f]*' | head -1 | cut -c3-)";
        await DoAsync(vpc, $"ip link del {port}");
        await DoAsync("", "ip route del 198.18.0.0/15");
        await MendedAsync("a cable of a port");
        await DoAsync(vpc, "ip route flush table all proto 72; ip neigh flush nud permanent; while ip rule del priority 1000 2>/dev/null; do :; done");
        await DoAsync(vpc, $"nft delete table inet haneul; ip link set {port} down");
        await DoAsync(PlanNames.Edge(vpc), "ip link del vpc");
        await DoAsync(PlanNames.Internet, "ip link del anyone");
        await DoAsync("", $"ip link del hn{HostPlaces.Of(daemon.Data).Tag}");
        await MendedAsync("much at a time");
        await daemon.DownAsync();
        var log = await daemon.Log;
        Assert.Contains("was changed by somebody else", log);
        Assert.Contains($"the cable from {vpc}/e", log);
        Assert.Contains($"the rules of {vpc} are gone", log);
        Assert.Contains($"neighbours of {vpc} were changed", log);
        Assert.Contains("of this machine were changed", log);

        async Task DoAsync(string where, string command) =>
            (await (where.Length == 0 ? daemon.RunAsync("sh", ["-c", command]) : Ran.Of("nsenter", [$"--net={net}/{where}", "sh", "-c", command]))).Good();

        Task MendedAsync(string what) => CarriedCloud.UntilAsync(async () => Same(before, await Listing.NetworksAsync(daemon)), $"{what} is put right");
    }

    [CarriedFact]
    public async Task Two_of_them_live_side_by_side()
    {
        await using var one = await CarryingDaemon.StartAsync();
        await BuildAsync(one);
        await using var other = one.Beside();
        await other.StartAgainAsync("--no-host-link", "--pool", "50.1.1.0/24");
        await BuildAsync(other);
        var ids = new[] { await IdOf(one, "bastion"), await IdOf(other, "bastion") };
        Assert.Contains("64 bytes from", (await one.InAsync(ids[0], "ping -c 1 -W 2 198.19.0.80")).Good());
        Assert.Contains("64 bytes from", (await other.InAsync(ids[1], "ping -c 1 -W 2 198.19.0.80")).Good());
        await other.DownAsync();
        Assert.Empty(Listing.Traces(other));
        Assert.Contains("64 bytes from", (await one.InAsync(ids[0], "ping -c 1 -W 2 198.19.0.80")).Good());
        await NothingIsStrayAsync(one);
    }

    [CarriedFact(Tool.Nft)]
    public async Task Down_leaves_the_machine_as_it_was()
    {
        await using var daemon = await CarryingDaemon.PrepareAsync();
        var (networks, settings) = (await Listing.NetworksAsync(daemon), await SettingsAsync());
        Assert.Empty(Listing.Traces(daemon));
        await daemon.StartAgainAsync();
        await BuildAsync(daemon);
        Assert.NotEmpty(Listing.Traces(daemon));
        await daemon.DownAsync();
        Assert.Empty(Listing.Traces(daemon));
        Same(networks, await Listing.NetworksAsync(daemon), Assert.Equal);
        Assert.Equal(settings, await SettingsAsync());

        async Task<string> SettingsAsync() => (await daemon.RunAsync("sh", ["-c", "cd /proc/sys/net && grep -r . --exclude-dir=neigh . 2>/dev/null | grep -v -e conntrack_count -e tcp_fastopen_key | sort"])).Good();
    }

    /// <summary>A network with what the kernel has of most kinds, and something that changes it at random.</summary>
    private static async Task BuildAsync(CarryingDaemon daemon)
    {
        await daemon.Boto3Async(Words.Python);
        await daemon.Boto3Async(Churn.Network);
        await daemon.Boto3Async(Churn.Python);
    }

    private static async Task<string> IdOf(CarryingDaemon daemon, string name) => (await daemon.Boto3Async($"print(json.dumps(id_of('{name}')))")).ToString();

    /// <summary>Namespaces, cards, cgroups and processes are those of the hosts that should run, and no other.</summary>
    private static async Task NothingIsStrayAsync(CarryingDaemon daemon)
    {
        var running = (await daemon.Boto3Async("print(json.dumps([i['InstanceId'] for r in ec2.describe_instances(Filters=[dict(Name='instance-state-name', Values=['running'])])['Reservations'] for i in r['Instances']]))"))
            .EnumerateArray().Select(i => i.ToString()).Concat(["outside-laptop", "outside-web"]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(running, Listing.Names(daemon).Where(n => n.StartsWith("i-", StringComparison.Ordinal) || n.StartsWith("outside-", StringComparison.Ordinal)));
        Assert.Equal(running, Listing.Inits(daemon).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(running, Listing.CgroupsOfHosts(daemon));
        var vpcs = (await daemon.Boto3Async("print(json.dumps([v['VpcId'] for v in ec2.describe_vpcs()['Vpcs']]))")).EnumerateArray().Select(v => v.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(vpcs, Listing.Names(daemon).Where(n => n.StartsWith("vpc-", StringComparison.Ordinal)));
        var links = (await daemon.RunAsync("ip", ["-o", "link"])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, links.Length);
        Assert.All(Listing.Processes(daemon).Where(p => p.Pid != daemon.Pid), p => Assert.Contains(p.Host, running));
    }

    /// <summary>What is there equals what a Haneul makes that begins with the same data and an empty kernel.</summary>
    private static async Task IsAsMadeAfreshAsync(CarryingDaemon daemon)
    {
        var grown = await Listing.NetworksAsync(daemon);
        await daemon.DownAsync();
        Assert.Empty(Listing.Traces(daemon));
        await daemon.StartAgainAsync();
        await daemon.Boto3Async("settle()");
        Same(await Listing.NetworksAsync(daemon), grown, Assert.Equal);
    }

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other)
    {
        var same = true;
        Same(one, other, (a, b) => same &= a == b);
        return same;
    }

    private static void Same(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual, Action<string, string> compare)
    {
        foreach (var name in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            compare(string.Create(CultureInfo.InvariantCulture, $"{name}:\n{expected.GetValueOrDefault(name)}"), string.Create(CultureInfo.InvariantCulture, $"{name}:\n{actual.GetValueOrDefault(name)}"));
        }
    }
}
