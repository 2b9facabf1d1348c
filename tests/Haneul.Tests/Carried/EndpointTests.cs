using System.Text.Json;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>The cloud's own API, called by hosts of its network over that network.</summary>
[Collection(CarriedTests.Name)]
public sealed class EndpointTests(CarriedCloud cloud)
{
    private const string Ec2 = "http://ec2.ap-northeast-2.amazonaws.com/";

    /// <summary>Signs as SDKs do, with the credentials that the metadata service hands out.</summary>
    private const string Call = """
        call() {
            at=http://169.254.169.254/latest
            token=$(curl -sSf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token)
            role=$(curl -sSf -H "X-aws-ec2-metadata-token: $token" $at/meta-data/iam/security-credentials/)
            curl -sSf -H "X-aws-ec2-metadata-token: $token" $at/meta-data/iam/security-credentials/$role >/tmp/credentials
            get() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" /tmp/credentials; }
            curl -sSf --max-time 10 --aws-sigv4 aws:amz:ap-northeast-2:$1 --user "$(get AccessKeyId):$(get SecretAccessKey)" -H "X-Amz-Security-Token: $(get Token)" -d "$2" http://$1.ap-northeast-2.amazonaws.com/
        }
        """;

    [CarriedFact(Tool.Dig)]
    public async Task Endpoints_are_reached_only_by_the_ways_that_the_network_allows()
    {
        Assert.Equal("198.19.255.80", await cloud.SaidInAsync("app1", "dig +short ec2.ap-northeast-2.amazonaws.com"));
        foreach (var name in new[] { "sts.us-east-1", "ssm.eu-west-1", "logs.ap-northeast-2", "iam", "sts" }) Assert.Equal("198.19.255.80", await cloud.SaidInAsync("laptop", $"dig +short {name}.amazonaws.com"));
        Assert.Equal("2001:db8::ff80", await cloud.SaidInAsync("laptop", "dig +short ec2.ap-northeast-2.api.aws AAAA"));
        Assert.Equal("200", await StatusAsync("app1", Ec2));
        Assert.Equal("200", await StatusAsync("laptop", Ec2));
        // Hosts trust the cloud's authority, by the ways in which programs look for certificates.
        Assert.Equal("200", await StatusAsync("app1", Ec2.Replace("http:", "https:", StringComparison.Ordinal)));
        Assert.Equal("200", await cloud.SaidInAsync("laptop", "python3 -c 'import urllib.request; print(urllib.request.urlopen(\"https://sts.us-east-1.amazonaws.com/\", timeout=10).status)'"));
        Assert.Equal("yes", await ReachesAsync("app1"));

        await cloud.AskAsync("ec2.delete_route(RouteTableId=private_table, DestinationCidrBlock='0.0.0.0/0'); settle()");
        Assert.Equal("000", await StatusAsync("app1", $"--connect-timeout 1 {Ec2}"));
        Assert.Equal("no", await ReachesAsync("app1"));
        await cloud.AskAsync("ec2.create_route(RouteTableId=private_table, DestinationCidrBlock='0.0.0.0/0', NatGatewayId=nat); settle()");
        Assert.Equal("200", await StatusAsync("app1", Ec2));

        // Who asks over the network is no master of the machine.
        foreach (var own in new[] { "_haneul/status", "_haneul/hosts?name=www" }) Assert.NotEqual("200", await StatusAsync("laptop", $"-X GET {Ec2}{own}"));
        Assert.NotEqual("200", await StatusAsync("laptop", $"-X POST {Ec2}_haneul/down"));
        Assert.Equal("200", await StatusAsync("app1", Ec2));
    }

    [CarriedFact(Tool.Iptables)]
    public async Task A_standby_instance_takes_over_a_route_by_the_API()
    {
        await cloud.AskAsync("""
            iam = boto3.client('iam')
            iam.create_role(RoleName='standby', AssumeRolePolicyDocument=json.dumps(dict(Version='2012-10-17', Statement=[dict(Effect='Allow', Action='sts:AssumeRole', Principal=dict(Service='ec2.amazonaws.com'))])))
            profile = iam.create_instance_profile(InstanceProfileName='standby')['InstanceProfile']['Arn']
            iam.add_role_to_instance_profile(InstanceProfileName='standby', RoleName='standby')
            forwards = '#!/bin/sh\nsysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\n'
            for name in 'active', 'standby':
                launch(name, public, webs, forwards, public=True, IamInstanceProfile=dict(Arn=profile))
            are('running', 'active', 'standby')
            allow(webs, rule('-1', block='10.0.0.0/16'))
            for name in 'active', 'standby': ec2.modify_instance_attribute(InstanceId=id_of(name), SourceDestCheck=dict(Value=False))
            hidden, hidden_table = make_subnet(vpc, '10.0.3.0/24', InstanceId=id_of('active'))
            launch('inner', hidden, apps)
            are('running', 'inner')
            settle()
            """);
        await CarriedCloud.UntilAsync(async () => await SeenByWebAsync(patience: 2) == await cloud.PublicOf("active"), "the active one forwards");
        await cloud.AskAsync("end('active'); settle()");
        Assert.Equal("", await SeenByWebAsync(patience: 2));

        var who = await cloud.SaidInAsync("standby", $"{Call}\ncall sts 'Action=GetCallerIdentity&Version=2011-06-15'");
        Assert.Contains("<Account>000000000000</Account>", who);
        var table = await cloud.ValueAsync("hidden_table");
        var taken = await cloud.SaidInAsync("standby", $"{Call}\ncall ec2 'Action=ReplaceRoute&Version=2016-11-15&RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0&InstanceId={await cloud.ValueAsync("id_of('standby')")}'");
        Assert.Contains("<return>true</return>", taken);
        await cloud.AskAsync("settle()");
        Assert.Equal(await cloud.PublicOf("standby"), await SeenByWebAsync());

        var info = JsonDocument.Parse(await cloud.SaidInAsync("standby", "token=$(curl -sSf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token); curl -sSf -H \"X-aws-ec2-metadata-token: $token\" http://169.254.169.254/latest/meta-data/iam/info")).RootElement;
        Assert.Equal(await cloud.ValueAsync("profile"), info.GetProperty("InstanceProfileArn").GetString());
        await cloud.AskAsync("""
            disallow(webs, rule('-1', block='10.0.0.0/16'))
            end('inner', 'standby')
            ec2.delete_subnet(SubnetId=hidden)
            iam.remove_role_from_instance_profile(InstanceProfileName='standby', RoleName='standby')
            iam.delete_instance_profile(InstanceProfileName='standby')
            iam.delete_role(RoleName='standby')
            settle()
            """);
    }

    /// <summary>The address under which a server on the internet sees the inner instance; empty where nothing comes back.</summary>
    private async Task<string> SeenByWebAsync(int patience = 15)
    {
        var page = await cloud.InAsync("inner", $"curl -sS --max-time {patience} http://198.19.0.80/");
        return page.Exit == 0 ? page.Out.Trim().Split(' ')[^1].Split(':')[0] : "";
    }

    private async Task<string> StatusAsync(string host, string call) => (await cloud.InAsync(host, $"curl -sS --max-time 15 -o /dev/null -w '%{{http_code}}' {call}")).Out;

    private async Task<string> ReachesAsync(string from) => (await cloud.Daemon.HaneulAsync("trace", from, "aws:80", "--data", cloud.Daemon.Data)).Exit == 0 ? "yes" : "no";
}
