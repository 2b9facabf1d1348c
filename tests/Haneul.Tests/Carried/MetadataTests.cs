using System.Text.Json;
using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>What instances are told of themselves, asked as SDKs and cloud-init ask; and the time.</summary>
[Collection(CarriedTests.Name)]
public sealed class MetadataTests(CarriedCloud cloud)
{
    private const string Service = "http://169.254.169.254";

    [CarriedFact]
    public async Task An_instance_learns_of_itself_with_a_token_and_of_nobody_else()
    {
        var token = await TokenAsync("www");
        Assert.Equal(await cloud.ValueAsync("id_of('www')"), await ReadAsync("www", token, "meta-data/instance-id"));
        Assert.Equal("10.0.0.10", await ReadAsync("www", token, "meta-data/local-ipv4"));
        Assert.Equal(await cloud.PublicOf("www"), await ReadAsync("www", token, "meta-data/public-ipv4"));
        Assert.Equal("ap-northeast-2a", await ReadAsync("www", token, "meta-data/placement/availability-zone"));
        Assert.Equal("webs", await ReadAsync("www", token, "meta-data/security-groups"));
        Assert.Equal("0=key", await ReadAsync("www", token, "meta-data/public-keys/"));
        Assert.StartsWith("ssh-", await ReadAsync("www", token, "meta-data/public-keys/0/openssh-key"));
        Assert.StartsWith("#!/bin/sh", await ReadAsync("www", token, "user-data"));
        Assert.Equal("dynamic\nmeta-data\nuser-data", await ReadAsync("www", token, ""));
        Assert.Contains("latest", await cloud.SaidInAsync("www", $"curl -sS -H 'X-aws-ec2-metadata-token: {token}' {Service}/"));
        var mac = await ReadAsync("www", token, "meta-data/mac");
        Assert.Equal(await cloud.SaidInAsync("www", "cat /sys/class/net/eth0/address"), mac);
        Assert.Equal($"{mac}/", await ReadAsync("www", token, "meta-data/network/interfaces/macs/"));
        Assert.Equal("10.0.0.0/16", await ReadAsync("www", token, $"meta-data/network/interfaces/macs/{mac}/vpc-ipv4-cidr-block"));
        Assert.Equal("10.0.0.10", await ReadAsync("www", token, $"meta-data/network/interfaces/macs/{mac}/ipv4-associations/{await cloud.PublicOf("www")}"));
        var document = JsonDocument.Parse(await ReadAsync("www", token, "dynamic/instance-identity/document")).RootElement;
        Assert.Equal(("ap-northeast-2", "10.0.0.10"), (document.GetProperty("region").GetString(), document.GetProperty("privateIp").GetString()));

        foreach (var nothing in new[] { "meta-data/nothing", "meta-data/tags/instance/", "meta-data/iam/info", "meta-data/public-hostname", "meta-data/instance-id/", "../etc/passwd" })
        {
            Assert.Equal("404", await StatusAsync("www", $"-H 'X-aws-ec2-metadata-token: {token}' {Service}/latest/{nothing}"));
        }
        // A token is good for the instance that took it, and for no other.
        Assert.Equal("401", await StatusAsync("app1", $"-H 'X-aws-ec2-metadata-token: {token}' {Service}/latest/meta-data/"));
    }

    [CarriedFact]
    public async Task Tokens_are_given_as_on_EC2()
    {
        const string put = $"-X PUT {Service}/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: ";
        Assert.Equal("200", await StatusAsync("app1", $"{put}21600'"));
        foreach (var ttl in new[] { "0", "21601", "-1", "x", "" }) Assert.Equal("400", await StatusAsync("app1", $"{put}{ttl}'"));
        Assert.Equal("400", await StatusAsync("app1", $"-X PUT {Service}/latest/api/token"));
        Assert.Equal("403", await StatusAsync("app1", $"{put}60' -H 'X-Forwarded-For: 10.0.0.1'"));
        Assert.Equal("405", await StatusAsync("app1", $"-X PUT {Service}/latest/meta-data/ -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'"));
        Assert.Equal("401", await StatusAsync("app1", $"{Service}/latest/meta-data/"));
        Assert.Equal("401", await StatusAsync("app1", $"-H 'X-aws-ec2-metadata-token: AAAA' {Service}/latest/meta-data/"));
        var brief = await cloud.SaidInAsync("app1", $"curl -sS {put}1'");
        await CarriedCloud.UntilAsync(async () => await StatusAsync("app1", $"-H 'X-aws-ec2-metadata-token: {brief}' {Service}/latest/meta-data/") == "401", "a token of a second is no longer good");
    }

    [CarriedFact]
    public async Task Options_of_the_instance_are_honoured_at_once()
    {
        await ModifyAsync("HttpTokens='optional', InstanceMetadataTags='enabled', HttpProtocolIpv6='enabled'");
        Assert.Equal("200", await StatusAsync("app1", $"{Service}/latest/meta-data/"));
        Assert.Equal("app1", await cloud.SaidInAsync("app1", $"curl -sS {Service}/latest/meta-data/tags/instance/Name"));
        Assert.Equal("200", await StatusAsync("app1", "'http://[fd00:ec2::254]/latest/meta-data/'"));
        Assert.Equal("200", await StatusAsync("app1", "-X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' 'http://[fd00:ec2::254]/latest/api/token'"));
        await ModifyAsync("HttpEndpoint='disabled'");
        Assert.Equal("403", await StatusAsync("app1", $"{Service}/latest/meta-data/"));
        await ModifyAsync("HttpEndpoint='enabled', HttpTokens='required', InstanceMetadataTags='disabled', HttpProtocolIpv6='disabled'");
        Assert.Equal("403", await StatusAsync("app1", "'http://[fd00:ec2::254]/latest/meta-data/'"));
        Assert.Equal("401", await StatusAsync("app1", $"{Service}/latest/meta-data/"));
    }

