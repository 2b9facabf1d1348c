using System.Xml.Linq;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Insights;

/// <summary>Reachability Analyzer through load balancers: the components of a path, and AWS's codes with the members that belong to them.</summary>
public sealed class BalancedPathTests
{
    private readonly TestCloud cloud = new();
    private readonly TestBalancing lb;
    private readonly string client;

    public BalancedPathTests()
    {
        lb = new TestBalancing(cloud);
        client = Run(lb.SubnetA);
    }

    [Fact]
    public void A_path_goes_by_the_node_the_network_balancer_with_its_listener_and_the_target_group_to_the_target()
    {
        var (balancer, group, listener, target) = Network();
        var done = Analysed(NodeIn(lb.SubnetA), 80);
        Assert.Equal("true", done.Text("networkPathFound"));
        var way = done.Each("forwardPathComponentSet/item");
        var at = way.ToList().FindIndex(c => c.TextOrNull("component/arn") == balancer);
        Assert.Equal((NodeIn(lb.SubnetA), balancer), (way[at - 1].Text("component/id"), way[at - 1].Text("attachedTo/arn")));
        Assert.Equal((listener, "8080"), (way[at].Text("elasticLoadBalancerListener/arn"), way[at].Text("outboundHeader/destinationPortRangeSet/item/from")));
        Assert.Equal(group, way[at + 1].Text("component/arn"));
        Assert.Equal(target, way[^1].Text("component/id"));
        Assert.Equal(client, done.Each("returnPathComponentSet/item")[^1].Text("component/id"));
        Assert.Contains(done.Each("returnPathComponentSet/item"), c => c.TextOrNull("component/arn") == balancer);
    }

    [Fact]
    public void A_path_to_a_target_by_the_balancer_s_address_takes_that_target()
    {
        var (balancer, group, _, first) = Network();
        var second = lb.Target(group);
        foreach (var target in (string[])[first, second])
        {
            var path = cloud.Ec2("CreateNetworkInsightsPath", ("Source", client), ("Destination", target), ("Protocol", "tcp"), ("FilterAtSource.DestinationAddress", AddressOf(NodeIn(lb.SubnetA))), ("FilterAtSource.DestinationPortRange.FromPort", "80"), ("FilterAtSource.DestinationPortRange.ToPort", "80"));
            var done = Started(path);
            Assert.Equal("true", done.Text("networkPathFound"));
            Assert.Equal(target, done.Each("forwardPathComponentSet/item")[^1].Text("component/id"));
            Assert.Contains(done.Each("forwardPathComponentSet/item"), c => c.TextOrNull("component/arn") == balancer);
        }
    }

    [Fact]
    public void An_application_balancer_s_own_connection_goes_on_with_the_path_and_what_stops_it_is_explained()
    {
        var balancer = lb.Balancer();
        var group = lb.Group(port: 8080);
        lb.Listener(balancer, group);
        var target = lb.Target(group);
        Assert.Equal("true", Analysed(NodeIn(lb.SubnetA), 80).Text("networkPathFound"));
        var closed = cloud.Ec2("CreateSecurityGroup", ("GroupName", "closed"), ("GroupDescription", "nothing in"), ("VpcId", lb.Net.VpcId)).Text("groupId");
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", target), ("GroupId.1", closed));
        var done = Analysed(NodeIn(lb.SubnetA), 80);
        var explanation = Assert.Single(done.Each("explanationSet/item"));
        Assert.Equal(("false", "SG_HAS_NO_RULES", closed), (done.Text("networkPathFound"), explanation.Text("explanationCode"), explanation.Text("securityGroupSet/item/id")));
        var way = done.Each("forwardPathComponentSet/item");
        Assert.Contains(way, c => c.TextOrNull("component/arn") == balancer);
        Assert.Equal("SG_HAS_NO_RULES", way[^1].Text("explanationSet/item/explanationCode"));
    }

    [Fact]
    public void Where_no_listener_takes_the_packet_each_one_tells_its_port()
    {
        var (balancer, group, listener, _) = Network();
        var other = lb.Listener(balancer, group, "TCP", 443);
        var told = Analysed(NodeIn(lb.SubnetA), 81).Each("explanationSet/item");
        Assert.Equal(["ELBV2_LISTENERS_MISMATCH", "ELBV2_LISTENER_PORT_RESTRICTION", "ELBV2_LISTENER_PORT_RESTRICTION"], told.Select(e => e.Text("explanationCode")));
        Assert.Equal((balancer, "81", "tcp"), (told[0].Text("loadBalancerArn"), told[0].Text("port"), told[0].Text("protocolSet/item")));
        Assert.Equal([(listener, "80"), (other, "443")], told.Skip(1).Select(e => (e.Text("elasticLoadBalancerListener/arn"), e.Text("loadBalancerListenerPort"))));
    }

