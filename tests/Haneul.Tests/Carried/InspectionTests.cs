using System.Diagnostics;
using System.Text.RegularExpressions;
using Haneul.Tests.Commands;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Appliances behind a gateway balancer as their owner meets them: what passes, what they stop, and what becomes of flows when one fails.</summary>
[Collection(InspectedTests.Name)]
public sealed class InspectionTests(InspectedCloud cloud)
{
    [CarriedFact]
    public async Task Both_ways_of_a_flow_pass_one_appliance_which_is_told_endpoint_and_cookie()
    {
        Assert.Contains($"was asked by ::ffff:{CarriedCloud.Machine}", (await cloud.CurlAsync(80, from: 21_000)).Good(), StringComparison.Ordinal);
        var seen = await cloud.SeenAsync(21_000);
        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Select(s => (s.Appliance, s.Seen.Cookie)).Distinct());
        Assert.All(seen, s => Assert.Equal((true, cloud.Endpoint, "tcp"), (s.Seen.Passed, s.Seen.Endpoint, s.Seen.Protocol)));
        Assert.Equal([(CarriedCloud.Machine, "10.8.1.10"), ("10.8.1.10", CarriedCloud.Machine)], seen.Select(s => (s.Seen.From, s.Seen.To)));
    }

    [CarriedFact]
    public async Task What_the_application_asks_of_the_internet_goes_by_an_appliance_too()
    {
        Assert.Contains("was asked by", await cloud.SaidInAsync("app", "curl -sS --connect-timeout 10 --local-port 21001 http://198.19.0.80/"), StringComparison.Ordinal);
        Assert.Equal(2, (await cloud.SeenAsync(21_001)).Count);
        (await cloud.Daemon.RunAsync("ping", ["-c", "1", "-W", "10", "-s", "1472", "-M", "do", cloud.App])).Good();
        (await cloud.Daemon.RunAsync("ping", ["-c", "1", "-W", "10", "-s", "4000", cloud.App])).Good();
    }

    /// <summary>TCP gathers what it sends into pieces that are longer than a packet's header can tell.</summary>
    [CarriedFact]
    public async Task A_long_stream_comes_back_whole() => await cloud.Daemon.Boto3Async("""
        import threading
        stream, data = flow(), os.urandom(8 << 20)
        threading.Thread(target=stream.sendall, args=(data,)).start()
        back = bytearray()
        while len(back) < len(data):
            more = stream.recv(1 << 20)
            assert more, f'the stream ended after {len(back)} bytes'
            back += more
        assert back == data, 'what came back is not what was said'
        """);

    [CarriedFact]
    public async Task IPv6_goes_by_an_appliance_both_ways()
    {
        var app = $"[{await cloud.ValueAsync("app6")}]";
        (await cloud.Daemon.RunAsync("curl", ["-sS", "--connect-timeout", "10", "--local-port", "21004", $"http://{app}/20000"])).Good();
        var seen = await cloud.SeenAsync(21_004);
        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Select(s => (s.Appliance, s.Seen.Cookie)).Distinct());
        Assert.All(seen, s => Assert.Contains(':', s.Seen.From));
        var proved = await ProvedAsync($"{app}:80");
        Assert.True(proved.Exit == 0, proved.Out + proved.Error);
    }

    [CarriedFact]
    public async Task What_an_appliance_blocks_does_not_arrive_though_every_rule_lets_it_in()
    {
        Assert.Equal(28, (await cloud.CurlAsync(8080, from: 21_002, seconds: 2)).Exit);
        var seen = Assert.Single(await cloud.SeenAsync(21_002)).Seen;
        Assert.Equal((false, "tcp", 8080), (seen.Passed, seen.Protocol, seen.ToPort));
        var proved = await ProvedAsync("app:8080");
        Assert.NotEqual(0, proved.Exit);
        Assert.Contains("what an appliance's program refuses cannot be foretold", proved.Out + proved.Error, StringComparison.Ordinal);
    }

    [CarriedFact]
    public async Task A_trace_names_endpoint_balancer_and_appliance_both_ways_and_a_real_packet_agrees()
    {
        var told = (await cloud.Daemon.HaneulAsync("trace", "host", "app:80", "--data", cloud.Daemon.Data)).Good();
        Assert.Equal(2, Regex.Count(told, @"inspection .*to appliance fw-[12] .*one of 2 appliances that it may use, in GENEVE, and back"));
        Assert.Contains(cloud.Endpoint, told, StringComparison.Ordinal);
        var proved = await ProvedAsync("app:80");
        Assert.True(proved.Exit == 0, proved.Out + proved.Error);
    }

    [CarriedFact]
    public async Task With_no_rebalance_a_flow_stays_with_the_appliance_that_died_and_others_go_to_the_one_that_lives()
    {
        await cloud.AskAsync("failover('no_rebalance'); kept = flow()");
        var (dead, living) = await HolderAsync("kept");
        await cloud.KillAsync(dead);
        await cloud.AskAsync($"become({Key(dead)}='unhealthy'); assert health()['{dead}']['Reason'] in ('Target.Timeout', 'Target.FailedHealthChecks'), health()");
        Assert.Equal("False", await cloud.ValueAsync("said(kept, 2)"));
        await cloud.AskAsync("news = [flow() for _ in range(6)]");
        Assert.All(await HoldersAsync("news"), at => Assert.Equal(living, at));

        // Its appliance is back: what TCP kept comes through, and the flow is where it was.
        await cloud.StartAsync(dead);
        Assert.Equal("True", await cloud.ValueAsync("kept.settimeout(90) or kept.recv(5) == b'hello' and said(kept)"));
        Assert.Equal(dead, Assert.Single((await cloud.SeenAsync(await PortAsync("kept"))).Select(s => s.Appliance).Distinct()));
        await cloud.AskAsync("become(); kept.close(); [n.close() for n in news]");
    }

    [CarriedFact]
    public async Task With_rebalance_a_flow_goes_on_by_the_other_appliance_when_checks_fail_and_when_its_own_is_taken_out()
    {
        await cloud.AskAsync("failover('rebalance'); moved = flow()");
        var (dead, living) = await HolderAsync("moved");
        await cloud.KillAsync(dead);
        await cloud.AskAsync($"become({Key(dead)}='unhealthy')");
        Assert.Equal("True", await cloud.ValueAsync("said(moved)"));
        Assert.Contains(living, (await cloud.SeenAsync(await PortAsync("moved"))).Select(s => s.Appliance));
        await cloud.StartAsync(dead);
        await cloud.AskAsync("become()");

        // With a delay of a second what is taken out is soon gone, and its flows with it.
        await cloud.AskAsync($"""
            elb.deregister_targets(TargetGroupArn=tg, Targets=[dict(Id=id_of('{living}'))])
            until(lambda: not health()['{living}'], '{living} is out', 60)
            settle()
            """);
        Assert.Equal("True", await cloud.ValueAsync("said(moved)"));
        await cloud.AskAsync($"moved.close(); elb.register_targets(TargetGroupArn=tg, Targets=[dict(Id=id_of('{living}'))]); settle(); become()");
    }

    [CarriedFact]
    public async Task Only_where_zones_are_crossed_does_the_other_zone_s_appliance_get_flows()
    {
        await cloud.AskAsync("near = [flow() for _ in range(16)]");
        Assert.DoesNotContain("fw-3", await HoldersAsync("near"));
        await cloud.AskAsync("cross('true'); far = []");
        await CarriedCloud.UntilAsync(
            async () =>
            {
                await cloud.AskAsync("far = [flow() for _ in range(8)]");
                return (await HoldersAsync("far")).Contains("fw-3");
            },
            "the other zone's appliance has a flow");
        await cloud.AskAsync("[f.close() for f in near + far]; cross('false')");
    }

    [CarriedFact]
    public async Task When_no_appliance_admits_its_health_check_all_are_unhealthy_and_all_are_used()
    {
        await cloud.AskAsync("disallow(guards, checks); become(fw1='unhealthy', fw2='unhealthy', fw3='unhealthy'); assert health()['fw-1']['Reason'] == 'Target.Timeout', health()");
        (await cloud.CurlAsync(80)).Good();
        Assert.Contains("unhealthy: too few are healthy, so all are used, in GENEVE", (await cloud.Daemon.HaneulAsync("trace", "host", "app:80", "--data", cloud.Daemon.Data)).Good(), StringComparison.Ordinal);
        await cloud.AskAsync("allow(guards, checks); become()");
    }

    [CarriedFact(Tool.Tshark)]
    public async Task Tshark_reads_what_appliances_get_and_send_back()
    {
        var node = (await cloud.ValueAsync("ec2.describe_network_interfaces(Filters=[dict(Name='description', Values=['ELB gwy/inspection/*']), dict(Name='subnet-id', Values=[zones[0]])])['NetworkInterfaces'][0]['PrivateIpAddress']"));
        var interfaceId = await cloud.ValueAsync("ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])['VpcEndpoints'][0]['NetworkInterfaceIds'][0]");
        var file = await CaptureAsync(await cloud.ValueAsync("inspection"), () => cloud.CurlAsync(80, from: 21_003));
        string[] fields = ["ip.src", "ip.dst", "udp.srcport", "udp.dstport", "geneve.proto_type", "geneve.version", "geneve.vni", "geneve.option.class", "geneve.option.type", "geneve.option.unknown.data"];
        var read = await Ran.Of("tshark", ["-n", "-r", file, "-Y", "geneve && tcp.flags.syn == 1 && tcp.srcport == 21003", "-T", "fields", .. fields.SelectMany(f => (string[])["-e", f])]);
        var packets = read.Good().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        var appliance = (await cloud.SeenAsync(21_003))[0];

        // From the node and back, with all but the outer addresses the same; the packet inside is the client's, its destination already the private one.
        Assert.Equal(2, packets.Select(p => (p[0], p[1])).Distinct().Count());
        Assert.Equal([node, await cloud.ValueAsync($"instance('{appliance.Appliance}')['PrivateIpAddress']")], packets.Select(p => p[0].Split(',')[0]).Distinct());
        Assert.All(packets, p => Assert.Equal((CarriedCloud.Machine, "10.8.1.10"), (p[0].Split(',')[1], p[1].Split(',')[1])));
        Assert.Single(packets.Select(p => string.Join('\t', p[2..])).Distinct());
        var said = packets[0];
        Assert.InRange(int.Parse(said[2], null), 61_000, 61_015);
        Assert.Equal(["6081", "0x0800", "0"], said[3..6]);
        Assert.Equal(["0x0108", "0x0108", "0x0108"], said[7].Split(','));
        Assert.Equal(["0x01", "0x02", "0x03"], said[8].Split(','));
        var data = said[9].Replace(":", "", StringComparison.Ordinal).Split(',');
        Assert.Equal((cloud.Endpoint, interfaceId, appliance.Seen.Cookie), ($"vpce-0{data[0]}", $"eni-0{data[1]}", data[2]));
    }

    [CarriedFact(Tool.Nft)]
    public async Task Nftables_on_an_appliance_decides_before_its_program_does()
    {
        // 40 bytes of GENEVE stand between UDP's 8 and the packet, whose protocol is its tenth byte and whose ports follow 20 bytes of IPv4.
        const string Rules = "add table inet guard; add chain inet guard input { type filter hook input priority 0; }; add rule inet guard input udp dport 6081 @th,456,8 6 @th,560,16 7000 counter drop";
        foreach (var name in InspectedCloud.Names) await cloud.SaidInAsync(name, $"nft '{Rules}'");
        Assert.Equal("False", await cloud.ValueAsync($"opens(7000, 2)"));
        (await cloud.CurlAsync(80)).Good();
        foreach (var name in InspectedCloud.Names) await cloud.SaidInAsync(name, "nft delete table inet guard");
        Assert.Equal("True", await cloud.ValueAsync($"opens(7000, 30)"));
    }

    /// <summary>Captures packets of GENEVE at a thing's devices while something is done, from when it listens.</summary>
    private async Task<string> CaptureAsync(string thing, Func<Task<Ran>> done)
    {
        var file = Path.Combine(cloud.Daemon.Data, "geneve.pcapng");
        using var capture = Process.Start(cloud.Daemon.Inside("dotnet", [Cli.Program, "capture", thing, "udp", "port", "6081", "-w", file, "--endpoint", cloud.Daemon.Endpoint])) ?? throw new InvalidOperationException("The capture did not start");
        await CarriedCloud.UntilAsync(() => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), "the capture listens");
        (await done()).Good();
        // As Ctrl-C ends it.
        (await Ran.Of("kill", ["-INT", $"{capture.Id}"])).Good();
        await capture.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return file;
    }

    private Task<Ran> ProvedAsync(string to) => cloud.Daemon.HaneulAsync("trace", "host", to, "--prove", "--data", cloud.Daemon.Data);

    private async Task<int> PortAsync(string flow) => int.Parse(await cloud.ValueAsync($"{flow}.getsockname()[1]"), null);

    /// <summary>Which of the zone's appliances a flow is at, and the other one.</summary>
    private async Task<(string Holder, string Other)> HolderAsync(string flow)
    {
        var holder = Assert.Single((await cloud.SeenAsync(await PortAsync(flow))).Select(s => s.Appliance).Distinct());
        return (holder, holder == "fw-1" ? "fw-2" : "fw-1");
    }

    /// <summary>Which appliances a list of flows is at.</summary>
    private async Task<IReadOnlyList<string>> HoldersAsync(string flows)
    {
        var ports = (await cloud.ValueAsync($"[f.getsockname()[1] for f in {flows}]")).Trim('[', ']').Split(',').Select(p => int.Parse(p, null)).ToHashSet();
        var at = new List<string>();
        foreach (var name in InspectedCloud.Names)
        {
            if ((await cloud.SeenByAsync(name, 7000)).Any(s => ports.Contains(s.FromPort))) at.Add(name);
        }
        return at;
    }

    private static string Key(string appliance) => appliance.Replace("-", "", StringComparison.Ordinal);
}
