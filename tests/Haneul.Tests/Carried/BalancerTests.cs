using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A load balancer as its users meet it: through failures of targets, zones, the daemon and its own data plane.</summary>
[Collection(BalancedTests.Name)]
public sealed class BalancerTests(BalancedCloud cloud)
{
    private const string Good = "200", Serve = "setsid python3 /srv/serve.py 80 </dev/null >/dev/null 2>&1 &";

    [CarriedFact(Tool.Dig)]
    public async Task Both_zones_answer_at_the_public_name_with_both_targets_who_see_the_nodes()
    {
        var addresses = await cloud.AddressesAsync();
        Assert.Equal(2, addresses.Count);
        foreach (var address in addresses)
        {
            var pages = await cloud.AskedAsync(6, address);
            Assert.All(pages, p => Assert.EndsWith(Good, p));
            Assert.All(pages, p => Assert.Contains("was asked by ::ffff:10.7.", p));
            await BothAnswerAsync(address);
        }
        var listed = (await cloud.Daemon.HaneulAsync("balancers", "web", "--data", cloud.Daemon.Data)).Good();
        Assert.Contains("web  application, internet-facing, active", listed);
        Assert.Matches(@"one i-\w+ port 80  ap-northeast-2a  healthy", listed);
        var ask = listed.Split('\n').Single(l => l.Contains("curl ", StringComparison.Ordinal));
        Assert.Contains("was asked by", (await cloud.Daemon.RunAsync("sh", ["-c", ask[ask.IndexOf("curl ", StringComparison.Ordinal)..]])).Good());
    }

    [CarriedFact(Tool.Dig)]
    public async Task A_target_that_does_not_admit_the_balancer_times_out_and_comes_back_when_it_does()
    {
        await cloud.AskAsync("disallow(webs, from_front); settle()");
        // While they are taken for healthy, and when all are unhealthy, all are tried, and none can be connected to.
        var asked = cloud.AskedAsync(1);
        await cloud.AskAsync("become('unhealthy', 'unhealthy')");
        Assert.Equal("Target.Timeout", (await cloud.Daemon.Boto3Async("print(json.dumps(health()['one']['Reason']))")).ToString());
        Assert.EndsWith("504", Assert.Single(await asked));
        await cloud.AskAsync("allow(webs, from_front); become('healthy', 'healthy')");
        Assert.All(await cloud.AskedAsync(4), p => Assert.EndsWith(Good, p));
    }

    [CarriedFact(Tool.Dig)]
    public async Task When_a_target_s_process_ends_the_other_serves_alone()
    {
        using var watch = await Watch.StartAsync(cloud.Daemon, "health", "one");
        (await cloud.Daemon.InAsync("one", "pkill -f serve[.]py", "root")).Good();
        await cloud.AskAsync("become('unhealthy', 'healthy')");
        var fell = await watch.NextAsync();
        string[] told = ["kind", "from", "to", "name", "reason"];
        Assert.Equal(["health", "healthy", "unhealthy", "one", (await cloud.Daemon.Boto3Async("print(json.dumps(health()['one']['Reason']))")).ToString()], told.Select(n => fell.GetProperty(n).GetString()));
        var pages = await cloud.AskedAsync(8);
        Assert.All(pages, p => Assert.EndsWith(Good, p));
        Assert.Single(pages.Select(p => p.Split(' ')[0]).Distinct());
        (await cloud.Daemon.InAsync("one", Serve, "root")).Good();
        await cloud.AskAsync("become('healthy', 'healthy')");
        Assert.Equal("healthy", (await watch.NextAsync()).GetProperty("to").GetString());
    }

    [CarriedFact(Tool.Dig)]
    public async Task A_stopped_instance_is_unused_and_gets_nothing()
    {
        await cloud.AskAsync("ec2.stop_instances(InstanceIds=[id_of('two')]); are('stopped', 'two'); become('healthy', 'unused')");
        Assert.All(await cloud.AskedAsync(6), p => Assert.EndsWith(Good, p));
        await cloud.AskAsync("ec2.start_instances(InstanceIds=[id_of('two')]); are('running', 'two'); settle()");
        (await cloud.Daemon.InAsync("two", Serve, "root")).Good();
        await cloud.AskAsync("become('healthy', 'healthy')");
    }

    [CarriedFact(Tool.Dig)]
    public async Task When_a_zone_fails_the_name_leads_to_the_other_one_which_serves()
    {
        var before = await cloud.AddressesAsync();
        Assert.Equal(2, before.Count);
        foreach (var address in before) await BothAnswerAsync(address);
        (await cloud.Daemon.HaneulAsync("zone", "fail", "ap-northeast-2a", "--data", cloud.Daemon.Data)).Good();
        try
        {
            await cloud.AskAsync("settle()");
            var address = Assert.Single(await cloud.AddressesAsync());
            await cloud.AskAsync("become('unhealthy', 'healthy')");
            Assert.All(await cloud.AskedAsync(6, address), p => Assert.EndsWith(Good, p));
        }
        finally
        {
            (await cloud.Daemon.HaneulAsync("zone", "recover", "ap-northeast-2a", "--data", cloud.Daemon.Data)).Good();
        }
        await cloud.AskAsync("settle(); become('healthy', 'healthy')");
        Assert.Equal(before, await cloud.AddressesAsync());
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

    /// <summary>Each node checks for itself: a target is healthy as soon as one of them finds it so, and the other one may do so later.</summary>
    private Task BothAnswerAsync(string address) =>
        CarriedCloud.UntilAsync(async () => (await cloud.AskedAsync(6, address)).Select(p => p.Split(' ')[0]).Distinct().Count() == 2, $"both targets answer at {address}");

    /// <summary>The number of the process of this Haneul's balancers.</summary>
    private async Task<string> ProcessAsync() => (await cloud.Daemon.RunAsync("pgrep", ["-f", $"balance --run .* --data {cloud.Daemon.Data}$"])).Good().Trim();
}
