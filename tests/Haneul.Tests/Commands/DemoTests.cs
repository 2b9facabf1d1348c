using Haneul.Tests.Processes;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>The demonstration, as a person runs it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_agrees_with_itself_and_leaves_no_process_and_no_directory()
    {
        var temporary = Directory.CreateTempSubdirectory("haneul-demo-test-");
        var ran = await Cli.RunAsync(new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName }, "demo", "--json");
        var report = ran.Json();
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.True(report.GetProperty("allAgree").GetBoolean());
        Assert.Equal([true, false, true, true, false, false], report.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("reachable").GetBoolean()));
        Assert.Empty(temporary.GetFileSystemInfos("haneul-demo-*"));
        await Assert.ThrowsAsync<HttpRequestException>(() => new HttpClient().GetStringAsync(report.GetProperty("endpoint").GetString() + "/_haneul/status"));
        temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task App_to_internet_is_rewritten_twice_and_data_to_internet_misses_conditions()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var answers = (await Cli.RunAsync("demo", "--json", "--endpoint", daemon.Endpoint)).Json().GetProperty("answers");
        var translated = answers[3].GetProperty("trace").GetProperty("forward").EnumerateArray()
            .SelectMany(h => h.GetProperty("steps").EnumerateArray()).Count(s => s.GetProperty("decision").GetString() == "translated");
        var holds = answers[5].GetProperty("trace").GetProperty("internetConditions").EnumerateArray().Select(c => c.GetProperty("holds").GetBoolean());
        Assert.Equal(2, translated);
        Assert.Equal([true, false, false, false], holds);
    }

    [Fact]
    public async Task A_demo_at_an_endpoint_touches_nothing_else_and_is_removed()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16");
        var before = await daemon.RowsAsync();
        var ran = await Cli.RunAsync("demo", "--endpoint", daemon.Endpoint);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("All 6 answers are as expected.", ran.Out, StringComparison.Ordinal);
        Assert.Equal(before, Lasting(await daemon.RowsAsync()));
    }

    [Fact]
    public async Task A_kept_demo_is_removed_by_its_id()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeVpcs&Version=2016-11-15");
        var before = await daemon.RowsAsync();
        var kept = (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Json();
        Assert.NotEqual(before, Lasting(await daemon.RowsAsync()));
        var removed = await Cli.RunAsync("demo", "--remove", kept.GetProperty("id").GetString() ?? "", "--endpoint", daemon.Endpoint);
        Assert.Equal((0, ""), (removed.Exit, removed.Error));
        Assert.Equal(before, Lasting(await daemon.RowsAsync()));
    }

    [Fact]
    public async Task An_interrupted_demo_cleans_up()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        await daemon.Call("ec2", "ap-northeast-2", "Action=DescribeVpcs&Version=2016-11-15");
        var before = await daemon.RowsAsync();
        using var demo = DaemonProcess.Run("demo", "--endpoint", daemon.Endpoint);
        while (before.SequenceEqual(await daemon.RowsAsync()) && !demo.HasExited) await Task.Delay(1);
        (await Ran.Of("/bin/sh", ["-c", $"kill -INT {demo.Id}"])).Good();
        await demo.WaitForExitAsync();
        Assert.Equal(before, Lasting(await daemon.RowsAsync()));
    }

    /// <summary>Without what AWS too shows for a while after it has ended.</summary>
    private static SortedDictionary<string, int> Lasting(SortedDictionary<string, int> rows)
    {
        foreach (var fading in rows.Keys.Where(k => k.EndsWith(" Instance", StringComparison.Ordinal) || k.EndsWith(" NatGateway", StringComparison.Ordinal)).ToList()) rows.Remove(fading);
        return rows;
    }
}
