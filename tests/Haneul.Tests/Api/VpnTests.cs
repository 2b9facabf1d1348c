using System.Xml.Linq;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class VpnTests
{
    private readonly TestCloud cloud = new();
    private readonly string vpc;
    private readonly string gateway;
    private readonly string router;

    public VpnTests()
    {
        vpc = cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        gateway = cloud.Ec2("CreateVpnGateway", ("Type", "ipsec.1")).Text("vpnGateway/vpnGatewayId");
        router = cloud.Ec2("CreateCustomerGateway", ("Type", "ipsec.1"), ("IpAddress", "198.19.0.77"), ("BgpAsn", "65010"), ("DeviceName", "edge")).Text("customerGateway/customerGatewayId");
    }

    [Fact]
    public void A_gateway_is_attached_to_one_vpc_and_a_vpc_to_one_gateway()
    {
        cloud.Ec2("AttachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", gateway));
        Assert.Equal("attached", Gateway().Text("attachments/item/state"));
        var second = cloud.Ec2("CreateVpnGateway", ("Type", "ipsec.1"), ("AmazonSideAsn", "4200000000")).Text("vpnGateway/vpnGatewayId");
        Assert.Equal("VpnGatewayAttachmentLimitExceeded", cloud.Ec2Fault("AttachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", second)));
        Assert.Equal("IncorrectState", cloud.Ec2Fault("DeleteVpnGateway", ("VpnGatewayId", gateway)));
        cloud.Ec2("DetachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", gateway));
        Assert.Equal("detached", Gateway().Text("attachments/item/state"));
        Assert.Equal("InvalidVpnGatewayAttachment.NotFound", cloud.Ec2Fault("DetachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", gateway)));
        cloud.Ec2("DeleteVpnGateway", ("VpnGatewayId", gateway));
        Assert.Equal("deleted", Gateway().Text("state"));
        cloud.Ledger.Advance(TimeSpan.FromHours(1));
        Assert.Equal("InvalidVpnGatewayID.NotFound", cloud.Ec2Fault("DescribeVpnGateways", ("VpnGatewayId.1", gateway)));
    }

    [Fact]
    public void A_connection_has_two_tunnels_and_tells_the_router_about_them()
    {
        var id = Connect(("Options.TunnelOptions.1.TunnelInsideCidr", "169.254.10.0/30"), ("Options.TunnelOptions.1.PreSharedKey", "secret_secret"), ("Options.TunnelOptions.2.IKEVersion.1.Value", "ikev2"));
        var seen = Connection(id);
        Assert.Equal("available", seen.Text("state"));
        Assert.Equal(2, seen.Texts("options/tunnelOptionSet/item/outsideIpAddress").Distinct().Count());
        Assert.Equal(["ikev2"], seen.Texts("options/tunnelOptionSet/item/ikeVersionSet/item/value"));
        var document = XElement.Parse(seen.Text("customerGatewayConfiguration"));
        var mine = document.Elements("ipsec_tunnel").Single(t => t.Element("ike")?.Element("pre_shared_key")?.Value == "secret_secret");
        Assert.Equal("169.254.10.2", mine.Text("customer_gateway/tunnel_inside_address/ip_address"));
        Assert.Equal("169.254.10.1", mine.Text("vpn_gateway/tunnel_inside_address/ip_address"));
        Assert.Equal(("64512", "30"), (mine.Text("vpn_gateway/bgp/asn"), mine.Text("vpn_gateway/bgp/hold_time")));
        Assert.Equal("198.19.0.77", mine.Text("customer_gateway/tunnel_outside_address/ip_address"));
        Assert.Contains(mine.Text("vpn_gateway/tunnel_outside_address/ip_address"), seen.Texts("vgwTelemetry/item/outsideIpAddress"));
        Assert.Equal("IncorrectState", cloud.Ec2Fault("DeleteCustomerGateway", ("CustomerGatewayId", router)));
        var leases = cloud.Scope.All<PublicLease>().Count;
        cloud.Ec2("DeleteVpnConnection", ("VpnConnectionId", id));
        Assert.Equal("deleted", Connection(id).Text("state"));
        Assert.Equal(leases - 2, cloud.Scope.All<PublicLease>().Count);
        cloud.Ec2("DeleteCustomerGateway", ("CustomerGatewayId", router));
    }

    [Fact]
    public void Static_routes_are_propagated_while_the_gateway_is_attached()
    {
        cloud.Ec2("AttachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", gateway));
        var id = Connect(("Options.StaticRoutesOnly", "true"));
        cloud.Ec2("CreateVpnConnectionRoute", ("VpnConnectionId", id), ("DestinationCidrBlock", "192.168.0.0/16"));
        var table = cloud.Scope.All<RouteTable>().Single(t => t.VpcId.Value == vpc) with { PropagatingGateways = [new Id<VpnGateway>(gateway)] };
        Assert.Equal(["192.168.0.0/16"], PropagatedRoutes.Of(cloud.Scope, table).Select(r => r.Destination.ToString()));
        Assert.Equal("192.168.0.0/16", Connection(id).Text("routes/item/destinationCidrBlock"));
        cloud.Ec2("DetachVpnGateway", ("VpcId", vpc), ("VpnGatewayId", gateway));
        Assert.Empty(PropagatedRoutes.Of(cloud.Scope, table));
        cloud.Ec2("DeleteVpnConnectionRoute", ("VpnConnectionId", id), ("DestinationCidrBlock", "192.168.0.0/16"));
        Assert.Equal("InvalidRoute.NotFound", cloud.Ec2Fault("DeleteVpnConnectionRoute", ("VpnConnectionId", id), ("DestinationCidrBlock", "192.168.0.0/16")));
    }

    [Fact]
    public void Options_change_in_place()
    {
        var id = Connect();
        cloud.Ec2("ModifyVpnConnectionOptions", ("VpnConnectionId", id), ("LocalIpv4NetworkCidr", "192.168.0.0/16"));
        var tunnel = Connection(id).Text("options/tunnelOptionSet/item/outsideIpAddress");
        cloud.Ec2("ModifyVpnTunnelOptions", ("VpnConnectionId", id), ("VpnTunnelOutsideIpAddress", tunnel), ("TunnelOptions.DPDTimeoutAction", "restart"), ("TunnelOptions.Phase1DHGroupNumber.1.Value", "14"));
        var seen = Connection(id);
        Assert.Equal(("192.168.0.0/16", "0.0.0.0/0"), (seen.Text("options/localIpv4NetworkCidr"), seen.Text("options/remoteIpv4NetworkCidr")));
        Assert.Equal(["restart"], seen.Texts("options/tunnelOptionSet/item/dpdTimeoutAction"));
        Assert.Equal(["14"], seen.Texts("options/tunnelOptionSet/item/phase1DHGroupNumberSet/item/value"));
    }

    [Fact]
    public void Faults_have_their_codes()
    {
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateVpnGateway", ("Type", "ipsec.2")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateVpnGateway", ("Type", "ipsec.1"), ("AmazonSideAsn", "1")));
        Assert.Equal("MissingParameter", cloud.Ec2Fault("CreateCustomerGateway", ("Type", "ipsec.1")));
        Assert.Equal("InvalidParameterValue", ConnectFault(("Options.TunnelOptions.1.TunnelInsideCidr", "169.254.0.0/30")));
        Assert.Equal("InvalidParameterValue", ConnectFault(("Options.TunnelOptions.1.PreSharedKey", "0short")));
        Assert.Equal("InvalidTransitGatewayID.NotFound", ConnectFault(("TransitGatewayId", "tgw-0123456789abcdef0")));
        Assert.Equal("UnsupportedOperation", cloud.Ec2Fault("CreateVpnConnectionRoute", ("VpnConnectionId", Connect()), ("DestinationCidrBlock", "10.0.0.0/8")));
        Assert.Equal("InvalidVpnConnectionID.NotFound", cloud.Ec2Fault("DescribeVpnConnections", ("VpnConnectionId.1", "vpn-0123456789abcdef0")));
        Assert.Equal(router, cloud.Ec2("CreateCustomerGateway", ("Type", "ipsec.1"), ("IpAddress", "198.19.0.77"), ("BgpAsn", "65010")).Text("customerGateway/customerGatewayId"));
    }

    private XElement Gateway() => cloud.Ec2("DescribeVpnGateways", ("VpnGatewayId.1", gateway)).Each("vpnGatewaySet/item")[0];

    private XElement Connection(string id) => cloud.Ec2("DescribeVpnConnections", ("VpnConnectionId.1", id)).Each("vpnConnectionSet/item")[0];

    private string Connect(params (string, string)[] options) => cloud.Ec2("CreateVpnConnection", Request(options)).Text("vpnConnection/vpnConnectionId");

    private string ConnectFault(params (string, string)[] options) => cloud.Ec2Fault("CreateVpnConnection", Request(options));

    private (string, string)[] Request((string, string)[] options) => [("Type", "ipsec.1"), ("CustomerGatewayId", router), ("VpnGatewayId", gateway), .. options];
}
