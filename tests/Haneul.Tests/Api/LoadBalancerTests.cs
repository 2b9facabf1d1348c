using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class LoadBalancerTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void Nodes_are_interfaces_that_go_with_their_balancer_and_that_nobody_else_takes_away()
    {
        var lb = new TestBalancing(cloud);
        var arn = lb.Balancer();
        var seen = lb.Call("DescribeLoadBalancers", ("Names.member.1", "web"));
        Assert.Equal(("active", "application", "internet-facing", "ZWKZPGTI48KDX"), (seen.Text("LoadBalancers/member/State/Code"), seen.Text("LoadBalancers/member/Type"), seen.Text("LoadBalancers/member/Scheme"), seen.Text("LoadBalancers/member/CanonicalHostedZoneId")));
        Assert.EndsWith(".ap-northeast-2.elb.amazonaws.com", seen.Text("LoadBalancers/member/DNSName"));
        var nodes = cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("description", $"ELB {arn[(arn.IndexOf("loadbalancer/", StringComparison.Ordinal) + "loadbalancer/".Length)..]}"));
        Assert.Equal([lb.SubnetA, lb.SubnetB], nodes.Texts("networkInterfaceSet/item/subnetId").OrderBy(s => s == lb.SubnetB));
        Assert.All(nodes.Texts("networkInterfaceSet/item/attachment/instanceOwnerId"), o => Assert.Equal("amazon-elb", o));
        Assert.Equal(2, nodes.Each("networkInterfaceSet/item/association/publicIp").Distinct().Count());
        Assert.Equal(seen.Text("LoadBalancers/member/SecurityGroups/member"), nodes.Text("networkInterfaceSet/item/groupSet/item/groupId"));
        var nic = nodes.Text("networkInterfaceSet/item/networkInterfaceId");
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DeleteNetworkInterface", ("NetworkInterfaceId", nic)));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DetachNetworkInterface", ("AttachmentId", nodes.Text("networkInterfaceSet/item/attachment/attachmentId"))));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteSubnet", ("SubnetId", lb.SubnetB)));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DetachInternetGateway", ("InternetGatewayId", lb.Net.GatewayId), ("VpcId", lb.Net.VpcId)));
        lb.Call("DeleteLoadBalancer", ("LoadBalancerArn", arn));
        lb.Call("DeleteLoadBalancer", ("LoadBalancerArn", arn));
        Assert.Equal("LoadBalancerNotFound", lb.Fault("DescribeLoadBalancers", ("LoadBalancerArns.member.1", arn)));
        Assert.Empty(cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("vpc-id", lb.Net.VpcId)).Each("networkInterfaceSet/item"));
    }

    [Fact]
    public void What_a_balancer_cannot_be_is_refused()
    {
        var (lb, bare) = (new TestBalancing(cloud), new TestBalancing(cloud, withGateway: false));
        var sameZone = lb.Net.Subnet("10.0.9.0/24");
        Assert.Equal("InvalidSubnet", bare.Fault("CreateLoadBalancer", ("Name", "x"), ("Subnets.member.1", bare.SubnetA), ("Subnets.member.2", bare.SubnetB)));
        bare.Balancer("inside", more: ("Scheme", "internal"));
        Assert.Equal("ValidationError", lb.Fault("CreateLoadBalancer", ("Name", "x"), ("Subnets.member.1", lb.SubnetA)));
        Assert.Equal("InvalidConfigurationRequest", lb.Fault("CreateLoadBalancer", ("Name", "x"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", sameZone)));
        Assert.Equal("SubnetNotFound", lb.Fault("CreateLoadBalancer", ("Name", "x"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", "subnet-0")));
        Assert.Equal("InvalidSecurityGroup", lb.Fault("CreateLoadBalancer", ("Name", "x"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", lb.SubnetB), ("SecurityGroups.member.1", "sg-0")));
        Assert.Equal("InvalidScheme", lb.Fault("CreateLoadBalancer", ("Name", "x"), ("Scheme", "outside"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", lb.SubnetB)));
        foreach (var name in new[] { "internal-x", "-x", "x-", "a_b", new string('a', 33) })
        {
            Assert.Equal("ValidationError", lb.Fault("CreateLoadBalancer", ("Name", name), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", lb.SubnetB)));
        }
        Assert.Equal("ValidationError", lb.Fault("DescribeLoadBalancers", ("LoadBalancerArns.member.1", "web")));
        Assert.Equal("InvalidAction", lb.Fault("DescribeLoadBalancers", ("Version", "2012-06-01")));
    }

    [Fact]
    public void The_same_call_again_answers_the_same_balancer_and_another_of_its_name_is_refused()
    {
        var lb = new TestBalancing(cloud);
        Assert.Equal(lb.Balancer(), lb.Balancer());
        Assert.Equal("DuplicateLoadBalancerName", lb.Fault("CreateLoadBalancer", ("Name", "web"), ("Scheme", "internal"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", lb.SubnetB)));
        cloud.Ledger.TakeAsync(cloud.Scope.Place, d => d.Put(new QuotaSetting(new Id<QuotaSetting>("elasticloadbalancing/L-53DA6B97"), 1)), CancellationToken.None);
        Assert.Equal("TooManyLoadBalancers", lb.Fault("CreateLoadBalancer", ("Name", "more"), ("Subnets.member.1", lb.SubnetA), ("Subnets.member.2", lb.SubnetB)));
    }

    [Fact]
    public void A_network_balancer_takes_an_elastic_address_for_each_zone_and_gives_it_back()
    {
        var lb = new TestBalancing(cloud);
        var address = lb.Net.Address();
        (string, string)[] members = [("Name", "net"), ("Type", "network"), ("SubnetMappings.member.1.SubnetId", lb.SubnetA), ("SubnetMappings.member.1.AllocationId", address)];
        var made = lb.Call("CreateLoadBalancer", members);
        var ip = cloud.Ec2("DescribeAddresses", ("AllocationId.1", address)).Text("addressesSet/item/publicIp");
        Assert.Equal((ip, address), (made.Text("LoadBalancers/member/AvailabilityZones/member/LoadBalancerAddresses/member/IpAddress"), made.Text("LoadBalancers/member/AvailabilityZones/member/LoadBalancerAddresses/member/AllocationId")));
        var nic = cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("subnet-id", lb.SubnetA));
        Assert.Equal(("network_load_balancer", ip), (nic.Text("networkInterfaceSet/item/interfaceType"), nic.Text("networkInterfaceSet/item/association/publicIp")));
        Assert.Equal("ResourceInUse", lb.Fault("CreateLoadBalancer", [("Name", "other"), .. members[1..]]));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DisassociateAddress", ("AssociationId", cloud.Ec2("DescribeAddresses").Text("addressesSet/item/associationId"))));
        lb.Call("SetSubnets", ("LoadBalancerArn", made.Text("LoadBalancers/member/LoadBalancerArn")), ("SubnetMappings.member.1.SubnetId", lb.SubnetB));
        Assert.Null(cloud.Ec2("DescribeAddresses").TextOrNull("addressesSet/item/associationId"));
        Assert.Empty(cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("subnet-id", lb.SubnetA)).Each("networkInterfaceSet/item"));
    }

    [Fact]
    public void An_internal_network_balancer_has_the_private_address_that_was_asked_for_and_no_public_one()
    {
        var lb = new TestBalancing(cloud, withGateway: false);
        var made = lb.Call("CreateLoadBalancer", ("Name", "net"), ("Type", "network"), ("Scheme", "internal"), ("SubnetMappings.member.1.SubnetId", lb.SubnetA), ("SubnetMappings.member.1.PrivateIPv4Address", "10.0.0.77"));
        Assert.Equal("10.0.0.77", made.Text("LoadBalancers/member/AvailabilityZones/member/LoadBalancerAddresses/member/PrivateIPv4Address"));
        var nic = cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("subnet-id", lb.SubnetA));
        Assert.Equal(("10.0.0.77", null), (nic.Text("networkInterfaceSet/item/privateIpAddress"), nic.TextOrNull("networkInterfaceSet/item/association/publicIp")));
        Assert.Equal("InvalidConfigurationRequest", lb.Fault("SetSecurityGroups", ("LoadBalancerArn", made.Text("LoadBalancers/member/LoadBalancerArn")), ("SecurityGroups.member.1", "sg-0")));
    }

    [Theory]
    [InlineData("application", "idle_timeout.timeout_seconds", "60", "4001")]
    [InlineData("application", "load_balancing.cross_zone.enabled", "true", "false")]
    [InlineData("application", "routing.http.desync_mitigation_mode", "defensive", "lax")]
    [InlineData("network", "load_balancing.cross_zone.enabled", "false", "maybe")]
    [InlineData("network", "dns_record.client_routing_policy", "any_availability_zone", "any")]
    [InlineData("network", "secondary_ips.auto_assigned.per_subnet", "0", "1")]
    [InlineData("application", "health_check_logs.s3.enabled", "false", "true")]
    [InlineData("gateway", "deletion_protection.enabled", "false", "yes")]
    public void Attributes_have_their_defaults_and_refuse_what_they_cannot_be(string type, string key, string value, string wrong)
    {
        var lb = new TestBalancing(cloud);
        var arn = lb.Balancer(type: type);
        var attributes = lb.Call("DescribeLoadBalancerAttributes", ("LoadBalancerArn", arn)).Each("Attributes/member").ToDictionary(a => a.Text("Key"), a => a.Text("Value"));
        Assert.Equal(value, attributes[key]);
        Assert.Equal("ValidationError", lb.Fault("ModifyLoadBalancerAttributes", ("LoadBalancerArn", arn), ("Attributes.member.1.Key", key), ("Attributes.member.1.Value", wrong)));
        Assert.Equal("ValidationError", lb.Fault("ModifyLoadBalancerAttributes", ("LoadBalancerArn", arn), ("Attributes.member.1.Key", "no.such"), ("Attributes.member.1.Value", "1")));
    }

    [Fact]
    public void Protected_balancers_stay_and_tags_come_and_go()
    {
        var lb = new TestBalancing(cloud);
        var arn = lb.Balancer(more: [("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "1")]);
        lb.Call("ModifyLoadBalancerAttributes", ("LoadBalancerArn", arn), ("Attributes.member.1.Key", "deletion_protection.enabled"), ("Attributes.member.1.Value", "true"));
        Assert.Equal("OperationNotPermitted", lb.Fault("DeleteLoadBalancer", ("LoadBalancerArn", arn)));
        lb.Call("AddTags", ("ResourceArns.member.1", arn), ("Tags.member.1.Key", "b"));
        lb.Call("RemoveTags", ("ResourceArns.member.1", arn), ("TagKeys.member.1", "a"));
        Assert.Equal(["b"], lb.Call("DescribeTags", ("ResourceArns.member.1", arn)).Texts("TagDescriptions/member/Tags/member/Key"));
        Assert.Equal("DuplicateTagKeys", lb.Fault("AddTags", ("ResourceArns.member.1", arn), ("Tags.member.1.Key", "b"), ("Tags.member.2.Key", "b")));
    }
}
