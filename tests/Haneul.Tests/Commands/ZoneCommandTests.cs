using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Commands;

/// <summary>Zones at the command line.</summary>
public sealed class ZoneCommandTests
{
    [Fact]
    public async Task What_is_in_a_failed_zone_cannot_be_reached_and_the_rest_goes_on()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        (await Cli.RunAsync("demo", "--keep", "--json", "--endpoint", daemon.Endpoint)).Good();
        var failed = (await Cli.RunAsync("zone", "fail", "ap-northeast-2a", "--data", daemon.Data)).Good();
        Assert.Matches(@"^ap-northeast-2a has failed: \d+ instances and 1 NAT gateway neither send nor receive\n$", failed);

        var dark = await Cli.RunAsync("trace", "laptop", "bastion:22", "--data", daemon.Data);
        Assert.Equal(1, dark.Exit);
        Assert.Contains("BAD_STATE", dark.Out, StringComparison.Ordinal);
        Assert.Contains("its zone has failed: nothing in it sends or receives", dark.Out, StringComparison.Ordinal);
        Assert.Contains("opens: wait until zone ap-northeast-2a works again ('haneul zone recover ap-northeast-2a'), or use what is in another zone", dark.Out, StringComparison.Ordinal);

        var listed = (await Cli.RunAsync("zone", "list", "--data", daemon.Data)).Good();
        Assert.Matches(@"\nap-northeast-2a  apne2-az1  failed \S+ \S+ UTC +\d+ +1 +\d+\n", listed);
        Assert.Matches(@"\nap-northeast-2b  apne2-az2  works +0 +0 +1\n", listed);

        Assert.StartsWith("ap-northeast-2a works", (await Cli.RunAsync("zone", "recover", "apne2-az1", "--data", daemon.Data)).Good(), StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("trace", "laptop", "bastion:22", "--data", daemon.Data)).Exit);
    }

    [Fact]
    public async Task A_failed_zone_stays_dark_over_a_restart_and_shows_in_every_region_s_list()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var failed = (await Cli.RunAsync("zone", "fail", "us-east-1f", "--json", "--data", daemon.Data)).Json();
        Assert.Equal(("us-east-1f", true), (failed.GetProperty("zone").GetString(), failed.GetProperty("failed").GetBoolean()));
        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        var zones = (await Cli.RunAsync("zone", "list", "--region", "us-west-1", "--json", "--data", daemon.Data)).Json().GetProperty("zones").EnumerateArray();
        Assert.Equal(["us-east-1f True", "us-west-1a False", "us-west-1b False"], zones.Select(z => $"{z.GetProperty("zone")} {z.GetProperty("failed").GetBoolean()}"));
    }

    [Theory]
    [InlineData("fail", "ap-northeast-2z", "The zones of ap-northeast-2: ap-northeast-2a, ap-northeast-2b")]
    [InlineData("recover", "moon", "Write a zone such as ap-northeast-2a")]
    [InlineData("fail", null, "Required argument 'zone' missing")]
    public async Task A_zone_that_there_is_not_is_refused(string verb, string? zone, string told)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var ran = await Cli.RunAsync(["zone", verb, .. zone is null ? [] : new[] { zone }, "--data", daemon.Data]);
        Assert.Equal(2, ran.Exit);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }
}
