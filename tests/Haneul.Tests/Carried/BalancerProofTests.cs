using System.Text.Json;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Proofs through load balancers, asked as a person does: what gets through, what the balancer's group stops, and what the target's group stops, which makes it unhealthy.</summary>
[Collection(BalancedTests.Name)]
public sealed class BalancerProofTests(BalancedCloud cloud)
{
    private const int Reachable = 0, Blocked = 1;

    /// <summary>A network balancer under a group of its own, before a group that both web servers are in.</summary>
    private const string Network = """
        guards = group('guards', vpc)
        to_guards, from_guards = rule('tcp', 80, block='0.0.0.0/0'), rule('tcp', 80, source=guards)
        allow(guards, to_guards)
        allow(webs, from_guards)
        nlb = elb.create_load_balancer(Name='flows', Type='network', Subnets=subnets, SecurityGroups=[guards])['LoadBalancers'][0]['LoadBalancerArn']
        flows = elb.create_target_group(Name='flows', Protocol='TCP', Port=80, VpcId=vpc, HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2, UnhealthyThresholdCount=2)['TargetGroups'][0]['TargetGroupArn']
        elb.create_listener(LoadBalancerArn=nlb, Protocol='TCP', Port=80, DefaultActions=[dict(Type='forward', TargetGroupArn=flows)])
        elb.register_targets(TargetGroupArn=flows, Targets=[dict(Id=id_of(n)) for n in ('one', 'two')])
        settle()
        def flowing(): return {h['TargetHealth']['State'] for h in elb.describe_target_health(TargetGroupArn=flows)['TargetHealthDescriptions']}
        until(lambda: flowing() == {'healthy'}, 'the targets of flows are healthy', 60)
        """;

    /// <summary>A TLS listener before the same targets.</summary>
    private const string Secure = """
        import subprocess
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=flows', '-keyout', 'flows.key', '-out', 'flows.pem'], check=True, capture_output=True)
        certificate = boto3.client('acm').import_certificate(Certificate=open('flows.pem').read(), PrivateKey=open('flows.key').read())['CertificateArn']
        elb.create_listener(LoadBalancerArn=nlb, Protocol='TLS', Port=443, Certificates=[dict(CertificateArn=certificate)], DefaultActions=[dict(Type='forward', TargetGroupArn=flows)])
        allow(guards, rule('tcp', 443, block='0.0.0.0/0'))
        settle()
        """;

    private const string Gone = """
        elb.delete_load_balancer(LoadBalancerArn=nlb)
        elb.delete_target_group(TargetGroupArn=flows)
        disallow(webs, from_guards)
        ec2.delete_security_group(GroupId=guards)
        settle()
        """;

    [CarriedFact(Tool.Dig)]
    public async Task A_connection_to_an_application_balancer_is_proved_to_its_listener()
    {
        var proved = await ProvedAsync(Reachable, "laptop", $"{cloud.Name}:80");
        Assert.Contains(Steps(proved.GetProperty("observed"), "forward"), s => s.GetProperty("kind").GetString() == "balancer" && s.GetProperty("at").GetProperty("name").GetString() == "web");
        Assert.True(proved.GetProperty("next").GetProperty("observed").GetProperty("reachable").GetBoolean());
        Assert.Contains(proved.GetProperty("rows").EnumerateArray(), r => r.GetProperty("what").GetString() == "load balancer" && r.GetProperty("observed").GetString() is { Length: > 0 });
        await ProvedAsync(Blocked, "laptop", $"{cloud.Name}:81");

        // The balancer's group stops it.
        await cloud.AskAsync("disallow(fronts, rule('tcp', 80, block='0.0.0.0/0')); settle()");
        await StoppedAsync("laptop", $"{cloud.Name}:80", "fronts", "SG_HAS_NO_RULES", isSeen: true);
        await cloud.AskAsync("allow(fronts, rule('tcp', 80, block='0.0.0.0/0')); settle()");

        // The targets' group stops the balancer's own connection: the way to the listener is proved, and the group is named.
        await cloud.AskAsync("disallow(webs, from_front); settle(); become('unhealthy', 'unhealthy')");
        await StoppedAsync("laptop", $"{cloud.Name}:80", "webs", "SG_HAS_NO_RULES", isSeen: false);
        await StoppedAsync(cloud.Name, "one:80", "webs", "SG_HAS_NO_RULES", isSeen: true);
        await cloud.AskAsync("allow(webs, from_front); settle(); become('healthy', 'healthy')");
        await ProvedAsync(Reachable, "laptop", $"{cloud.Name}:80");
        await ProvedAsync(Reachable, cloud.Name, "one:80");
    }

