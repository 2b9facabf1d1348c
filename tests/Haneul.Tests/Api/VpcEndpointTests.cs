using System.Xml.Linq;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class VpcEndpointTests
{
    private const string S3 = "com.amazonaws.ap-northeast-2.s3";
    private const string Ec2 = "com.amazonaws.ap-northeast-2.ec2";

    private readonly TestCloud cloud = new();
    private readonly string vpc;
    private readonly string table;
    private readonly List<string> subnets;

    public VpcEndpointTests()
    {
        vpc = cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId");
        table = cloud.Scope.All<RouteTable>().Single().Id.Value;
        subnets = [.. cloud.Scope.All<Subnet>().OrderBy(s => s.Zone).Select(s => s.Id.Value)];
    }

    [Fact]
    public void A_gateway_endpoint_is_a_route_to_the_prefix_list_of_its_service()
    {
        var id = Create(("ServiceName", S3), ("RouteTableId.1", table));
        var list = cloud.Ec2("DescribePrefixLists", ("Filter.1.Name", "prefix-list-name"), ("Filter.1.Value.1", S3)).Text("prefixListSet/item/prefixListId");
        Assert.Equal(list, RouteTo(id)?.Destination.PrefixListId?.Value);
        Assert.Equal("RouteAlreadyExists", Fault(("ServiceName", S3), ("RouteTableId.1", table)));
        cloud.Ec2("ModifyVpcEndpoint", ("VpcEndpointId", id), ("RemoveRouteTableId.1", table));
        Assert.Null(RouteTo(id));
        cloud.Ec2("ModifyVpcEndpoint", ("VpcEndpointId", id), ("AddRouteTableId.1", table));
        Assert.Equal(table, Describe(id).Text("routeTableIdSet/item"));
        cloud.Ec2("DeleteVpcEndpoints", ("VpcEndpointId.1", id));
        Assert.Null(RouteTo(id));
        Assert.Equal("InvalidVpcEndpointId.NotFound", cloud.Ec2Fault("DescribeVpcEndpoints", ("VpcEndpointId.1", id)));
    }

    [Fact]
    public void An_interface_endpoint_has_an_interface_in_each_subnet_and_names()
    {
        var made = cloud.Ec2("CreateVpcEndpoint", ("VpcId", vpc), ("VpcEndpointType", "Interface"), ("ServiceName", Ec2), ("SubnetId.1", subnets[0]), ("SubnetId.2", subnets[1]),
            ("SubnetConfiguration.1.SubnetId", subnets[1]), ("SubnetConfiguration.1.Ipv4", "172.31.16.99"), ("PrivateDnsEnabled", "true"));
        Assert.Equal("pending", made.Text("vpcEndpoint/state"));
        var id = made.Text("vpcEndpoint/vpcEndpointId");
        var seen = Describe(id);
        Assert.Equal("available", seen.Text("state"));
        Assert.Equal(["172.31.0.4", "172.31.16.99"], Interfaces(id).Select(n => n.PrivateIps[0].ToString()).Order());
        Assert.All(Interfaces(id), n => Assert.Equal(("vpc_endpoint", true, "amazon-aws"), (n.InterfaceType, n.RequesterManaged, n.Attachment?.InstanceOwnerId)));
        Assert.Equal(4, seen.Each("dnsEntrySet/item").Count);
        Assert.Contains("ec2.ap-northeast-2.amazonaws.com", seen.Texts("dnsEntrySet/item/dnsName"));
        Assert.Equal("InvalidParameter", Fault(("VpcEndpointType", "Interface"), ("ServiceName", Ec2), ("PrivateDnsEnabled", "true")));
        cloud.Ec2("ModifyVpcEndpoint", ("VpcEndpointId", id), ("RemoveSubnetId.1", subnets[0]), ("AddSubnetId.1", subnets[2]));
        Assert.Equal([subnets[1], subnets[2]], Interfaces(id).Select(n => n.SubnetId.Value).Order());
        cloud.Ec2("DeleteVpcEndpoints", ("VpcEndpointId.1", id));
        Assert.Empty(cloud.Scope.All<NetworkInterface>());
    }

    [Fact]
    public void Groups_of_an_endpoint_are_those_of_its_interfaces()
    {
        var id = Create(("VpcEndpointType", "Interface"), ("ServiceName", Ec2), ("SubnetId.1", subnets[0]));
        var group = cloud.Ec2("CreateSecurityGroup", ("GroupName", "vpce"), ("GroupDescription", "x"), ("VpcId", vpc)).Text("groupId");
        var standard = Describe(id).Text("groupSet/item/groupId");
        cloud.Ec2("ModifyVpcEndpoint", ("VpcEndpointId", id), ("AddSecurityGroupId.1", group), ("RemoveSecurityGroupId.1", standard));
        Assert.Equal([group], Interfaces(id).SelectMany(n => n.GroupIds).Select(g => g.Value));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteSecurityGroup", ("GroupId", group)));
    }

    [Fact]
    public void Faults_have_their_codes()
    {
        Assert.Equal("InvalidServiceName", Fault(("ServiceName", "com.amazonaws.ap-northeast-2.nothing")));
        Assert.Equal("InvalidParameter", Fault(("ServiceName", Ec2)));
        Assert.Equal("InvalidParameter", Fault(("ServiceName", S3), ("SubnetId.1", subnets[0])));
        Assert.Equal("InvalidPolicyDocument", Fault(("ServiceName", S3), ("PolicyDocument", "{")));
        Assert.Equal("InvalidRouteTableID.NotFound", Fault(("ServiceName", S3), ("RouteTableId.1", "rtb-0123456789abcdef0")));
        Assert.Equal("InvalidVpcEndpoint.NotFound", cloud.Ec2("DeleteVpcEndpoints", ("VpcEndpointId.1", "vpce-0123456789abcdef0")).Text("unsuccessful/item/error/code"));
        var plain = cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        Assert.Equal("InvalidParameter", cloud.Ec2Fault("CreateVpcEndpoint", ("VpcId", plain), ("VpcEndpointType", "Interface"), ("ServiceName", Ec2), ("PrivateDnsEnabled", "true")));
    }

    [Fact]
    public void Services_are_found_by_name_and_type()
    {
        var both = cloud.Ec2("DescribeVpcEndpointServices", ("Filter.1.Name", "service-name"), ("Filter.1.Value.1", S3));
        Assert.Equal(["Gateway", "Interface"], both.Texts("serviceDetailSet/item/serviceType/item/serviceType").Order());
        var gateway = cloud.Ec2("DescribeVpcEndpointServices", ("ServiceName.1", S3), ("Filter.1.Name", "service-type"), ("Filter.1.Value.1", "Gateway"));
        Assert.Equal([S3], gateway.Texts("serviceNameSet/item"));
        Assert.Equal("InvalidServiceName", cloud.Ec2Fault("DescribeVpcEndpointServices", ("ServiceName.1", "nothing")));
    }

    [Fact]
    public void Flow_logs_are_kept_as_they_were_ordered()
    {
        (string, string)[] order = [("ResourceType", "VPC"), ("ResourceId.1", vpc), ("ResourceId.2", "vpc-0123456789abcdef0"), ("TrafficType", "ALL"), ("LogDestinationType", "s3"), ("LogDestination", "arn:aws:s3:::logs/prefix/")];
        var made = cloud.Ec2("CreateFlowLogs", [.. order, ("DestinationOptions.FileFormat", "parquet")]);
        var id = made.Text("flowLogIdSet/item");
        Assert.Equal("InvalidVpcID.NotFound", made.Text("unsuccessful/item/error/code"));
        var seen = cloud.Ec2("DescribeFlowLogs", ("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", vpc)).Each("flowLogSet/item")[0];
        Assert.Equal(("arn:aws:s3:::logs/prefix/", "parquet", "600"), (seen.Text("logDestination"), seen.Text("destinationOptions/fileFormat"), seen.Text("maxAggregationInterval")));
        Assert.Equal("FlowLogAlreadyExists", cloud.Ec2("CreateFlowLogs", order).Text("unsuccessful/item/error/code"));
        Assert.Equal("MissingParameter", cloud.Ec2Fault("CreateFlowLogs", ("ResourceType", "VPC"), ("ResourceId.1", vpc), ("TrafficType", "ALL"), ("LogGroupName", "flows")));
        Assert.Empty(cloud.Ec2("DeleteFlowLogs", ("FlowLogId.1", id)).Each("unsuccessful/item"));
        Assert.Equal("InvalidFlowLogId.NotFound", cloud.Ec2Fault("DescribeFlowLogs", ("FlowLogId.1", id)));
    }

    private string Create(params (string, string)[] rest) => cloud.Ec2("CreateVpcEndpoint", [("VpcId", vpc), .. rest]).Text("vpcEndpoint/vpcEndpointId");

    private string Fault(params (string, string)[] rest) => cloud.Ec2Fault("CreateVpcEndpoint", [("VpcId", vpc), .. rest]);

    private XElement Describe(string id) => cloud.Ec2("DescribeVpcEndpoints", ("VpcEndpointId.1", id)).Each("vpcEndpointSet/item")[0];

    private IReadOnlyList<NetworkInterface> Interfaces(string id) => [.. Describe(id).Texts("networkInterfaceIdSet/item").Select(n => cloud.Scope.Get(new Id<NetworkInterface>(n)))];

    private Route? RouteTo(string id) => cloud.Scope.Get(new Id<RouteTable>(table)).Routes.FirstOrDefault(r => r.Target.Id == id);
}
