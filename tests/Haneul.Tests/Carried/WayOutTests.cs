using System.Text.Json;
using System.Text.RegularExpressions;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>The three ways out of a private subnet, and port forwarding inside an instance.</summary>
[Collection(CarriedTests.Name)]
public sealed partial class WayOutTests(CarriedCloud cloud)
{
    private const string Outside = "198.19.0.80";

    [CarriedFact]
    public async Task Instances_behind_a_nat_gateway_share_its_address_and_are_told_apart_by_port()
    {
        var (one, other) = (await AskedFrom("app1"), await AskedFrom("app2"));
        var elastic = await cloud.ValueAsync("nat_address['PublicIp']");
        Assert.Equal((elastic, elastic), (one.Address, other.Address));
        Assert.NotEqual(one.Port, other.Port);
        Assert.True(int.Parse(one.Port) >= 1024 && int.Parse(other.Port) >= 1024);

        // Both translations, each with its own half of the way.
        var report = JsonDocument.Parse((await cloud.Daemon.HaneulAsync("nat", "--json", "--data", cloud.Daemon.Data)).Good()).RootElement.GetProperty("gateways").EnumerateArray().ToList();
        var byPort = Live(report, await cloud.ValueAsync("nat"));
        var oneToOne = Live(report, await cloud.ValueAsync("gateway"));
        foreach (var (app, seen) in new[] { ("app1", one), ("app2", other) })
        {
            var first = Assert.Single(byPort, f => f.Inside == $"{seen.Inside}:5005" && f.Peer == $"{Outside}:80");
            var second = Assert.Single(oneToOne, f => f.Inside == first.Translated && f.Peer == $"{Outside}:80");
            Assert.Equal($"{seen.Address}:{seen.Port}", second.Translated);
        }
        Assert.NotEqual(0, (await cloud.PingAsync(elastic)).Exit);
    }

    [CarriedFact(Tool.Iptables)]
    public async Task An_instance_that_masquerades_is_a_way_out_once_its_addresses_are_not_checked()
    {
        await cloud.AskAsync("""
            launch('natter', public, webs, '#!/bin/sh\nsysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n', public=True)
            are('running', 'natter')
            allow(webs, rule('-1', block='10.0.0.0/16'))
            side, side_table = make_subnet(vpc, '10.0.2.0/24', InstanceId=id_of('natter'))
            launch('inner', side, apps)
            are('running', 'inner')
            settle()
            """);
        Assert.False(await cloud.OpensAsync("inner", Outside, 80));
        await cloud.AskAsync("ec2.modify_instance_attribute(InstanceId=id_of('natter'), SourceDestCheck=dict(Value=False)); settle()");
        Assert.Equal(await cloud.PublicOf("natter"), (await AskedFrom("inner")).Address);
        Assert.Contains("MASQUERADE", await cloud.SaidInAsync("natter", "iptables -t nat -L POSTROUTING -n"));
        await cloud.AskAsync("disallow(webs, rule('-1', block='10.0.0.0/16')); end('inner', 'natter'); ec2.delete_subnet(SubnetId=side); settle()");
    }

    [CarriedFact(Tool.Squid)]
    public async Task A_proxy_opens_connections_of_its_own()
    {
        await cloud.AskAsync("""
            allow(bastions, rule('tcp', 3128, source=apps))
            launch('proxy', public, bastions, '''#!/bin/sh
            cat >/etc/squid.conf <<END
            http_port 3128
            http_access allow all
            cache deny all
            mime_table /dev/null
            pid_filename none
            access_log none
            cache_log /tmp/squid.log
            cache_effective_user nobody
            shutdown_lifetime 0 seconds
            END
            squid -N -f /etc/squid.conf
            '''.replace('            ', ''), public=True)
            are('running', 'proxy')
            settle()
            """);
        var proxy = $"http://{await cloud.PrivateOf("proxy")}:3128";
        await CarriedCloud.UntilAsync(async () => (await cloud.InAsync("app1", $"curl -sf -x {proxy} http://{Outside}/")).Exit == 0, "the proxy answers");
        var answer = await cloud.SaidInAsync("app1", $"curl -si -x {proxy} http://{Outside}/");
        Assert.Contains("Via:", answer);
        Assert.Equal(await cloud.PublicOf("proxy"), Asker().Match(answer).Groups[1].Value);
        await cloud.AskAsync("disallow(bastions, rule('tcp', 3128, source=apps)); end('proxy'); settle()");
    }

    /// <summary>As the source material has it: added, listed with line numbers, removed by number.</summary>
    [CarriedFact(Tool.Iptables)]
    public async Task Iptables_forwards_a_port_inside_an_instance_and_forgets_it_by_number()
    {
        await cloud.AskAsync("launch('redirects', public, webs, serve.replace('serve.py 80', 'serve.py 5005'), public=True); are('running', 'redirects'); settle()");
        await CarriedCloud.UntilAsync(async () => (await cloud.InAsync("redirects", "curl -sf http://127.0.0.1:5005/")).Exit == 0, "the server answers inside");
        Assert.NotEqual(0, (await cloud.SeenAtAsync("redirects")).Exit);
        await cloud.SaidInAsync("redirects", "sudo iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 80 -j REDIRECT --to-port 5005", "ec2-user");
        Assert.Contains(CarriedCloud.Machine, (await cloud.SeenAtAsync("redirects")).Good());
        Assert.Matches(@"(?m)^1\s+REDIRECT\s+(tcp|6)\s.*dpt:(80|http) redir ports 5005", await cloud.SaidInAsync("redirects", "sudo iptables -t nat -L PREROUTING --line-numbers", "ec2-user"));
        await cloud.SaidInAsync("redirects", "sudo iptables -t nat -D PREROUTING 1", "ec2-user");
        Assert.NotEqual(0, (await cloud.SeenAtAsync("redirects")).Exit);
        await cloud.AskAsync("end('redirects'); settle()");
    }

    private static List<(string Inside, string Translated, string Peer)> Live(List<JsonElement> gateways, string id) =>
        [.. gateways.Single(g => g.GetProperty("id").GetString() == id).GetProperty("live").EnumerateArray().Select(f => (f.GetProperty("inside").GetString() ?? "", f.GetProperty("translated").GetString() ?? "", f.GetProperty("peer").GetString() ?? ""))];

    /// <summary>As whom the host outside saw an instance that asked from its port 5005.</summary>
    private async Task<(string Inside, string Address, string Port)> AskedFrom(string host)
    {
        var seen = Asker().Match(await cloud.SaidInAsync(host, $"curl -sS --connect-timeout 2 --local-port 5005 http://{Outside}/"));
        return (await cloud.PrivateOf(host), seen.Groups[1].Value, seen.Groups[2].Value);
    }

    [GeneratedRegex(@"was asked by ([0-9.]+):(\d+)")]
    private static partial Regex Asker();
}
