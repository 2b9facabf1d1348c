using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Security groups: stateful, changed while flows live, by reference.</summary>
[Collection(CarriedTests.Name)]
public sealed class GroupTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task A_change_counts_for_new_flows_and_a_tracked_session_lives_on()
    {
        var address = await cloud.PublicOf("bastion");
        await cloud.AskAsync("allow(bastions, rule('tcp', 22, block='198.19.0.0/16')); disallow(bastions, rule('tcp', 22, block=anyone)); settle()");
        using var session = cloud.Ssh.Open(address);
        Assert.True(await session.LivesAsync());

        await cloud.AskAsync("disallow(bastions, rule('tcp', 22, block='198.19.0.0/16')); settle()");
        Assert.NotEqual(0, (await cloud.Ssh.RunAsync(address, "true", "-o", "ConnectTimeout=1")).Exit);
        Assert.True(await session.LivesAsync());

        await cloud.AskAsync("allow(bastions, rule('tcp', 22, block=anyone)); settle()");
        await cloud.Ssh.SaidAsync(address, "true");
        Assert.True(await session.LivesAsync());
    }

    [CarriedFact]
    public async Task A_session_that_a_rule_admits_from_everywhere_is_cut_with_it()
    {
        var address = await cloud.PublicOf("bastion");
        using var session = cloud.Ssh.Open(address);
        Assert.True(await session.LivesAsync());
        await cloud.AskAsync("disallow(bastions, rule('tcp', 22, block=anyone)); settle()");
        Assert.False(await session.LivesAsync(1));
        await cloud.AskAsync("allow(bastions, rule('tcp', 22, block=anyone)); settle()");
        await cloud.Ssh.SaidAsync(address, "true");
    }

    [CarriedFact]
    public async Task A_flow_that_is_not_tracked_is_cut_when_its_rule_goes()
    {
        await cloud.AskAsync("""
            open = group('open', vpc)
            allow(open, rule('-1', block=anyone))
            launch('open', public, open, public=True)
            are('running', 'open')
            settle()
            """);
        using var session = cloud.Ssh.Open(await cloud.PublicOf("open"));
        Assert.True(await session.LivesAsync());
        await cloud.AskAsync("allow(open, rule('tcp', 22, block=anyone)); disallow(open, rule('-1', block=anyone)); settle()");
        Assert.True(await session.LivesAsync());
        await cloud.AskAsync("allow(open, rule('-1', block=anyone)); settle()");
        await cloud.AskAsync("allow(open, rule('tcp', 443, block=anyone)); disallow(open, rule('-1', block=anyone), rule('tcp', 22, block=anyone)); settle()");
        Assert.False(await session.LivesAsync(1));
        await cloud.AskAsync("end('open'); ec2.delete_security_group(GroupId=open); settle()");
    }

    [CarriedFact]
    public async Task Who_is_in_a_group_that_a_rule_names_gets_in_as_long_as_it_is()
    {
        var app = await cloud.PrivateOf("app1");
        Assert.True(await cloud.OpensAsync("www", app, 80));
        Assert.False(await cloud.OpensAsync("app2", app, 80));
        await cloud.AskAsync("ec2.modify_instance_attribute(InstanceId=id_of('app2'), Groups=[apps, webs]); settle()");
        Assert.True(await cloud.OpensAsync("app2", app, 80));
        await cloud.AskAsync("ec2.modify_instance_attribute(InstanceId=id_of('app2'), Groups=[apps]); settle()");
        Assert.False(await cloud.OpensAsync("app2", app, 80));
    }

    [CarriedFact]
    public async Task A_network_acl_is_asked_for_every_packet_of_a_session()
    {
        var address = await cloud.PublicOf("bastion");
        using var session = cloud.Ssh.Open(address);
        Assert.True(await session.LivesAsync());
        await cloud.AskAsync("""
            acl = ec2.describe_network_acls(Filters=[dict(Name='vpc-id', Values=[vpc])])['NetworkAcls'][0]['NetworkAclId']
            ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=10, Protocol='6', RuleAction='deny', Egress=False, CidrBlock=anyone, PortRange=dict(From=22, To=22))
            settle()
            """);
        Assert.False(await session.LivesAsync(1));
        await cloud.AskAsync("ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=10, Egress=False); settle()");
        await cloud.Ssh.SaidAsync(address, "true");
    }
}
