namespace Haneul.Tests.Api;

/// <summary>A VPC with subnets in zones a and b and an internet gateway, and what load balancing needs there, made through the API.</summary>
public sealed class TestBalancing
{
    public TestBalancing(TestCloud cloud, bool withGateway = true)
    {
        Cloud = cloud;
        Net = new TestNetwork(cloud, withGateway);
        SubnetA = Net.SubnetId;
        SubnetB = Net.Subnet("10.0.1.0/24", "ap-northeast-2b");
    }

    public TestCloud Cloud { get; }

    public TestNetwork Net { get; }

    public string SubnetA { get; }

    public string SubnetB { get; }

    /// <summary>Makes a balancer in both zones; answers its ARN.</summary>
    public string Balancer(string name = "web", string type = "application", params (string, string)[] more) =>
        Call("CreateLoadBalancer", [("Name", name), ("Type", type), ("Subnets.member.1", SubnetA), ("Subnets.member.2", SubnetB), .. more]).Text("LoadBalancers/member/LoadBalancerArn");

    public string Group(string name = "web", string protocol = "HTTP", int port = 80, params (string, string)[] more) =>
        Call("CreateTargetGroup", [("Name", name), ("Protocol", protocol), ("Port", $"{port}"), ("VpcId", Net.VpcId), .. more]).Text("TargetGroups/member/TargetGroupArn");

    /// <summary>Makes a listener that forwards to a group; answers its ARN.</summary>
    public string Listener(string balancer, string group, string protocol = "HTTP", int port = 80) => Call("CreateListener", Listening(balancer, group, protocol, port)).Text("Listeners/member/ListenerArn");

    public static (string, string)[] Listening(string balancer, string group, string protocol = "HTTP", int port = 80) =>
        [("LoadBalancerArn", balancer), ("Protocol", protocol), ("Port", $"{port}"), ("DefaultActions.member.1.Type", "forward"), ("DefaultActions.member.1.TargetGroupArn", group)];

    /// <summary>Starts an instance and puts it into a group.</summary>
    public string Target(string group, string? subnet = null)
    {
        var image = Cloud.Ec2("DescribeImages", ("Owner.1", "amazon")).Text("imagesSet/item/imageId");
        var id = Cloud.Ec2("RunInstances", ("ImageId", image), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnet ?? SubnetA)).Text("instancesSet/item/instanceId");
        Call("RegisterTargets", ("TargetGroupArn", group), ("Targets.member.1.Id", id));
        return id;
    }

    /// <summary>State and reason of a group's targets.</summary>
    public IReadOnlyList<(string State, string? Reason)> Health(string group, params (string, string)[] more) =>
        [.. Call("DescribeTargetHealth", [("TargetGroupArn", group), .. more]).Each("TargetHealthDescriptions/member/TargetHealth").Select(h => (h.Text("State"), h.TextOrNull("Reason")))];

    public System.Xml.Linq.XElement Call(string action, params (string, string)[] members) => Cloud.Call("elasticloadbalancing", action, members);

    public string Fault(string action, params (string, string)[] members) => Cloud.FaultOf("elasticloadbalancing", action, members);
}