    /// <summary>A container is a namespace behind the instance's own: one hop more.</summary>
    [CarriedFact(Tool.Iptables)]
    public async Task A_token_travels_as_many_hops_as_the_instance_allows_and_no_further()
    {
        await cloud.SaidInAsync("app2", """
            mkdir -p /run/netns && ip netns add box
            ip link add b0 type veth peer name eth0 netns box
            ip addr add 172.30.0.1/24 dev b0 && ip link set b0 up
            nsenter --net=/run/netns/box sh -c 'ip addr add 172.30.0.2/24 dev eth0 && ip link set eth0 up && ip route add default via 172.30.0.1'
            sysctl -qw net.ipv4.ip_forward=1; iptables -t nat -A POSTROUTING -s 172.30.0.0/24 -o eth0 -j MASQUERADE
            """);
        const string take = "curl -sS --max-time 2 -o /dev/null -w '%{http_code}' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token";
        await HopsAsync(1);
        Assert.Equal("200", await cloud.SaidInAsync("app2", take));
        Assert.NotEqual(0, (await cloud.InAsync("app2", $"nsenter --net=/run/netns/box {take}")).Exit);
        await HopsAsync(2);
        Assert.Equal("200", await cloud.SaidInAsync("app2", $"nsenter --net=/run/netns/box {take}"));
        await cloud.SaidInAsync("app2", "ip netns del box; iptables -t nat -F POSTROUTING; sysctl -qw net.ipv4.ip_forward=0");

        Task HopsAsync(int count) => cloud.AskAsync($"ec2.modify_instance_metadata_options(InstanceId=id_of('app2'), HttpPutResponseHopLimit={count}); settle()");
    }

    [CarriedFact]
    public async Task The_time_is_told_by_NTP()
    {
        const string ask = """
            import socket, struct, sys, time
            for family, server in ((socket.AF_INET, '169.254.169.123'), (socket.AF_INET6, 'fd00:ec2::123')):
                s = socket.socket(family, socket.SOCK_DGRAM); s.settimeout(5)
                mine = struct.pack('!Q', int((time.time() + 2208988800) * 2**32))
                s.sendto(b'\x23' + b'\0' * 39 + mine, (server, 123))
                got = s.recv(512)
                assert got[0] == 0x24 and got[1] == 3 and got[24:32] == mine, got
                received, sent = (x / 2**32 - 2208988800 for x in struct.unpack('!QQ', got[32:48]))
                assert received <= sent and abs(time.time() - sent) < 1, (received, sent)
            print('good')
            """;
        Assert.Equal("good", await cloud.SaidInAsync("app1", $"python3 -c '{ask.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
    }

    /// <summary>Three addresses of the resolver by UDP and TCP, two of metadata, two of the time.</summary>
    [CarriedFact]
    public async Task One_set_of_sockets_serves_a_VPC_however_many_instances_it_has()
    {
        var space = Path.Combine(HostPlaces.Of(cloud.Daemon.Data).Run, "net", await cloud.ValueAsync("vpc"));
        var listening = (await Ran.Of("nsenter", [$"--net={space}", "ss", "-Hlntu"])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, listening.Length);
    }

    [CarriedFact]
    public async Task The_services_answer_again_after_a_crash()
    {
        await cloud.Daemon.KillAsync();
        Assert.NotEqual(0, (await cloud.Daemon.RunAsync("curl", ["-sS", "--max-time", "1", "http://198.19.255.80/"])).Exit);
        await cloud.Daemon.StartAgainAsync();
        await cloud.AskAsync("settle()");
        Assert.Equal(await cloud.ValueAsync("id_of('app1')"), await ReadAsync("app1", await TokenAsync("app1"), "meta-data/instance-id"));
        Assert.StartsWith("198.19.0.80", await cloud.SaidInAsync("app1", "getent ahostsv4 web"));
        Assert.Equal(0, (await cloud.Daemon.RunAsync("curl", ["-sS", "--max-time", "5", "http://198.19.255.80/"])).Exit);
    }

    private Task ModifyAsync(string options) => cloud.AskAsync($"ec2.modify_instance_metadata_options(InstanceId=id_of('app1'), {options}); settle()");

    private Task<string> TokenAsync(string host) => cloud.SaidInAsync(host, $"curl -sSf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' {Service}/latest/api/token");

    private Task<string> ReadAsync(string host, string token, string path) => cloud.SaidInAsync(host, $"curl -sSf -H 'X-aws-ec2-metadata-token: {token}' {Service}/latest/{path}");

    private Task<string> StatusAsync(string host, string call) => cloud.SaidInAsync(host, $"curl -sS --path-as-is --max-time 5 -o /dev/null -w '%{{http_code}}' {call}");
}
