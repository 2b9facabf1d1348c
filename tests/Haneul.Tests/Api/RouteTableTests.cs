using Xunit;

namespace Haneul.Tests.Api;

public sealed class RouteTableTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void A_new_table_has_the_local_route_of_every_block()
    {
        var net = new TestNetwork(cloud, withIpv6: true);
        var table = cloud.Ec2("CreateRouteTable", ("VpcId", net.VpcId));
        Assert.Equal(["10.0.0.0/16"], table.Texts("routeTable/routeSet/item/destinationCidrBlock"));
        Assert.Single(table.Texts("routeTable/routeSet/item/destinationIpv6CidrBlock"));
        Assert.Equal(["local", "local"], table.Texts("routeTable/routeSet/item/gatewayId"));
        Assert.Equal(["CreateRouteTable", "CreateRouteTable"], table.Texts("routeTable/routeSet/item/origin"));
    }

    [Fact]
    public void A_route_is_created_replaced_and_deleted()
    {
        var net = new TestNetwork(cloud);
        var (table, nat) = (net.RouteTable(), net.NatGateway());
        Route("CreateRoute", table, "0.0.0.0/0", ("GatewayId", net.GatewayId));
        Assert.Equal("RouteAlreadyExists", RouteFault("CreateRoute", table, "0.0.0.0/0", ("NatGatewayId", nat)));
        Route("ReplaceRoute", table, "0.0.0.0/0", ("NatGatewayId", nat));
        Assert.Equal([table], cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("route.nat-gateway-id", nat)).Texts("routeTableSet/item/routeTableId"));
        Route("DeleteRoute", table, "0.0.0.0/0");
        Assert.Equal("InvalidRoute.NotFound", RouteFault("DeleteRoute", table, "0.0.0.0/0"));
        Assert.Equal("InvalidParameterValue", RouteFault("ReplaceRoute", table, "0.0.0.0/0", ("NatGatewayId", nat)));
    }

    [Theory]
    [InlineData("GatewayId", "igw-0123456789abcdef0", "InvalidGatewayID.NotFound")]
    [InlineData("NatGatewayId", "nat-0123456789abcdef0", "InvalidNatGatewayID.NotFound")]
    [InlineData("NetworkInterfaceId", "eni-0123456789abcdef0", "InvalidNetworkInterfaceID.NotFound")]
    [InlineData("InstanceId", "i-0123456789abcdef0", "InvalidInstanceID.NotFound")]
    [InlineData("VpcPeeringConnectionId", "pcx-0123456789abcdef0", "InvalidVpcPeeringConnectionID.NotFound")]
    [InlineData("TransitGatewayId", "tgw-0123456789abcdef0", "InvalidTransitGatewayID.NotFound")]
    [InlineData("VpcEndpointId", "vpce-0123456789abcdef0", "InvalidVpcEndpointId.NotFound")]
    public void A_target_that_is_not_there_is_not_found(string member, string id, string code)
    {
        var net = new TestNetwork(cloud);
        Assert.Equal(code, RouteFault("CreateRoute", net.MainTableId, "0.0.0.0/0", (member, id)));
    }

    [Fact]
    public void A_route_needs_one_destination_and_one_target_of_its_network()
    {
        var (net, other) = (new TestNetwork(cloud), new TestNetwork(cloud));
        Assert.Equal("MissingParameter", cloud.Ec2Fault("CreateRoute", ("RouteTableId", net.MainTableId), ("GatewayId", net.GatewayId)));
        Assert.Equal("MissingParameter", RouteFault("CreateRoute", net.MainTableId, "0.0.0.0/0"));
        Assert.Equal("InvalidParameterCombination", RouteFault("CreateRoute", net.MainTableId, "0.0.0.0/0", ("GatewayId", net.GatewayId), ("NatGatewayId", net.NatGateway())));
        Assert.Equal("InvalidParameterValue", RouteFault("CreateRoute", net.MainTableId, "0.0.0.0/0", ("GatewayId", other.GatewayId)));
    }

    [Fact]
    public void A_route_within_the_vpc_needs_a_whole_subnet_and_a_middlebox()
    {
        var net = new TestNetwork(cloud);
        var nic = net.Interface();
        Assert.Equal("RouteAlreadyExists", RouteFault("CreateRoute", net.MainTableId, "10.0.0.0/16", ("NetworkInterfaceId", nic)));
        Assert.Equal("InvalidParameterValue", RouteFault("CreateRoute", net.MainTableId, "10.0.0.0/24", ("GatewayId", net.GatewayId)));
        Assert.Equal("InvalidParameterValue", RouteFault("CreateRoute", net.MainTableId, "10.0.0.0/25", ("NetworkInterfaceId", nic)));
        Route("CreateRoute", net.MainTableId, "10.0.0.0/24", ("NetworkInterfaceId", nic));
        Route("ReplaceRoute", net.MainTableId, "10.0.0.0/16", ("NetworkInterfaceId", nic));
        Assert.DoesNotContain("local", Routes(net.MainTableId).Texts("gatewayId"));
        Route("ReplaceRoute", net.MainTableId, "10.0.0.0/16", ("LocalTarget", "true"));
        Assert.Contains("local", Routes(net.MainTableId).Texts("gatewayId"));
        Assert.Equal("InvalidParameterValue", RouteFault("DeleteRoute", net.MainTableId, "10.0.0.0/16"));
    }

    [Fact]
    public void A_route_whose_target_is_gone_is_a_black_hole()
    {
        var net = new TestNetwork(cloud);
        var (table, nat, nic) = (net.RouteTable(), net.NatGateway(), net.Interface());
        Route("CreateRoute", table, "0.0.0.0/0", ("NatGatewayId", nat));
        Route("CreateRoute", table, "192.168.0.0/16", ("NetworkInterfaceId", nic));
        Assert.Equal(["active", "active", "blackhole"], Routes(table).Texts("state"));
        cloud.Ec2("DeleteNatGateway", ("NatGatewayId", nat));
        Assert.Equal(["active", "blackhole", "blackhole"], Routes(table).Texts("state"));
        Assert.Equal([table], cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("route.state", "blackhole")).Texts("routeTableSet/item/routeTableId"));
    }

    [Fact]
    public void A_subnet_has_one_table_which_can_be_replaced()
    {
        var net = new TestNetwork(cloud);
        var (first, second) = (net.RouteTable(), net.RouteTable());
        var id = cloud.Ec2("AssociateRouteTable", ("RouteTableId", first), ("SubnetId", net.SubnetId)).Text("associationId");
        Assert.Equal(id, cloud.Ec2("AssociateRouteTable", ("RouteTableId", first), ("SubnetId", net.SubnetId)).Text("associationId"));
        Assert.Equal("Resource.AlreadyAssociated", cloud.Ec2Fault("AssociateRouteTable", ("RouteTableId", second), ("SubnetId", net.SubnetId)));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteRouteTable", ("RouteTableId", first)));
        var next = cloud.Ec2("ReplaceRouteTableAssociation", ("AssociationId", id), ("RouteTableId", second)).Text("newAssociationId");
        var seen = cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("association.route-table-association-id", next));
        Assert.Equal([second], seen.Texts("routeTableSet/item/routeTableId"));
        Assert.Equal(["associated"], seen.Texts("routeTableSet/item/associationSet/item/associationState/state"));
        cloud.Ec2("DisassociateRouteTable", ("AssociationId", next));
        Assert.Equal("InvalidAssociationID.NotFound", cloud.Ec2Fault("DisassociateRouteTable", ("AssociationId", next)));
        cloud.Ec2("DeleteRouteTable", ("RouteTableId", second));
    }

    [Fact]
    public void The_main_table_is_replaced_never_dropped()
    {
        var net = new TestNetwork(cloud);
        var table = net.RouteTable();
        var main = cloud.Ec2("DescribeRouteTables", ("RouteTableId.1", net.MainTableId)).Text("routeTableSet/item/associationSet/item/routeTableAssociationId");
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DisassociateRouteTable", ("AssociationId", main)));
        cloud.Ec2("ReplaceRouteTableAssociation", ("AssociationId", main), ("RouteTableId", table));
        var mains = cloud.Ec2("DescribeRouteTables", ("Filter.1.Name", "association.main"), ("Filter.1.Value.1", "true"), ("Filter.2.Name", "vpc-id"), ("Filter.2.Value.1", net.VpcId));
        Assert.Equal([table], mains.Texts("routeTableSet/item/routeTableId"));
        cloud.Ec2("DeleteRouteTable", ("RouteTableId", net.MainTableId));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteRouteTable", ("RouteTableId", table)));
    }

    [Fact]
    public void A_gateways_table_takes_whole_blocks_to_interfaces_only()
    {
        var net = new TestNetwork(cloud);
        var (table, nic) = (net.RouteTable(), net.Interface());
        cloud.Ec2("AssociateRouteTable", ("RouteTableId", table), ("GatewayId", net.GatewayId));
        Route("CreateRoute", table, "10.0.0.0/24", ("NetworkInterfaceId", nic));
        Assert.Equal("InvalidParameterValue", RouteFault("CreateRoute", table, "0.0.0.0/0", ("NetworkInterfaceId", nic)));
        Assert.Equal("InvalidParameterValue", RouteFault("CreateRoute", table, "0.0.0.0/0", ("GatewayId", net.GatewayId)));
        var open = net.RouteTable();
        Route("CreateRoute", open, "0.0.0.0/0", ("GatewayId", net.GatewayId));
        Assert.Equal([table], cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("association.gateway-id", net.GatewayId)).Texts("routeTableSet/item/routeTableId"));
    }

    private System.Xml.Linq.XElement Route(string action, string table, string block, params (string, string)[] target) =>
        cloud.Ec2(action, [("RouteTableId", table), ("DestinationCidrBlock", block), .. target]);

    private string RouteFault(string action, string table, string block, params (string, string)[] target) =>
        cloud.Ec2Fault(action, [("RouteTableId", table), ("DestinationCidrBlock", block), .. target]);

    private RouteList Routes(string table) => new(cloud.Ec2("DescribeRouteTables", ("RouteTableId.1", table)));

    private sealed record RouteList(System.Xml.Linq.XElement Answer)
    {
        public IReadOnlyList<string> Texts(string member) => Answer.Texts($"routeTableSet/item/routeSet/item/{member}");
    }
}