    [Fact]
    public void Groups_without_targets_and_zones_without_are_told_apart()
    {
        var (balancer, group, listener, target) = Network();
        lb.Call("DeregisterTargets", ("TargetGroupArn", group), ("Targets.member.1.Id", target));
        var empty = Assert.Single(Analysed(NodeIn(lb.SubnetA), 80).Each("explanationSet/item"));
        Assert.Equal(("ELBV2_LISTENER_HAS_NO_TG", listener, group), (empty.Text("explanationCode"), empty.Text("elasticLoadBalancerListener/arn"), empty.Text("loadBalancerTargetGroupSet/item/arn")));
        lb.Target(group, lb.SubnetB);
        var far = Assert.Single(Analysed(NodeIn(lb.SubnetA), 80).Each("explanationSet/item"));
        Assert.Equal(("ELBV2_NO_TARGETS_IN_AZ", balancer, "80", group), (far.Text("explanationCode"), far.Text("loadBalancerArn"), far.Text("loadBalancerListenerPort"), far.Text("loadBalancerTargetGroup/arn")));
        Assert.Equal(("ap-northeast-2a", "apne2-az1"), (far.Text("availabilityZoneSet/item"), far.Text("availabilityZoneIdSet/item")));
        Assert.Equal("true", Analysed(NodeIn(lb.SubnetB), 80).Text("networkPathFound"));
    }

    [Fact]
    public void A_target_that_asks_itself_is_told_with_the_balancer_and_the_target()
    {
        var (balancer, _, _, target) = Network();
        var told = Assert.Single(Analysed(NodeIn(lb.SubnetA), 80, target).Each("explanationSet/item"));
        Assert.Equal(("ELBV2_SOURCE_ADDRESS_PRESERVATION", balancer, "8080"), (told.Text("explanationCode"), told.Text("loadBalancerArn"), told.Text("loadBalancerTargetPort")));
        Assert.Equal((target, "8080", "ap-northeast-2a"), (told.Text("loadBalancerTarget/instance/id"), told.Text("loadBalancerTarget/port"), told.Text("loadBalancerTarget/availabilityZone")));
    }

    [Fact]
    public void Every_code_that_is_given_is_one_of_AWS_s()
    {
        string[] known = ["ELBV2_LISTENER_HAS_NO_TG", "ELBV2_LISTENER_PORT_RESTRICTION", "ELBV2_LISTENER_REQUIRES_TG_ACCEPT", "ELBV2_LISTENERS_MISMATCH", "ELBV2_NO_TARGETS_IN_AZ", "ELBV2_SOURCE_ADDRESS_PRESERVATION"];
        var given = typeof(Haneul.Fabric.ExplanationCode).GetFields().Select(f => f.GetRawConstantValue()).OfType<string>().Where(c => c.StartsWith("ELB", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, given.Count);
        Assert.Subset(known.ToHashSet(), given.ToHashSet());
    }

    /// <summary>A network balancer in both zones that keeps to each zone, with a target in the first.</summary>
    private (string Balancer, string Group, string Listener, string Target) Network()
    {
        var balancer = lb.Balancer("net", "network");
        var group = lb.Group("net", "TCP", 8080);
        var listener = lb.Listener(balancer, group, "TCP");
        return (balancer, group, listener, lb.Target(group));
    }

    private string NodeIn(string subnet) => cloud.Ec2("DescribeNetworkInterfaces", ("Filter.1.Name", "attachment.instance-owner-id"), ("Filter.1.Value.1", "amazon-elb"), ("Filter.2.Name", "subnet-id"), ("Filter.2.Value.1", subnet)).Text("networkInterfaceSet/item/networkInterfaceId");

    private string AddressOf(string nic) => cloud.Ec2("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", nic)).Text("networkInterfaceSet/item/privateIpAddress");

    private XElement Analysed(string destination, int port, string? source = null) =>
        Started(cloud.Ec2("CreateNetworkInsightsPath", ("Source", source ?? client), ("Destination", destination), ("Protocol", "tcp"), ("DestinationPort", $"{port}")));

    private XElement Started(XElement path)
    {
        var started = cloud.Ec2("StartNetworkInsightsAnalysis", ("NetworkInsightsPathId", path.Text("networkInsightsPath/networkInsightsPathId")));
        return Assert.Single(cloud.Ec2("DescribeNetworkInsightsAnalyses", ("NetworkInsightsAnalysisId.1", started.Text("networkInsightsAnalysis/networkInsightsAnalysisId"))).Each("networkInsightsAnalysisSet/item"));
    }

    private string Run(string subnet)
    {
        var image = cloud.Ec2("DescribeImages", ("Owner.1", "amazon")).Text("imagesSet/item/imageId");
        return cloud.Ec2("RunInstances", ("ImageId", image), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnet)).Text("instancesSet/item/instanceId");
    }
}
