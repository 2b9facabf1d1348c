namespace Haneul.Tests.Api;

/// <summary>A VPC 10.0.0.0/16 with one subnet 10.0.0.0/24 in zone a, its main route table and an internet gateway, made through the API.</summary>
public sealed class TestNetwork
{
    public TestNetwork(TestCloud cloud, bool withGateway = true, bool withIpv6 = false)
    {
        Cloud = cloud;
        VpcId = withIpv6
            ? cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16"), ("AmazonProvidedIpv6CidrBlock", "true")).Text("vpc/vpcId")
            : cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        SubnetId = Subnet("10.0.0.0/24");
        MainTableId = cloud.Ec2("DescribeRouteTables", Filter("vpc-id", VpcId)).Text("routeTableSet/item/routeTableId");
        if (withGateway) GatewayId = Gateway();
    }

    public TestCloud Cloud { get; }

    public string VpcId { get; }

    public string SubnetId { get; }

    public string MainTableId { get; }

    public string GatewayId { get; private set; } = "";

    /// <summary>Makes another subnet.</summary>
    public string Subnet(string block, string zone = "ap-northeast-2a") =>
        Cloud.Ec2("CreateSubnet", ("VpcId", VpcId), ("CidrBlock", block), ("AvailabilityZone", zone)).Text("subnet/subnetId");

    public string RouteTable() => Cloud.Ec2("CreateRouteTable", ("VpcId", VpcId)).Text("routeTable/routeTableId");

    public string Interface(params (string, string)[] more) =>
        Cloud.Ec2("CreateNetworkInterface", [("SubnetId", SubnetId), .. more]).Text("networkInterface/networkInterfaceId");

    public string Address() => Cloud.Ec2("AllocateAddress").Text("allocationId");

    public string NatGateway(string? subnet = null) =>
        Cloud.Ec2("CreateNatGateway", ("SubnetId", subnet ?? SubnetId), ("AllocationId", Address())).Text("natGateway/natGatewayId");

    public static (string, string)[] Filter(string name, string value) => [("Filter.1.Name", name), ("Filter.1.Value.1", value)];

    private string Gateway()
    {
        var id = Cloud.Ec2("CreateInternetGateway").Text("internetGateway/internetGatewayId");
        Cloud.Ec2("AttachInternetGateway", ("InternetGatewayId", id), ("VpcId", VpcId));
        return id;
    }
}
