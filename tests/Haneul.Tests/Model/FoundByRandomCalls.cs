using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Model;

/// <summary>What random calls have found, each as the few calls that show it.</summary>
public sealed class FoundByRandomCalls
{
    [Fact]
    public void A_peering_request_goes_with_the_vpc_that_made_it()
    {
        var cloud = new TestCloud();
        var one = cloud.Ec2("CreateVpc", ("CidrBlock", "10.1.0.0/16")).Text("vpc/vpcId");
        var other = cloud.Ec2("CreateVpc", ("CidrBlock", "10.2.0.0/16")).Text("vpc/vpcId");
        var peering = cloud.Ec2("CreateVpcPeeringConnection", ("VpcId", one), ("PeerVpcId", other)).Text("vpcPeeringConnection/vpcPeeringConnectionId");
        cloud.Ec2("DeleteVpc", ("VpcId", one));
        Assert.Equal("InvalidStateTransition", cloud.Ec2Fault("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", peering)));
        Assert.Equal(PeeringState.Deleted, cloud.Scope.Get(new Id<VpcPeering>(peering)).State);
        Assert.Empty(Invariants.Of(cloud.Ledger.Current));
    }

    [Fact]
    public void A_block_that_overlaps_a_peered_vpc_is_not_added()
    {
        var cloud = new TestCloud();
        var one = cloud.Ec2("CreateVpc", ("CidrBlock", "10.1.0.0/16")).Text("vpc/vpcId");
        var other = cloud.Ec2("CreateVpc", ("CidrBlock", "10.2.0.0/16")).Text("vpc/vpcId");
        var peering = cloud.Ec2("CreateVpcPeeringConnection", ("VpcId", one), ("PeerVpcId", other)).Text("vpcPeeringConnection/vpcPeeringConnectionId");
        cloud.Ec2("AcceptVpcPeeringConnection", ("VpcPeeringConnectionId", peering));
        Assert.Equal("InvalidVpc.Range", cloud.Ec2Fault("AssociateVpcCidrBlock", ("VpcId", one), ("CidrBlock", "10.2.128.0/17")));
        cloud.Ec2("AssociateVpcCidrBlock", ("VpcId", one), ("CidrBlock", "10.3.0.0/16"));
    }

    [Theory]
    [InlineData("-62135596801")]
    [InlineData("253402300800")]
    public void A_time_that_no_date_can_hold_is_refused(string seconds)
    {
        var cloud = new TestCloud();
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DescribeNetworkInsightsAnalyses", ("AnalysisStartTime", seconds)));
    }

    [Fact]
    public void A_rule_that_is_described_twice_in_one_call_is_refused()
    {
        var cloud = new TestCloud();
        cloud.Ec2("DescribeVpcs");
        var group = cloud.Scope.All<SecurityGroup>().First();
        var rule = group.Rules.First(r => r.IsEgress).Id;
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault(
            "UpdateSecurityGroupRuleDescriptionsEgress", ("GroupId", group.Id.Value),
            ("SecurityGroupRuleDescription.1.SecurityGroupRuleId", rule), ("SecurityGroupRuleDescription.1.Description", "one"),
            ("SecurityGroupRuleDescription.2.SecurityGroupRuleId", rule), ("SecurityGroupRuleDescription.2.Description", "two")));
    }
}