    [CarriedFact(Tool.Dig)]
    public async Task A_flow_through_a_network_balancer_is_proved_to_its_target()
    {
        await cloud.AskAsync(Network);
        try
        {
            var proved = await ProvedAsync(Reachable, "laptop", "flows:80");
            Assert.Contains(Steps(proved.GetProperty("observed"), "forward"), s => s.GetProperty("kind").GetString() == "balancer" && s.GetProperty("decision").GetString() == "translated");
            await ProvedAsync(Blocked, "laptop", "flows:81");

            await cloud.AskAsync("disallow(guards, to_guards); settle()");
            await StoppedAsync("laptop", "flows:80", "guards", "SG_HAS_NO_RULES", isSeen: true);
            await cloud.AskAsync("allow(guards, to_guards); settle()");

            // None is healthy, so all are tried, and their group refuses the flow.
            await cloud.AskAsync("disallow(webs, from_guards); settle(); until(lambda: flowing() == {'unhealthy'}, 'the targets of flows are unhealthy', 60)");
            await StoppedAsync("laptop", "flows:80", "webs", "ENI_SG_RULES_MISMATCH", isSeen: true);
            await cloud.AskAsync("allow(webs, from_guards); settle(); until(lambda: flowing() == {'healthy'}, 'the targets of flows are healthy again', 60)");
            await ProvedAsync(Reachable, "laptop", "flows:80");
        }
        finally
        {
            await cloud.AskAsync(Gone);
        }
    }

    [CarriedFact(Tool.Dig, Tool.OpenSsl)]
    public async Task Through_a_TLS_listener_targets_see_who_asks_and_the_balancer_s_own_connection_is_proved()
    {
        await cloud.AskAsync(Network);
        try
        {
            await cloud.AskAsync(Secure);
            var name = (await cloud.Daemon.Boto3Async("print(json.dumps(elb.describe_load_balancers(LoadBalancerArns=[nlb])['LoadBalancers'][0]['DNSName']))")).ToString();
            var plain = await AskerAsync($"http://{name}/");
            Assert.DoesNotContain("10.7.", plain);
            Assert.Equal(plain, await AskerAsync($"https://{name}/"));
            var own = (await ProvedAsync(Reachable, "laptop", "flows:443")).GetProperty("next").GetProperty("observed");
            Assert.True(own.GetProperty("reachable").GetBoolean());
            Assert.Contains(Steps(own, "return"), s => s.GetProperty("kind").GetString() == "balancerReturn");
        }
        finally
        {
            await cloud.AskAsync(Gone);
        }

        async Task<string> AskerAsync(string url)
        {
            var page = (await cloud.Daemon.InAsync("laptop", $"curl -sk --max-time 20 {url}")).Good();
            return page[page.IndexOf("was asked by", StringComparison.Ordinal)..].Trim();
        }
    }

    /// <summary>A proof that is stopped by a group, which is named.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="to">The balancer and its port, or a target.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="code">AWS's.</param>
    /// <param name="isSeen">The packet itself was stopped; else it got to the listener, and that of the balancer's own connection was stopped.</param>
    private async Task StoppedAsync(string from, string to, string group, string code, bool isSeen)
    {
        var proved = await ProvedAsync(Blocked, from, to);
        var blocker = proved.GetProperty("predicted").GetProperty("blockers")[0];
        Assert.Equal(code, blocker.GetProperty("code").GetString());
        Assert.Contains(group, blocker.GetProperty("reasons").ToString(), StringComparison.Ordinal);
        Assert.Equal(!isSeen, proved.GetProperty("observed").GetProperty("reachable").GetBoolean());
        Assert.Equal(!isSeen, proved.TryGetProperty("next", out var own) && !own.GetProperty("observed").GetProperty("reachable").GetBoolean());
    }

    private static IEnumerable<JsonElement> Steps(JsonElement trace, string way) => trace.GetProperty(way).EnumerateArray().SelectMany(h => h.GetProperty("steps").EnumerateArray());

    private async Task<JsonElement> ProvedAsync(int exit, string from, string to)
    {
        var ran = await cloud.Daemon.HaneulAsync("trace", from, to, "--prove", "--json", "--data", cloud.Daemon.Data);
        Assert.True(ran.Exit == exit, $"{from} -> {to}: exit {ran.Exit}\n{ran.Out}\n{ran.Error}");
        var report = JsonDocument.Parse(ran.Out).RootElement;
        Assert.True(report.GetProperty("agrees").GetBoolean());
        return report;
    }
}
