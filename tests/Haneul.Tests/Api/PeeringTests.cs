using Xunit;

namespace Haneul.Tests.Api;

public sealed class PeeringTests
{
    private readonly TestCloud cloud = new();
    private readonly string vpc;

    public PeeringTests() => vpc = MakeVpc(cloud, "10.0.0.0/16");

    [Fact]
    public void A_peering_is_asked_for_accepted_and_ended()
    {
        var peer = MakeVpc(cloud, "10.1.0.0/16");
        var made = cloud.Ec2("CreateVpcPeeringConnection", ("VpcId", vpc), ("PeerVpcId", peer));
        var id = made.Text("vpcPeeringConnection/vpcPeeringConnectionId");
        Assert.Equal("initiating-request", made.Text("vpcPeeringConnection/status/code"));
        Assert.Equal("pending-acceptance", State(cloud, id));
        Assert.Equal("VpcPeeringConnectionAlreadyExists", cloud.Ec2Fault("CreateVpcPeeringConnection", ("VpcId", peer), ("PeerVpcId", vpc)));
        cloud.Ec2("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id));
        var active = cloud.Ec2("DescribeVpcPeeringConnections", ("VpcPeeringConnectionId.1", id));
        Assert.Equal("10.1.0.0/16", active.Text("vpcPeeringConnectionSet/item/accepterVpcInfo/cidrBlock"));
        Assert.Equal("false", active.Text("vpcPeeringConnectionSet/item/accepterVpcInfo/peeringOptions/allowDnsResolutionFromRemoteVpc"));
        Assert.Equal("InvalidStateTransition", cloud.Ec2Fault("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id)));
        cloud.Ec2("DeleteVpcPeeringConnection", ("VpcPeeringConnectionId", id));
        Assert.Equal("deleted", State(cloud, id));
        cloud.Ledger.Advance(TimeSpan.FromDays(2));
        Assert.Equal("InvalidVpcPeeringConnectionID.NotFound", cloud.Ec2Fault("DescribeVpcPeeringConnections", ("VpcPeeringConnectionId.1", id)));
    }

    [Fact]
    public void Overlapping_blocks_make_a_failed_peering()
    {
        var id = Ask(cloud, vpc, MakeVpc(cloud, "10.0.128.0/17"));
        Assert.Equal("failed", State(cloud, id));
        Assert.Equal("InvalidStateTransition", cloud.Ec2Fault("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id)));
    }

    [Fact]
    public void A_peer_elsewhere_accepts_in_its_own_place_and_has_tags_of_its_own()
    {
        var far = cloud.As(account: "111111111111", region: "us-east-1");
        var peer = MakeVpc(far, "10.1.0.0/16");
        var id = Ask(cloud, vpc, peer, ("PeerOwnerId", "111111111111"), ("PeerRegion", "us-east-1"));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id)));
        Assert.Equal("InvalidVpcPeeringConnectionID.NotFound", cloud.As(region: "eu-west-1").Ec2Fault("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id)));
        far.Ec2("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id));
        far.Ec2("CreateTags", ("ResourceId.1", id), ("Tag.1.Key", "Name"), ("Tag.1.Value", "far"));
        Assert.Equal("active", State(cloud, id));
        Assert.Empty(cloud.Ec2("DescribeTags").Each("tagSet/item"));
        Assert.Equal("far", far.Ec2("DescribeVpcPeeringConnections").Text("vpcPeeringConnectionSet/item/tagSet/item/value"));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("ModifyVpcPeeringConnectionOptions", ("VpcPeeringConnectionId", id), ("AccepterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc", "true")));
        far.Ec2("ModifyVpcPeeringConnectionOptions", ("VpcPeeringConnectionId", id), ("AccepterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc", "true"));
        Assert.Equal("true", cloud.Ec2("DescribeVpcPeeringConnections").Text("vpcPeeringConnectionSet/item/accepterVpcInfo/peeringOptions/allowDnsResolutionFromRemoteVpc"));
    }

    [Fact]
    public void A_request_expires_after_a_week_and_can_be_rejected_before()
    {
        var one = Ask(cloud, vpc, MakeVpc(cloud, "10.1.0.0/16"));
        var two = Ask(cloud, vpc, MakeVpc(cloud, "10.2.0.0/16"));
        cloud.Ec2("RejectVpcPeeringConnection", ("VpcPeeringConnectionId", two));
        Assert.Equal("rejected", State(cloud, two));
        cloud.Ledger.Advance(TimeSpan.FromHours(168));
        Assert.Equal("expired", State(cloud, one));
    }

    [Fact]
    public void A_rule_may_name_a_group_over_an_active_peering_and_is_stale_when_that_ends()
    {
        var peer = MakeVpc(cloud, "10.1.0.0/16");
        var mine = MakeGroup(vpc);
        var theirs = MakeGroup(peer);
        (string, string)[] rule = [("GroupId", mine), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.Groups.1.GroupId", theirs)];
        var id = Ask(cloud, vpc, peer);
        Assert.Equal("InvalidGroup.NotFound", cloud.Ec2Fault("AuthorizeSecurityGroupIngress", rule));
        cloud.Ec2("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", id));
        cloud.Ec2("AuthorizeSecurityGroupIngress", rule);
        Assert.Equal("active", cloud.Ec2("DescribeSecurityGroups", ("GroupId.1", mine)).Text("securityGroupInfo/item/ipPermissions/item/groups/item/peeringStatus"));
        Assert.Equal(vpc, cloud.Ec2("DescribeSecurityGroupReferences", ("GroupId.1", theirs)).Text("securityGroupReferenceSet/item/referencingVpcId"));
        Assert.Empty(cloud.Ec2("DescribeStaleSecurityGroups", ("VpcId", vpc)).Each("staleSecurityGroupSet/item"));
        cloud.Ec2("DeleteVpcPeeringConnection", ("VpcPeeringConnectionId", id));
        Assert.Equal(theirs, cloud.Ec2("DescribeStaleSecurityGroups", ("VpcId", vpc)).Text("staleSecurityGroupSet/item/staleIpPermissions/item/groups/item/groupId"));
        cloud.Ec2("DeleteSecurityGroup", ("GroupId", theirs));
        cloud.Ec2("RevokeSecurityGroupIngress", rule);
        Assert.Empty(cloud.Ec2("DescribeStaleSecurityGroups", ("VpcId", vpc)).Each("staleSecurityGroupSet/item"));
    }

    [Fact]
    public void A_request_ends_with_its_vpc_and_nothing_of_the_vpc_stays_tagged()
    {
        var id = Ask(cloud, vpc, MakeVpc(cloud, "10.1.0.0/16"));
        var standard = cloud.Ec2("DescribeSecurityGroupRules", ("Filter.1.Name", "group-id"), ("Filter.1.Value.1", cloud.Ec2("DescribeSecurityGroups", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)).Text("securityGroupInfo/item/groupId")));
        cloud.Ec2("CreateTags", ("ResourceId.1", standard.Text("securityGroupRuleSet/item/securityGroupRuleId")), ("Tag.1.Key", "a"), ("Tag.1.Value", "b"));
        cloud.Ec2("DeleteVpc", ("VpcId", vpc));
        Assert.Equal("deleted", State(cloud, id));
        Assert.Empty(cloud.Ec2("DescribeTags").Each("tagSet/item"));
    }

    [Fact]
    public void Twenty_five_requests_may_wait()
    {
        for (var i = 1; i <= 25; i++) Ask(cloud, vpc, $"vpc-{0xabc000 + i:x17}", ("PeerOwnerId", "111111111111"));
        cloud.Ledger.SettlesByItself = false;
        for (var i = 1; i <= 25; i++) Ask(cloud, vpc, $"vpc-{0xabc000 + i:x17}", ("PeerOwnerId", "111111111111"));
        Assert.Equal("OutstandingVpcPeeringConnectionLimitExceeded", cloud.Ec2Fault("CreateVpcPeeringConnection", ("VpcId", vpc), ("PeerVpcId", "vpc-0aaaaaaaaaaaaaaaa"), ("PeerOwnerId", "111111111111")));
    }

    private string MakeGroup(string inVpc) => cloud.Ec2("CreateSecurityGroup", ("GroupName", "app"), ("GroupDescription", "x"), ("VpcId", inVpc)).Text("groupId");

    private static string MakeVpc(TestCloud cloud, string block) => cloud.Ec2("CreateVpc", ("CidrBlock", block)).Text("vpc/vpcId");

    private static string Ask(TestCloud cloud, string vpc, string peer, params (string, string)[] rest) =>
        cloud.Ec2("CreateVpcPeeringConnection", [("VpcId", vpc), ("PeerVpcId", peer), .. rest]).Text("vpcPeeringConnection/vpcPeeringConnectionId");

    private static string State(TestCloud cloud, string id) =>
        cloud.Ec2("DescribeVpcPeeringConnections", ("VpcPeeringConnectionId.1", id)).Text("vpcPeeringConnectionSet/item/status/code");
}
