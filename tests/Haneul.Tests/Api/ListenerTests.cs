using Xunit;

namespace Haneul.Tests.Api;

public sealed class ListenerTests
{
    private readonly TestBalancing lb = new(new TestCloud());

    [Fact]
    public void A_listener_takes_one_port_and_only_groups_that_fit()
    {
        var (balancer, group, tcp) = (lb.Balancer(), lb.Group(), lb.Group("tcp", "TCP"));
        var listener = lb.Listener(balancer, group);
        Assert.Equal(listener, lb.Listener(balancer, group));
        Assert.Equal("DuplicateListener", lb.Fault("CreateListener", TestBalancing.Listening(balancer, lb.Group("other"))));
        Assert.Equal("IncompatibleProtocols", lb.Fault("CreateListener", TestBalancing.Listening(balancer, tcp, port: 81)));
        foreach (var version in (string[])["HTTP2", "GRPC"])
        {
            var by2 = lb.Group(version, more: [("ProtocolVersion", version)]);
            Assert.Equal("InvalidConfigurationRequest", lb.Fault("CreateListener", TestBalancing.Listening(balancer, by2, port: 81)));
        }
        Assert.Equal("UnsupportedProtocol", lb.Fault("CreateListener", TestBalancing.Listening(balancer, group, "TCP", 81)));
        Assert.Equal("ValidationError", lb.Fault("CreateListener", TestBalancing.Listening(balancer, group, "HTTPS", 443)));
        Assert.Equal("TargetGroupAssociationLimit", lb.Fault("CreateListener", TestBalancing.Listening(lb.Balancer("second"), group)));
        Assert.Equal("TargetGroupNotFound", lb.Fault("CreateListener", TestBalancing.Listening(balancer, group + "0", port: 81)));
        Assert.Equal("ResourceInUse", lb.Fault("DeleteTargetGroup", ("TargetGroupArn", group)));
        Assert.Equal([balancer], lb.Call("DescribeTargetGroups", ("TargetGroupArns.member.1", group)).Texts("TargetGroups/member/LoadBalancerArns/member"));
        lb.Call("DeleteListener", ("ListenerArn", listener));
        Assert.Equal("ListenerNotFound", lb.Fault("DeleteListener", ("ListenerArn", listener)));
        lb.Call("DeleteTargetGroup", ("TargetGroupArn", group));
    }

    [Fact]
    public void Rules_are_told_by_priority_with_the_default_last()
    {
        var group = lb.Group();
        var listener = lb.Listener(lb.Balancer(), group);
        var (late, early) = (Rule(listener, 20), Rule(listener, 10));
        Assert.Equal("PriorityInUse", lb.Fault("CreateRule", Fixed(listener, 10)));
        Assert.Equal(["10", "20", "default"], Priorities(listener));
        lb.Call("SetRulePriorities", ("RulePriorities.member.1.RuleArn", late), ("RulePriorities.member.1.Priority", "10"), ("RulePriorities.member.2.RuleArn", early), ("RulePriorities.member.2.Priority", "20"));
        Assert.Equal(late, lb.Call("DescribeRules", ("ListenerArn", listener)).Text("Rules/member/RuleArn"));
        Assert.Equal("PriorityInUse", lb.Fault("SetRulePriorities", ("RulePriorities.member.1.RuleArn", late), ("RulePriorities.member.1.Priority", "20")));
        var last = lb.Call("DescribeRules", ("ListenerArn", listener)).Texts("Rules/member/RuleArn")[^1];
        Assert.Equal("OperationNotPermitted", lb.Fault("DeleteRule", ("RuleArn", last)));
        lb.Call("DeleteRule", ("RuleArn", early));
        Assert.Equal("RuleNotFound", lb.Fault("DescribeRules", ("RuleArns.member.1", early)));
        var page = lb.Call("DescribeRules", ("ListenerArn", listener), ("PageSize", "1"));
        Assert.Equal("default", lb.Call("DescribeRules", ("ListenerArn", listener), ("PageSize", "1"), ("Marker", page.Text("NextMarker"))).Text("Rules/member/Priority"));
    }

    [Theory]
    [InlineData("ValidationError", "Conditions.member.1.Values.member.1", "no-slash")]
    [InlineData("ValidationError", "Conditions.member.1.Field", "cookie")]
    [InlineData("ValidationError", "Conditions.member.1.Values.member.1", "/******")]
    [InlineData("ValidationError", "Priority", "50001")]
    [InlineData("ValidationError", "Actions.member.1.FixedResponseConfig.StatusCode", "302")]
    [InlineData("InvalidLoadBalancerAction", "Actions.member.1.Type", "jwt-validation")]
    [InlineData("UnknownParameter", "Actions.member.1.JwtValidationConfig.Issuer", "x")]
    public void Rules_that_cannot_be_are_refused(string code, string member, string value)
    {
        var listener = lb.Listener(lb.Balancer(), lb.Group());
        Assert.Equal(code, lb.Fault("CreateRule", [.. Fixed(listener, 1).Where(m => m.Item1 != member), (member, value)]));
    }

    [Fact]
    public void A_forward_is_weighted_and_a_redirect_may_not_lead_to_itself()
    {
        var (one, two) = (lb.Group("one"), lb.Group("two"));
        var listener = lb.Listener(lb.Balancer(), one);
        lb.Call("ModifyListener", ("ListenerArn", listener), ("DefaultActions.member.1.Type", "forward"),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn", one), ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.Weight", "3"),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.TargetGroupArn", two));
        var seen = lb.Call("DescribeListeners", ("ListenerArns.member.1", listener));
        Assert.Equal(["3", "1"], seen.Texts("Listeners/member/DefaultActions/member/ForwardConfig/TargetGroups/member/Weight"));
        Assert.Null(seen.TextOrNull("Listeners/member/DefaultActions/member/TargetGroupArn"));
        Assert.Equal("InvalidLoadBalancerAction", lb.Fault("ModifyListener", ("ListenerArn", listener), ("DefaultActions.member.1.Type", "redirect"), ("DefaultActions.member.1.RedirectConfig.StatusCode", "HTTP_301")));
    }

    [Fact]
    public void A_gateway_balancer_has_one_listener_without_port()
    {
        var (balancer, group) = (lb.Balancer(type: "gateway"), lb.Group("gwy", "GENEVE", 6081, ("HealthCheckPort", "80")));
        var made = lb.Call("CreateListener", ("LoadBalancerArn", balancer), ("DefaultActions.member.1.Type", "forward"), ("DefaultActions.member.1.TargetGroupArn", group));
        Assert.Null(made.TextOrNull("Listeners/member/Port"));
        Assert.Equal("InvalidConfigurationRequest", lb.Fault("CreateListener", TestBalancing.Listening(balancer, group)));
    }

    private IReadOnlyList<string> Priorities(string listener) => lb.Call("DescribeRules", ("ListenerArn", listener)).Texts("Rules/member/Priority");

    private string Rule(string listener, int priority) => lb.Call("CreateRule", Fixed(listener, priority)).Text("Rules/member/RuleArn");

    private static (string, string)[] Fixed(string listener, int priority) =>
    [
        ("ListenerArn", listener), ("Priority", $"{priority}"), ("Conditions.member.1.Field", "path-pattern"), ("Conditions.member.1.Values.member.1", $"/{priority}/*"),
        ("Actions.member.1.Type", "fixed-response"), ("Actions.member.1.FixedResponseConfig.StatusCode", "404"),
    ];
}
