using System.Text.Json;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>The outside at the command line.</summary>
public sealed class OutsideCommandTests
{
    [Fact]
    public async Task Hosts_homes_and_forwarded_ports_come_and_go_and_traces_see_them()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        Assert.Equal("web2 is at 60.1.1.1, and serves 80 (http)\n", await Good(daemon, "add", "web2", "--address", "60.1.1.1", "--serve", "80"));
        Assert.Equal("flat: 192.168.5.0/24 behind 198.19.0.1; the router is 192.168.5.1 inside\n", await Good(daemon, "add-home", "flat", "--block", "192.168.5.0/24"));
        Assert.Equal("tablet is at 192.168.5.2, behind the router of flat (198.19.0.1)\n", await Good(daemon, "add", "tablet", "--home", "flat"));
        Assert.Equal(1, (await Trace(daemon, "web2", "tablet:8022")).Exit);
        Assert.Equal("flat (198.19.0.1) forwards tcp 8022 → tablet:22\n", await Good(daemon, "forward", "flat", "8022", "tablet:ssh"));
        var way = await Trace(daemon, "web2", "tablet:8022");
        Assert.Equal(0, way.Exit);
        Assert.Contains("destination 198.19.0.1:8022 becomes 192.168.5.2:22: home flat forwards tcp 8022 to tablet:22", way.Out, StringComparison.Ordinal);

        var listed = await Good(daemon);
        Assert.Matches(@"\ntablet  192\.168\.5\.2 +home flat\n", listed);
        Assert.Matches(@"\nflat  198\.19\.0\.1 +192\.168\.5\.0/24  tcp 8022 → tablet:22\n", listed);

        Assert.Equal("flat (198.19.0.1) forwards nothing\n", await Good(daemon, "unforward", "flat", "8022"));
        await Good(daemon, "remove", "tablet");
        await Good(daemon, "remove", "flat");
        var left = JsonDocument.Parse(await Good(daemon, "list", "--json")).RootElement;
        Assert.Equal(["laptop", "web", "web2"], left.GetProperty("hosts").EnumerateArray().Select(h => h.GetProperty("name").GetString()));
        Assert.Equal(["home"], left.GetProperty("homes").EnumerateArray().Select(h => h.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_machine_is_an_end_of_traces_and_lets_in_what_it_exposes()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();
        var there = await Trace(daemon, "host", "web:80");
        Assert.Equal(0, there.Exit);
        Assert.Contains("198.19.255.254:49152", there.Out, StringComparison.Ordinal);
        var back = await Trace(daemon, "web-a", "host:8080");
        Assert.Equal(1, back.Exit);
        Assert.Contains("opens: expose the port: 'haneul outside expose 8080'", back.Out, StringComparison.Ordinal);
        Assert.Equal("this machine (host, 198.19.255.254) exposes 8080 (http-alt)\n", await Good(daemon, "expose", "8080"));
        Assert.Equal(0, (await Trace(daemon, "web-a", "198.19.255.254:8080")).Exit);
        Assert.Equal("this machine (host, 198.19.255.254) exposes nothing\n", await Good(daemon, "unexpose", "8080"));
        Assert.Equal(1, (await Trace(daemon, "web-a", "host:8080")).Exit);
    }

    [Fact]
    public async Task Pools_are_told_at_the_start_and_another_start_may_tell_others()
    {
        await using var daemon = await DaemonProcess.StartAsync("--pool", "50.1.1.0/24", "--pool", "60.2.0.0/24");
        Assert.Contains("given out of 50.1.1.0/24, then 60.2.0.0/24, then 198.18.0.0/16", await Good(daemon), StringComparison.Ordinal);
        Assert.Contains("50.1.1.1", await daemon.Call("ec2", "ap-northeast-2", "Action=AllocateAddress&Version=2016-11-15"), StringComparison.Ordinal);
        (await Cli.RunAsync("reset", "--data", daemon.Data)).Good();
        Assert.Contains("given out of 50.1.1.0/24", await Good(daemon), StringComparison.Ordinal);
        Assert.Contains("50.1.1.1", await daemon.Call("ec2", "ap-northeast-2", "Action=AllocateAddress&Version=2016-11-15"), StringComparison.Ordinal);
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        Assert.Contains("given out of 198.18.0.0/16", await Good(daemon), StringComparison.Ordinal);
        Assert.Contains("50.1.1.1", await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeAddresses&Version=2016-11-15"), StringComparison.Ordinal);
        Assert.Contains("198.18.0.1", await daemon.Call("ec2", "ap-northeast-2", "Action=AllocateAddress&Version=2016-11-15"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pool banana: write a block such as 50.1.1.0/24", "up", "--pool", "banana")]
    [InlineData("--pool 50.1.1.1/24: the block is 50.1.1.0/24", "up", "--pool", "50.1.1.1/24")]
    [InlineData("10.0.0.0/8 is not carried by the internet", "up", "--pool", "10.0.0.0/8")]
    public async Task A_pool_that_cannot_be_is_refused_before_anything_starts(string told, params string[] arguments) => Refused(await Cli.RunAsync([.. arguments, "--port", "0"]), told);

    [Theory]
    [InlineData("(198.19.0.80) for parameter address is invalid. It is the address of the host outside 'web'", "add", "web2", "--address", "198.19.0.80")]
    [InlineData("(banana) for parameter address is invalid", "add", "web2", "--address", "banana")]
    [InlineData("--serve banana: write a port from 1 to 65535", "add", "web2", "--serve", "banana")]
    [InlineData("(70000) for parameter serve is invalid. A port is 1 to 65535", "add", "web2", "--serve", "70000")]
    [InlineData("(192.168.5.9/24) for parameter block is invalid", "add-home", "flat", "--block", "192.168.5.9/24")]
    [InlineData("(flat) for parameter home is invalid. The homes: home", "forward", "flat", "22", "laptop")]
    [InlineData("'lap:nothing': 'nothing' is no port", "forward", "home", "22", "lap:nothing")]
    [InlineData("(icmp) for parameter protocol is invalid", "forward", "home", "22", "laptop", "--proto", "icmp")]
    [InlineData("(8080) for parameter port is invalid. No port is exposed", "unexpose", "8080")]
    public async Task What_cannot_be_is_refused_with_what_can(string told, params string[] arguments)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        Refused(await Cli.RunAsync(["outside", .. arguments, "--data", daemon.Data]), told);
    }

    private static void Refused(Tools.Ran ran, string told)
    {
        Assert.Equal(2, ran.Exit);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Good(DaemonProcess daemon, params string[] arguments) => (await Cli.RunAsync(["outside", .. arguments, "--data", daemon.Data])).Good();

    private static Task<Tools.Ran> Trace(DaemonProcess daemon, string from, string to) => Cli.RunAsync("trace", from, to, "--data", daemon.Data);
}
