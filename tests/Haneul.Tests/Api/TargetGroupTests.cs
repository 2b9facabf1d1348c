using Haneul.Balancing;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class TargetGroupTests
{
    private readonly TestCloud cloud = new();
    private readonly TestBalancing lb;

    public TargetGroupTests() => lb = new TestBalancing(cloud);

    [Fact]
    public void Health_is_what_aws_tells_before_any_check()
    {
        var group = lb.Group();
        var id = lb.Target(group);
        Assert.Equal(("unused", "Target.NotInUse"), lb.Health(group)[0]);
        var balancer = lb.Balancer();
        lb.Listener(balancer, group);
        Assert.Equal(("initial", "Elb.RegistrationInProgress"), lb.Health(group)[0]);
        Assert.Equal(("unused", "Target.NotRegistered"), lb.Health(group, ("Targets.member.1.Id", "i-0"))[0]);
        cloud.Ec2("StopInstances", ("InstanceId.1", id));
        Assert.Equal(("unused", "Target.InvalidState"), lb.Health(group)[0]);
        cloud.Ec2("StartInstances", ("InstanceId.1", id));
        lb.Call("DeregisterTargets", ("TargetGroupArn", group), ("Targets.member.1.Id", id));
        Assert.Equal(("draining", "Target.DeregistrationInProgress"), lb.Health(group)[0]);
        Assert.Equal("ResourceInUse", lb.Fault("DeleteTargetGroup", ("TargetGroupArn", group)));
        Settle();
        Assert.Empty(lb.Health(group));
    }

    [Fact]
    public void A_target_in_a_zone_without_a_node_is_not_used()
    {
        var group = lb.Group(protocol: "TCP");
        lb.Target(group, lb.Net.Subnet("10.0.5.0/24", "ap-northeast-2c"));
        lb.Listener(lb.Balancer(type: "network"), group, "TCP");
        Assert.Equal(("unused", "Target.NotInUse"), lb.Health(group)[0]);
    }

    [Fact]
    public void Where_nothing_is_carried_the_tracer_predicts_health_and_says_who_refuses()
    {
        var group = lb.Group();
        lb.Target(group);
        lb.Listener(lb.Balancer(), group);
        Settle();
        Assert.Equal(("healthy", null), lb.Health(group)[0]);
        var securityGroup = cloud.Ec2("DescribeSecurityGroups", TestNetwork.Filter("vpc-id", lb.Net.VpcId)).Text("securityGroupInfo/item/groupId");
        cloud.Ec2("RevokeSecurityGroupIngress", ("GroupId", securityGroup), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.Groups.1.GroupId", securityGroup));
        Settle();
        Assert.Equal(("unhealthy", "Target.Timeout"), lb.Health(group)[0]);
        Assert.Contains(securityGroup, lb.Call("DescribeTargetHealth", ("TargetGroupArn", group)).Text("TargetHealthDescriptions/member/TargetHealth/Description"));
    }

    [Fact]
    public void What_does_not_fit_is_no_target()
    {
        var (instances, addresses, function) = (lb.Group(), lb.Group("ips", more: ("TargetType", "ip")), lb.Call("CreateTargetGroup", ("Name", "fn"), ("TargetType", "lambda")).Text("TargetGroups/member/TargetGroupArn"));
        Assert.Equal("InvalidTarget", lb.Fault("RegisterTargets", ("TargetGroupArn", instances), ("Targets.member.1.Id", "i-0")));
        Assert.Equal("ValidationError", lb.Fault("RegisterTargets", ("TargetGroupArn", addresses), ("Targets.member.1.Id", "198.51.100.7")));
        Assert.Equal("ValidationError", lb.Fault("RegisterTargets", ("TargetGroupArn", addresses), ("Targets.member.1.Id", "192.168.0.7")));
        lb.Call("RegisterTargets", ("TargetGroupArn", addresses), ("Targets.member.1.Id", "192.168.0.7"), ("Targets.member.1.AvailabilityZone", "all"));
        lb.Call("RegisterTargets", ("TargetGroupArn", addresses), ("Targets.member.1.Id", "10.0.1.9"), ("Targets.member.1.Port", "8080"));
        Assert.Equal(["10.0.1.9", "192.168.0.7"], lb.Call("DescribeTargetHealth", ("TargetGroupArn", addresses)).Texts("TargetHealthDescriptions/member/Target/Id").Order(StringComparer.Ordinal));
        Assert.Equal("InvalidTarget", lb.Fault("RegisterTargets", ("TargetGroupArn", function), ("Targets.member.1.Id", "i-0")));
        lb.Call("RegisterTargets", ("TargetGroupArn", function), ("Targets.member.1.Id", "arn:aws:lambda:ap-northeast-2:000000000000:function:a"));
        lb.Call("ModifyTargetGroupAttributes", ("TargetGroupArn", function), ("Attributes.member.1.Key", "lambda.multi_value_headers.enabled"), ("Attributes.member.1.Value", "true"));
        Assert.Equal("ValidationError", lb.Fault("ModifyTargetGroupAttributes", ("TargetGroupArn", function), ("Attributes.member.1.Key", "lambda.multi_value_headers.enabled"), ("Attributes.member.1.Value", "maybe")));
        Assert.Equal("TooManyTargets", lb.Fault("RegisterTargets", ("TargetGroupArn", function), ("Targets.member.1.Id", "arn:aws:lambda:ap-northeast-2:000000000000:function:b")));
    }

    [Theory]
    [InlineData("HealthCheckIntervalSeconds", "4")]
    [InlineData("HealthCheckTimeoutSeconds", "30")]
    [InlineData("HealthyThresholdCount", "11")]
    [InlineData("HealthCheckPath", "healthy")]
    [InlineData("Matcher.HttpCode", "200-600")]
    [InlineData("Port", "0")]
    [InlineData("Protocol", "SMTP")]
    [InlineData("VpcId", "vpc-0")]
    [InlineData("TargetType", "host")]
    public void A_group_that_cannot_be_is_refused(string member, string value)
    {
        (string Name, string Value)[] members = [("Name", "g"), ("Protocol", "HTTP"), ("Port", "80"), ("VpcId", lb.Net.VpcId)];
        Assert.Equal("ValidationError", lb.Fault("CreateTargetGroup", [.. members.Where(m => m.Name != member), (member, value)]));
    }

    [Theory]
    [InlineData("HTTP", "instance", "stickiness.type", "lb_cookie", "slow_start.duration_seconds", "10")]
    [InlineData("TCP", "instance", "preserve_client_ip.enabled", "true", "proxy_protocol_v2.enabled", "maybe")]
    [InlineData("TCP", "ip", "preserve_client_ip.enabled", "false", "stickiness.type", "lb_cookie")]
    [InlineData("UDP", "ip", "preserve_client_ip.enabled", "true", "preserve_client_ip.enabled", "false")]
    [InlineData("GENEVE", "instance", "target_failover.on_unhealthy", "no_rebalance", "target_failover.on_unhealthy", "never")]
    public void Attributes_have_the_defaults_of_their_protocol(string protocol, string type, string key, string value, string other, string wrong)
    {
        var group = lb.Group(protocol: protocol, port: protocol == "GENEVE" ? 6081 : 80, more: [("TargetType", type), .. protocol == "GENEVE" ? new[] { ("HealthCheckPort", "80") } : []]);
        var attributes = lb.Call("DescribeTargetGroupAttributes", ("TargetGroupArn", group)).Each("Attributes/member").ToDictionary(a => a.Text("Key"), a => a.Text("Value"));
        Assert.Equal(("300", value), (attributes["deregistration_delay.timeout_seconds"], attributes[key]));
        Assert.Equal("ValidationError", lb.Fault("ModifyTargetGroupAttributes", ("TargetGroupArn", group), ("Attributes.member.1.Key", other), ("Attributes.member.1.Value", wrong)));
    }

    [Fact]
    public void The_same_call_again_answers_the_same_group_and_another_of_its_name_is_refused()
    {
        Assert.Equal(lb.Group(), lb.Group());
        Assert.Equal("DuplicateTargetGroupName", lb.Fault("CreateTargetGroup", ("Name", "web"), ("Protocol", "HTTP"), ("Port", "81"), ("VpcId", lb.Net.VpcId)));
        Assert.Equal("TargetGroupNotFound", lb.Fault("DescribeTargetGroups", ("Names.member.1", "nobody")));
        lb.Call("DeleteTargetGroup", ("TargetGroupArn", lb.Group()));
        Assert.Empty(lb.Call("DescribeTargetGroups").Each("TargetGroups/member"));
    }

    private void Settle()
    {
        foreach (var report in PredictedHealth.Of(cloud.Ledger.Current).ToList()) cloud.Ledger.Report(report);
    }
}
