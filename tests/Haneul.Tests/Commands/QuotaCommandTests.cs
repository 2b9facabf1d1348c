using Haneul.Model;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Commands;

public sealed class QuotaCommandTests
{
    [Fact]
    public async Task Quotas_are_listed_with_their_defaults_and_raised()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var listed = (await Cli.RunAsync("quota", "--json", "--data", daemon.Data)).Json();
        Assert.Equal(Quotas.All.Select(q => q.Code).Order(StringComparer.Ordinal), listed.EnumerateArray().Select(q => q.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
        Assert.All(listed.EnumerateArray(), q => Assert.Equal(q.GetProperty("default").GetDouble(), q.GetProperty("value").GetDouble()));

        var set = await Cli.RunAsync("quota", "set", "l-f678f1ce", "20", "--data", daemon.Data);
        var here = await Cli.RunAsync("quota", "--data", daemon.Data);
        var elsewhere = await Cli.RunAsync("quota", "--region", "us-east-1", "--data", daemon.Data);
        Assert.Equal("VPCs per Region (L-F678F1CE) in ap-northeast-2: 5 → 20\n", set.Out);
        Assert.Matches(@"L-F678F1CE  VPCs per Region +5 +20\n", here.Out);
        Assert.Matches(@"L-F678F1CE  VPCs per Region +5 +5\n", elsewhere.Out);
    }

    [Theory]
    [InlineData("L-00000000", "20", "There is no quota 'L-00000000'")]
    [InlineData("L-F678F1CE", "100000", "IllegalArgumentException")]
    [InlineData("L-F678F1CE", "many", "many")]
    public async Task What_cannot_be_raised_is_refused(string code, string value, string told)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var ran = await Cli.RunAsync("quota", "set", code, value, "--data", daemon.Data);
        Assert.Equal(2, ran.Exit);
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }
}
