using Xunit;

namespace Haneul.Tests.Api;

public sealed class RoutePropagationTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void The_static_routes_of_an_attached_gateways_connections_come_and_go()
    {
        var net = new TestNetwork(cloud);
        var gateway = cloud.Ec2("CreateVpnGateway", ("Type", "ipsec.1")).Text("vpnGateway/vpnGatewayId");
        (string, string)[] propagation = [("GatewayId", gateway), ("RouteTableId", net.MainTableId)];
        Assert.Equal("Gateway.NotAttached", cloud.Ec2Fault("EnableVgwRoutePropagation", propagation));
        cloud.Ec2("AttachVpnGateway", ("VpnGatewayId", gateway), ("VpcId", net.VpcId));
        cloud.Ec2("EnableVgwRoutePropagation", propagation);
        var customer = cloud.Ec2("CreateCustomerGateway", ("Type", "ipsec.1"), ("BgpAsn", "65000"), ("IpAddress", "198.19.0.77")).Text("customerGateway/customerGatewayId");
        var connection = cloud.Ec2("CreateVpnConnection", ("Type", "ipsec.1"), ("CustomerGatewayId", customer), ("VpnGatewayId", gateway), ("Options.StaticRoutesOnly", "true"));
        cloud.Ec2("CreateVpnConnectionRoute", ("VpnConnectionId", connection.Text("vpnConnection/vpnConnectionId")), ("DestinationCidrBlock", "192.168.0.0/16"));

        var seen = cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("route.origin", "EnableVgwRoutePropagation"));
        Assert.Equal([net.MainTableId], seen.Texts("routeTableSet/item/routeTableId"));
        Assert.Equal([gateway], seen.Texts("routeTableSet/item/propagatingVgwSet/item/gatewayId"));
        Assert.Equal(("192.168.0.0/16", gateway, "active"), Last(seen));
        Assert.Equal("InvalidRoute.NotFound", cloud.Ec2Fault("DeleteRoute", ("RouteTableId", net.MainTableId), ("DestinationCidrBlock", "192.168.0.0/16")));

        cloud.Ec2("DisableVgwRoutePropagation", propagation);
        Assert.Empty(cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("route.origin", "EnableVgwRoutePropagation")).Each("routeTableSet/item"));
    }

    private static (string, string, string) Last(System.Xml.Linq.XElement seen)
    {
        var route = seen.Each("routeTableSet/item/routeSet/item")[^1];
        return (route.Text("destinationCidrBlock"), route.Text("gatewayId"), route.Text("state"));
    }
}
