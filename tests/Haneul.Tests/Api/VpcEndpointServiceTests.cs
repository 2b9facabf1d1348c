using System.Xml.Linq;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

/// <summary>Services of gateway load balancers, and endpoints that lead to them.</summary>
public sealed class VpcEndpointServiceTests
{
    private readonly TestCloud cloud = new();
    private readonly string vpc, table, balancer;
    private readonly List<Subnet> subnets;

    public VpcEndpointServiceTests()
    {
        vpc = cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId");
        table = cloud.Scope.All<RouteTable>().Single().Id.Value;
        subnets = [.. cloud.Scope.All<Subnet>().OrderBy(s => s.Zone)];
        balancer = cloud.Call("elasticloadbalancing", "CreateLoadBalancer", ("Name", "inspect"), ("Type", "gateway"), ("Subnets.member.1", subnets[0].Id.Value)).Text("LoadBalancers/member/LoadBalancerArn");
    }

    [Fact]
    public void An_endpoint_has_one_interface_that_checks_and_filters_nothing_and_is_a_route_s_target()
    {
        var service = Service("false").Text("serviceConfiguration/serviceName");
        var endpoint = Endpoint(service).Text("vpcEndpoint/vpcEndpointId");
        var nic = cloud.Scope.All<NetworkInterface>().Single(n => n.InterfaceType == "gateway_load_balancer_endpoint");
        Assert.Equal((false, true, 0), (nic.SourceDestCheck, nic.RequesterManaged, nic.GroupIds.Length));
        Assert.Equal("available", cloud.Ec2("DescribeVpcEndpoints", ("VpcEndpointId.1", endpoint)).Text("vpcEndpointSet/item/state"));
        cloud.Ec2("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", "10.9.0.0/16"), ("VpcEndpointId", endpoint));
        cloud.Ec2("CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", subnets[1].Cidr?.ToString() ?? ""), ("VpcEndpointId", endpoint));
        cloud.Ec2("DeleteVpcEndpoints", ("VpcEndpointId.1", endpoint));
        Assert.DoesNotContain(cloud.Scope.All<NetworkInterface>(), n => n.Id == nic.Id);
    }

    [Fact]
    public void An_endpoint_waits_to_be_accepted_and_is_cut_off_when_it_is_rejected()
    {
        var made = Service("true");
        var (id, name) = (made.Text("serviceConfiguration/serviceId"), made.Text("serviceConfiguration/serviceName"));
        var endpoint = Endpoint(name).Text("vpcEndpoint/vpcEndpointId");
        Assert.Equal("pendingAcceptance", Connection());
        cloud.Ec2("AcceptVpcEndpointConnections", ("ServiceId", id), ("VpcEndpointId.1", endpoint));
        Assert.Equal("available", Connection());
        Assert.Equal("ExistingVpcEndpointConnections", cloud.Ec2("DeleteVpcEndpointServiceConfigurations", ("ServiceId.1", id)).Text("unsuccessful/item/error/code"));
        cloud.Ec2("RejectVpcEndpointConnections", ("ServiceId", id), ("VpcEndpointId.1", endpoint));
        Assert.Equal("rejected", Connection());
        cloud.Ec2("DeleteVpcEndpointServiceConfigurations", ("ServiceId.1", id));
        Assert.Empty(cloud.Scope.All<VpcEndpointService>());
    }

    [Fact]
    public void What_an_endpoint_cannot_have_is_refused()
    {
        var service = Service("false").Text("serviceConfiguration/serviceName");
        Assert.Equal("InvalidParameter", Fault(service, ("SubnetId.1", subnets[0].Id.Value), ("SubnetId.2", subnets[1].Id.Value)));
        Assert.Equal("InvalidParameter", Fault(service, ("SubnetId.1", subnets[1].Id.Value)));
        Assert.Equal("InvalidServiceName", Fault($"{service}0", ("SubnetId.1", subnets[0].Id.Value)));
        Assert.Equal("InvalidParameter", cloud.Ec2Fault("CreateVpcEndpointServiceConfiguration", ("GatewayLoadBalancerArn.1", $"{balancer}0")));
    }

    [Fact]
    public void Permissions_are_given_and_taken()
    {
        var id = Service("false").Text("serviceConfiguration/serviceId");
        cloud.Ec2("ModifyVpcEndpointServicePermissions", ("ServiceId", id), ("AddAllowedPrincipals.1", "arn:aws:iam::111122223333:root"), ("AddAllowedPrincipals.2", "*"));
        Assert.Equal(["Account", "All"], cloud.Ec2("DescribeVpcEndpointServicePermissions", ("ServiceId", id)).Texts("allowedPrincipals/item/principalType").Order());
        cloud.Ec2("ModifyVpcEndpointServicePermissions", ("ServiceId", id), ("RemoveAllowedPrincipals.1", "*"));
        Assert.Equal(["Account"], cloud.Ec2("DescribeVpcEndpointServicePermissions", ("ServiceId", id)).Texts("allowedPrincipals/item/principalType"));
    }

    [Fact]
    public void A_balancer_behind_a_service_cannot_be_deleted()
    {
        var id = Service("false").Text("serviceConfiguration/serviceId");
        Assert.Equal("ResourceInUse", cloud.FaultOf("elasticloadbalancing", "DeleteLoadBalancer", ("LoadBalancerArn", balancer)));
        cloud.Ec2("DeleteVpcEndpointServiceConfigurations", ("ServiceId.1", id));
        cloud.Call("elasticloadbalancing", "DeleteLoadBalancer", ("LoadBalancerArn", balancer));
        Assert.Empty(cloud.Scope.All<LoadBalancer>());
    }

    [Fact]
    public void A_service_is_listed_among_all_for_its_owner_and_for_whom_it_permits()
    {
        var made = Service("true");
        var (id, name) = (made.Text("serviceConfiguration/serviceId"), made.Text("serviceConfiguration/serviceName"));
        var own = Listed();
        Assert.Equal([name], own.Texts("serviceNameSet/item"));
        Assert.Equal((id, "true", "false", "000000000000"), (own.Text("serviceDetailSet/item/serviceId"), own.Text("serviceDetailSet/item/acceptanceRequired"), own.Text("serviceDetailSet/item/vpcEndpointPolicySupported"), own.Text("serviceDetailSet/item/owner")));
        Assert.Equal([subnets[0].Zone], own.Texts("serviceDetailSet/item/availabilityZoneSet/item"));
        Assert.Equal([name], cloud.Ec2("DescribeVpcEndpointServices", ("ServiceName.1", name)).Texts("serviceNameSet/item"));
        Assert.Equal("InvalidServiceName", cloud.Ec2Fault("DescribeVpcEndpointServices", ("ServiceName.1", $"{name}0")));
        var other = cloud.As("111122223333");
        Assert.Equal("InvalidServiceName", other.Ec2Fault("DescribeVpcEndpointServices", ("ServiceName.1", name)));
        cloud.Ec2("ModifyVpcEndpointServicePermissions", ("ServiceId", id), ("AddAllowedPrincipals.1", "arn:aws:iam::111122223333:root"));
        Assert.Equal("000000000000", other.Ec2("DescribeVpcEndpointServices", ("ServiceName.1", name)).Text("serviceDetailSet/item/owner"));
        cloud.Ec2("DeleteVpcEndpointServiceConfigurations", ("ServiceId.1", id));
        Assert.Empty(Listed().Texts("serviceNameSet/item"));

        XElement Listed() => cloud.Ec2("DescribeVpcEndpointServices", ("Filter.1.Name", "service-type"), ("Filter.1.Value.1", "GatewayLoadBalancer"));
    }

    private XElement Service(string acceptance) => cloud.Ec2("CreateVpcEndpointServiceConfiguration", ("GatewayLoadBalancerArn.1", balancer), ("AcceptanceRequired", acceptance));

    private XElement Endpoint(string service) =>
        cloud.Ec2("CreateVpcEndpoint", ("VpcId", vpc), ("VpcEndpointType", "GatewayLoadBalancer"), ("ServiceName", service), ("SubnetId.1", subnets[0].Id.Value));

    private string Fault(string service, params (string, string)[] more) =>
        cloud.Ec2Fault("CreateVpcEndpoint", [("VpcId", vpc), ("VpcEndpointType", "GatewayLoadBalancer"), ("ServiceName", service), .. more]);

    private string Connection() => cloud.Ec2("DescribeVpcEndpointConnections").Text("vpcEndpointConnectionSet/item/vpcEndpointState");
}
