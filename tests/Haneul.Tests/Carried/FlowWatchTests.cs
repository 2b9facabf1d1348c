using System.Text.Json;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>What people see of flows while they happen, and after.</summary>
[Collection(CarriedTests.Name)]
public sealed class FlowWatchTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task Who_watches_sees_a_refused_flow_with_the_group_that_refused_it_and_an_accepted_one()
    {
        var (www, app) = (await cloud.PrivateOf("www"), await cloud.PrivateOf("app1"));
        var group = await cloud.ValueAsync("apps");
        using var watch = await Watch.StartAsync(cloud.Daemon, "from:www", "to:app1", "tcp");
        Assert.False(await cloud.OpensAsync("www", app, 22));
        var refused = await watch.NextAsync();
        Assert.Equal(
            ("reject", "groupsIn", www, app, 22, "www", "app1"),
            (Word(refused, "verdict"), Word(refused, "border"), Word(refused, "source"), Word(refused, "destination"), refused.GetProperty("destinationPort").GetInt32(), Word(refused, "from"), Word(refused, "to")));
        Assert.Equal($"no rule of apps ({group}) fits", Word(refused, "why"));

        Assert.True(await cloud.OpensAsync("www", app, 80));
        var accepted = await watch.NextAsync(f => f.GetProperty("destinationPort").GetInt32() == 80);
        Assert.Equal("accept", Word(accepted, "verdict"));
        Assert.Equal(2, accepted.GetProperty("interfaces").GetArrayLength());
    }

    [CarriedFact]
    public async Task A_flow_from_the_internet_is_told_with_the_gateways_translation_and_an_acl_by_its_rule()
    {
        var (address, inside) = (await cloud.PublicOf("www"), await cloud.PrivateOf("www"));
        using var watch = await Watch.StartAsync(cloud.Daemon, "10.0.0.10", "icmp");
        Assert.Equal(0, (await cloud.PingAsync(address)).Exit);
        var accepted = await watch.NextAsync(f => Word(f, "destination") == inside);
        Assert.Equal($"came to {address} at {await cloud.ValueAsync("gateway")}", Word(accepted, "translated"));

        var acl = await cloud.ValueAsync("ec2.describe_network_acls(Filters=[dict(Name='association.subnet-id', Values=[public])])['NetworkAcls'][0]['NetworkAclId']");
        await cloud.AskAsync($"ec2.create_network_acl_entry(NetworkAclId='{acl}', RuleNumber=9, Protocol='1', RuleAction='deny', Egress=False, CidrBlock=anyone, IcmpTypeCode=dict(Type=-1, Code=-1)); settle()");
        Assert.NotEqual(0, (await cloud.PingAsync(address)).Exit);
        var refused = await watch.NextAsync(f => Word(f, "verdict") == "reject");
        await cloud.AskAsync($"ec2.delete_network_acl_entry(NetworkAclId='{acl}', RuleNumber=9, Egress=False); settle()");
        Assert.Equal($"{acl}, inbound: rule 9 denies icmp from 0.0.0.0/0", Word(refused, "why"));
    }

    [CarriedFact]
    public async Task What_a_NAT_gateway_sends_is_told_with_whom_it_is_from()
    {
        var (app, gate) = (await cloud.PrivateOf("app2"), await cloud.ValueAsync("ec2.describe_nat_gateways(NatGatewayIds=[nat])['NatGateways'][0]['NatGatewayAddresses'][0]['PrivateIp']"));
        using var watch = await Watch.StartAsync(cloud.Daemon, ":80", "to:198.19.0.80");
        await cloud.InAsync("app2", "curl -s -o /dev/null --max-time 10 http://198.19.0.80/");
        var inward = await watch.NextAsync(f => Word(f, "source") == app);
        var outward = await watch.NextAsync(f => Word(f, "source") == gate);
        Assert.StartsWith($"{await cloud.ValueAsync("nat")} sends it for {app}:{inward.GetProperty("sourcePort").GetInt32()}; leaves ", Word(outward, "translated"), StringComparison.Ordinal);
    }

    [CarriedFact]
    public async Task Brute_force_on_port_22_is_at_the_top_of_what_was_rejected()
    {
        const int Tries = 25;
        var app = await cloud.PrivateOf("app1");
        await cloud.InAsync("app2", $"for i in $(seq {Tries}); do timeout 0.05 bash -c ': </dev/tcp/{app}/22' 2>/dev/null; done; true");
        var top = JsonDocument.Parse((await cloud.Daemon.HaneulAsync("flows", "top", "--rejected", "from:app2", "--json", "--data", cloud.Daemon.Data)).Good()).RootElement.GetProperty("top")[0];
        var flow = top.GetProperty("flow");
        Assert.InRange(top.GetProperty("times").GetInt32(), Tries - 5, Tries + 5);
        Assert.Equal(("reject", "app2", "app1", 22), (Word(flow, "verdict"), Word(flow, "from"), Word(flow, "to"), flow.GetProperty("destinationPort").GetInt32()));
        var told = (await cloud.Daemon.HaneulAsync("flows", "top", "--rejected", "from:app2", ":22", "--data", cloud.Daemon.Data)).Good();
        Assert.Contains($"{app}:22 (app1, ssh)", told);
        Assert.Contains($"no rule of apps ({await cloud.ValueAsync("apps")}) fits", told);
    }

    [CarriedFact]
    public async Task Flows_that_pass_are_counted_only_while_somebody_wants_to_know()
    {
        var app = await cloud.PrivateOf("app1");
        using (await Watch.StartAsync(cloud.Daemon, "reject"))
        {
            Assert.NotEmpty((await FlowsAsync("")).GetProperty("observed").EnumerateArray());
            await cloud.InAsync("www", $"curl -s -o /dev/null http://{app}/1000");
            var flow = (await FlowsAsync("accept to:app1 :80")).GetProperty("flows")[0];
            Assert.True(flow.GetProperty("bytes").GetInt64() > 300);
        }
        await CarriedCloud.UntilAsync(async () => (await FlowsAsync("")).GetProperty("observed").GetArrayLength() == 0, "nobody watches any more");
    }

    [CarriedFact]
    public async Task The_stream_is_of_server_sent_events_and_a_word_that_is_none_is_refused()
    {
        var said = await cloud.Daemon.RunAsync("curl", ["-sS", "-i", "-N", "--max-time", "1", $"{cloud.Daemon.Endpoint}/_haneul/watch"]);
        Assert.Contains("Content-Type: text/event-stream", said.Out);
        Assert.Contains(": watching\n\n", said.Out.ReplaceLineEndings("\n"));
        Assert.Contains("A port is a number", (await cloud.Daemon.HaneulAsync("watch", ":99999", "--data", cloud.Daemon.Data)).Error);
    }

    private async Task<JsonElement> FlowsAsync(string filter) =>
        JsonDocument.Parse((await cloud.Daemon.RunAsync("curl", ["-sS", "--fail-with-body", $"{cloud.Daemon.Endpoint}/_haneul/flows?filter={Uri.EscapeDataString(filter)}"])).Good()).RootElement;

    private static string? Word(JsonElement flow, string name) => flow.TryGetProperty(name, out var value) ? value.GetString() : null;
}
