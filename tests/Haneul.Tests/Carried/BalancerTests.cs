using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A load balancer as its users meet it: through failures of the daemon and of its own data plane.</summary>
[Collection(BalancedTests.Name)]
public sealed class BalancerTests(BalancedCloud cloud)
{
    private const string Good = "200";

    [CarriedFact(Tool.Dig)]
    public async Task Both_zones_answer_at_the_public_name_with_both_targets_who_see_the_nodes()
    {
        var addresses = await cloud.AddressesAsync();
        Assert.Equal(2, addresses.Count);
        foreach (var address in addresses)
        {
            var pages = await cloud.AskedAsync(6, address);
            Assert.All(pages, p => Assert.EndsWith(Good, p));
            Assert.Equal(2, pages.Select(p => p.Split(' ')[0]).Distinct().Count());
            Assert.All(pages, p => Assert.Contains("was asked by ::ffff:10.7.", p));
        }
        var listed = (await cloud.Daemon.HaneulAsync("balancers", "web", "--data", cloud.Daemon.Data)).Good();
        Assert.Contains("web  application, internet-facing, active", listed);
        Assert.Matches(@"one i-\w+ port 80  ap-northeast-2a  healthy", listed);
        var ask = listed.Split('\n').Single(l => l.Contains("curl ", StringComparison.Ordinal));
        Assert.Contains("was asked by", (await cloud.Daemon.RunAsync("sh", ["-c", ask[ask.IndexOf("curl ", StringComparison.Ordinal)..]])).Good());
    }

    [CarriedFact(Tool.Dig)]
    public async Task Killing_the_daemon_fails_no_request_and_the_next_one_takes_over()
    {
        var address = (await cloud.AddressesAsync())[0];
        var pid = await ProcessAsync();
        var traffic = cloud.AskedAsync(60, address);
        await cloud.Daemon.KillAsync();
        await cloud.Daemon.StartAgainAsync();
        Assert.All(await traffic, p => Assert.EndsWith(Good, p));
        await cloud.AskAsync("settle(); become('healthy', 'healthy')");
        Assert.Equal(pid, await ProcessAsync());
        Assert.All(await cloud.AskedAsync(4, address), p => Assert.EndsWith(Good, p));
    }

    [CarriedFact(Tool.Dig)]
    public async Task When_the_data_plane_is_killed_it_serves_again_without_help()
    {
        var pid = await ProcessAsync();
        (await cloud.Daemon.RunAsync("kill", ["-9", pid])).Good();
        await CarriedCloud.UntilAsync(async () => (await cloud.AskedAsync(1)) is [var page] && page.EndsWith(Good, StringComparison.Ordinal), "the balancer serves again");
        Assert.NotEqual(pid, await ProcessAsync());
        await cloud.AskAsync("become('healthy', 'healthy')");
    }

    /// <summary>The number of the process of this Haneul's balancers.</summary>
    private async Task<string> ProcessAsync() => (await cloud.Daemon.RunAsync("pgrep", ["-f", $"balance --run .* --data {cloud.Daemon.Data}$"])).Good().Trim();
}
