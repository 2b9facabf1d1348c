using Xunit;

namespace Haneul.Tests.Api;

public sealed class VpcTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void A_vpc_is_pending_when_made_and_available_when_described()
    {
        var made = cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16"));
        var id = made.Text("vpc/vpcId");
        var seen = cloud.Ec2("DescribeVpcs", ("VpcId.1", id));
        Assert.Equal("pending", made.Text("vpc/state"));
        Assert.Equal("available", seen.Text("vpcSet/item/state"));
        Assert.Equal("10.0.0.0/16", seen.Text("vpcSet/item/cidrBlockAssociationSet/item/cidrBlock"));
    }

    [Fact]
    public void A_vpc_that_is_not_there_is_not_found() => Assert.Equal("InvalidVpcID.NotFound", cloud.Ec2Fault("DescribeVpcs", ("VpcId.1", "vpc-0123456789abcdef0")));
}
