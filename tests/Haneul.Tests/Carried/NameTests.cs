using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Names as hosts get them: by their resolver, at its addresses, by UDP and TCP.</summary>
[Collection(CarriedTests.Name)]
public sealed class NameTests(CarriedCloud cloud)
{
    private const string Web = "198.19.0.80";

    [CarriedFact(Tool.Dig)]
    public async Task Every_address_of_the_resolver_answers_by_udp_and_tcp()
    {
        foreach (var (host, server) in new[] { ("app1", "10.0.0.2"), ("app1", "169.254.169.253"), ("app1", "fd00:ec2::253"), ("laptop", "198.19.255.53"), ("web", "198.19.255.53") })
        {
            Assert.Equal(Web, await DigAsync(host, $"@{server} web"));
            Assert.Equal(Web, await DigAsync(host, $"@{server} +tcp web"));
        }
        Assert.Equal("10.0.0.2", await cloud.SaidInAsync("app1", "awk '/^nameserver/ {print $2}' /etc/resolv.conf"));
        Assert.Equal("198.19.255.53", await cloud.SaidInAsync("laptop", "awk '/^nameserver/ {print $2}' /etc/resolv.conf"));
        Assert.StartsWith(Web, await cloud.SaidInAsync("app1", "getent ahostsv4 web"));
    }

    [CarriedFact(Tool.Dig)]
    public async Task Private_names_are_there_with_both_attributes_and_public_names_lead_inside()
    {
        const string name = "ip-10-0-0-10.ap-northeast-2.compute.internal";
        Assert.Contains("NXDOMAIN", await cloud.SaidInAsync("app1", $"dig {name}"));
        await SetAsync("EnableDnsHostnames", true);
        var open = await cloud.PublicOf("www");
        var wide = $"ec2-{open.Replace('.', '-')}.ap-northeast-2.compute.amazonaws.com";

        Assert.Equal("10.0.0.10", await DigAsync("app1", name));
        Assert.Equal("10.0.0.10", await DigAsync("app1", name.ToUpperInvariant()));
        Assert.StartsWith("10.0.0.10", await cloud.SaidInAsync("app1", "getent ahostsv4 ip-10-0-0-10"));
        Assert.Equal($"{name}.", await DigAsync("app1", "-x 10.0.0.10"));
        Assert.Equal("10.0.0.10", await DigAsync("app1", wide));
        Assert.Equal(open, await DigAsync("laptop", wide));
        Assert.Equal($"{wide}.", await DigAsync("laptop", $"-x {open}"));
        Assert.Equal(wide, await cloud.ValueAsync("instance('www')['PublicDnsName']"));
        foreach (var nobody in new[] { "ip-10-0-0-99.ap-northeast-2.compute.internal", "ip-10-0-0-10.ec2.internal", "example.com", "ec2-198-18-9-9.ap-northeast-2.compute.amazonaws.com" })
        {
            Assert.Contains("status: NXDOMAIN", await cloud.SaidInAsync("app1", $"dig {nobody}"));
        }
        Assert.Contains("status: NXDOMAIN", await cloud.SaidInAsync("laptop", $"dig {name}"));

        await SetAsync("EnableDnsSupport", false);
        Assert.NotEqual(0, (await cloud.InAsync("app1", $"dig +tries=1 +time=1 {name}")).Exit);
        Assert.Equal("no", await ReachesAsync("app1", "10.0.0.2", 53));
        await SetAsync("EnableDnsSupport", true);
        Assert.Equal("10.0.0.10", await DigAsync("app1", name));
        Assert.Equal("yes", await ReachesAsync("app1", "10.0.0.2", 53));
        await SetAsync("EnableDnsHostnames", false);
    }

    [CarriedFact(Tool.Dig)]
    public async Task Resource_names_resolve_where_the_instance_wants_them_and_peers_see_inside_where_they_may()
    {
        await SetAsync("EnableDnsHostnames", true);
        await cloud.AskAsync("""
            ec2.modify_private_dns_name_options(InstanceId=id_of('app1'), EnableResourceNameDnsARecord=True, EnableResourceNameDnsAAAARecord=True)
            far, far_gateway = make_network('10.9.0.0/16')
            far_subnet, far_table = make_subnet(far, '10.9.0.0/24')
            launch('far', far_subnet, group('far', far))
            are('running', 'far')
            peer = ec2.create_vpc_peering_connection(VpcId=far, PeerVpcId=vpc)['VpcPeeringConnection']['VpcPeeringConnectionId']
            ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peer)
            until(lambda: ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[peer])['VpcPeeringConnections'][0]['Status']['Code'] == 'active', 'the peering is active')
            settle()
            """);
        var name = $"{await cloud.ValueAsync("id_of('app1')")}.ap-northeast-2.compute.internal";
        Assert.Equal(await cloud.PrivateOf("app1"), await DigAsync("www", name));
        Assert.Equal(await cloud.ValueAsync("instance('app1')['NetworkInterfaces'][0]['Ipv6Addresses'][0]['Ipv6Address']"), await DigAsync("www", $"{name} AAAA"));
        Assert.Equal("", await DigAsync("far", name));

        var open = await cloud.PublicOf("www");
        var wide = $"ec2-{open.Replace('.', '-')}.ap-northeast-2.compute.amazonaws.com";
        Assert.Equal(open, await DigAsync("far", wide));
        await cloud.AskAsync("ec2.modify_vpc_peering_connection_options(VpcPeeringConnectionId=peer, AccepterPeeringConnectionOptions=dict(AllowDnsResolutionFromRemoteVpc=True)); settle()");
        Assert.Equal("10.0.0.10", await DigAsync("far", wide));

        await cloud.AskAsync("""
            ec2.modify_private_dns_name_options(InstanceId=id_of('app1'), EnableResourceNameDnsARecord=False, EnableResourceNameDnsAAAARecord=False)
            ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peer)
            end('far')
            settle()
            """);
        await SetAsync("EnableDnsHostnames", false);
    }

    private Task SetAsync(string attribute, bool on) =>
        cloud.AskAsync($"ec2.modify_vpc_attribute(VpcId=vpc, {attribute}=dict(Value={(on ? "True" : "False")})); settle()");

    private Task<string> DigAsync(string host, string question) => cloud.SaidInAsync(host, $"dig +short +tries=2 +time=3 {question}");

    /// <summary>What the tracer says.</summary>
    private async Task<string> ReachesAsync(string from, string to, int port) =>
        (await cloud.Daemon.HaneulAsync("trace", from, $"{to}:{port}", "--proto", "udp", "--data", cloud.Daemon.Data)).Exit == 0 ? "yes" : "no";
}
