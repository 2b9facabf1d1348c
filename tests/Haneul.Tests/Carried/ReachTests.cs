using System.Diagnostics;
using Haneul.Kernel;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Who reaches whom: peered VPCs, IPv6, large packets, failed zones, the machine.</summary>
[Collection(CarriedTests.Name)]
public sealed class ReachTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task Peered_vpcs_reach_each_other_and_what_is_peered_with_one_does_not_reach_the_other()
    {
        await cloud.AskAsync("""
            far = ec2.create_vpc(CidrBlock='10.1.0.0/16')['Vpc']['VpcId']
            far_subnet, far_table = make_subnet(far, '10.1.0.0/24')
            far_group = group('far', far)
            allow(far_group, rule('icmp', -1, block=anyone))
            launch('far', far_subnet, far_group, address='10.1.0.10')
            are('running', 'far')
            settle()
            """);
        Assert.NotEqual(0, (await cloud.InAsync("www", "ping -c 1 -W 1 10.1.0.10")).Exit);
        await cloud.AskAsync("""
            peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=far)['VpcPeeringConnection']['VpcPeeringConnectionId']
            ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
            ec2.create_route(RouteTableId=public_table, DestinationCidrBlock='10.1.0.0/16', VpcPeeringConnectionId=peering)
            ec2.create_route(RouteTableId=far_table, DestinationCidrBlock='0.0.0.0/0', VpcPeeringConnectionId=peering)
            settle()
            """);
        await cloud.SaidInAsync("www", "ping -c 1 -W 2 10.1.0.10");
        await cloud.SaidInAsync("far", "ping -c 1 -W 2 10.0.0.10");
        // The peering leads into the VPC, not through it to the internet.
        Assert.NotEqual(0, (await cloud.InAsync("far", "ping -c 1 -W 1 198.19.0.80")).Exit);
        await cloud.AskAsync("ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering); settle()");
        Assert.NotEqual(0, (await cloud.InAsync("www", "ping -c 1 -W 1 10.1.0.10")).Exit);
        await cloud.AskAsync("ec2.delete_route(RouteTableId=public_table, DestinationCidrBlock='10.1.0.0/16'); end('far'); ec2.delete_subnet(SubnetId=far_subnet); settle()");
    }

    [CarriedFact]
    public async Task Packets_too_large_for_a_link_are_taken_apart_and_put_together_again()
    {
        var bastion = await cloud.PublicOf("bastion");
        (await cloud.PingAsync(bastion, "-s", "3000")).Good();
        await cloud.SaidInAsync("app1", $"ping -c 1 -W 2 -s 3000 {bastion}");
        (await cloud.PingAsync(bastion, "-s", "1472", "-M", "do")).Good();
        Assert.NotEqual(0, (await cloud.PingAsync(bastion, "-s", "1473", "-M", "do")).Exit);
    }

    [CarriedFact]
    public async Task A_narrow_link_on_the_way_is_told_to_the_sender()
    {
        var elastic = await cloud.PublicOf("www");
        try
        {
            await NarrowAsync(1300);
            Assert.True((await cloud.CurlAsync($"http://{elastic}/300000")).Good().Length > 300000);
            Assert.Contains("mtu 1300", await cloud.SaidInAsync("www", $"ip route get {CarriedCloud.Machine}"));
        }
        finally
        {
            await NarrowAsync(1500);
            await cloud.SaidInAsync("www", "ip route flush cache");
        }

        async Task NarrowAsync(int mtu)
        {
            var internet = Path.Combine(HostPlaces.Of(cloud.Daemon.Data).Run, "net", PlanNames.Internet);
            (await cloud.Daemon.RunAsync("nsenter", [$"--net={internet}", "ip", "link", "set", MachineLink.DeviceHere, "mtu", $"{mtu}"])).Good();
        }
    }

    [CarriedFact]
    public async Task Ipv6_is_carried_between_instances_and_to_the_internet_as_groups_allow()
    {
        var (www, app) = (await V6Of("www"), await V6Of("app1"));
        await cloud.SaidInAsync("www", $"ping -6 -c 1 -W 2 {app}");
        Assert.NotEqual(0, (await cloud.InAsync("bastion", $"ping -6 -c 1 -W 1 {app}")).Exit);
        Assert.Contains(app, await cloud.SaidInAsync("app1", $"curl -sS --connect-timeout 2 'http://[{www}]/'"));

        (await cloud.Daemon.HaneulAsync("outside", "add", "six", "--address", "2001:db8::80", "--serve", "80", "--data", cloud.Daemon.Data)).Good();
        await cloud.AskAsync("settle()");
        Assert.Contains($"was asked by {www}:", await cloud.SaidInAsync("www", "curl -sS --connect-timeout 2 'http://[2001:db8::80]/'"));
        Assert.Contains("ip-10-0-0-10.", await cloud.SaidInAsync("six", $"curl -sS --connect-timeout 2 'http://[{www}]/'"));
        // The private subnet has no route for IPv6.
        Assert.False(await cloud.OpensAsync("app1", "2001:db8::80", 80));
        (await cloud.Daemon.HaneulAsync("outside", "remove", "six", "--data", cloud.Daemon.Data)).Good();

        Task<string> V6Of(string name) => cloud.ValueAsync($"instance('{name}')['NetworkInterfaces'][0]['Ipv6Addresses'][0]['Ipv6Address']");
    }

    [CarriedFact]
    public async Task What_is_in_a_failed_zone_is_dark_until_it_recovers()
    {
        await cloud.AskAsync("""
            second, second_table = make_subnet(vpc, '10.0.3.0/24', zone='c', GatewayId=gateway)
            launch('second', second, bastions, public=True)
            are('running', 'second')
            settle()
            """);
        var (first, second) = (await cloud.PublicOf("bastion"), await cloud.PublicOf("second"));
        using var session = cloud.Ssh.Open(second);
        Assert.True(await session.LivesAsync());
        await ZoneAsync("fail");
        Assert.NotEqual(0, (await cloud.PingAsync(second)).Exit);
        Assert.False(await session.LivesAsync(1));
        (await cloud.PingAsync(first)).Good();
        await ZoneAsync("recover");
        (await cloud.PingAsync(second)).Good();
        Assert.True(await session.LivesAsync());
        await cloud.AskAsync("end('second'); ec2.delete_subnet(SubnetId=second); settle()");

        async Task ZoneAsync(string what)
        {
            (await cloud.Daemon.HaneulAsync("zone", what, "ap-northeast-2c", "--data", cloud.Daemon.Data)).Good();
            await cloud.AskAsync("settle()");
        }
    }

    [CarriedFact]
    public async Task Instances_reach_the_ports_of_the_machine_that_it_exposes_and_no_other()
    {
        var start = cloud.Daemon.Inside("python3", ["-c", "import http.server; http.server.HTTPServer(('', 8080), http.server.BaseHTTPRequestHandler).serve_forever()"]);
        using var server = Process.Start(start) ?? throw new InvalidOperationException("The server did not start");
        try
        {
            await CarriedCloud.UntilAsync(async () => (await cloud.CurlAsync("http://127.0.0.1:8080/")).Exit == 0, "the machine's server listens");
            Assert.False(await cloud.OpensAsync("bastion", CarriedCloud.Machine, 8080));
            await ExposeAsync("expose");
            Assert.True(await cloud.OpensAsync("bastion", CarriedCloud.Machine, 8080));
            Assert.True(await cloud.OpensAsync("app1", CarriedCloud.Machine, 8080));
            var api = new Uri(cloud.Daemon.Endpoint).Port;
            Assert.False(await cloud.OpensAsync("bastion", CarriedCloud.Machine, api));
            Assert.NotEqual(0, (await cloud.InAsync("bastion", $"ping -c 1 -W 1 {CarriedCloud.Machine}")).Exit);
            await ExposeAsync("unexpose");
            Assert.False(await cloud.OpensAsync("bastion", CarriedCloud.Machine, 8080));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        async Task ExposeAsync(string what)
        {
            (await cloud.Daemon.HaneulAsync("outside", what, "8080", "--data", cloud.Daemon.Data)).Good();
            await cloud.AskAsync("settle()");
        }
    }
}
