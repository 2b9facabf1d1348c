using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Insights;

/// <summary>The calls of Reachability Analyzer, as clients make them.</summary>
public sealed class NetworkInsightsTests
{
    private readonly TestCloud cloud = new();
    private readonly string subnet;
    private readonly string one;
    private readonly string other;

    public NetworkInsightsTests()
    {
        subnet = cloud.Ec2("DescribeSubnets").Text("subnetSet/item/subnetId");
        (one, other) = (Run(), Run());
    }

    [Fact]
    public void A_path_is_answered_as_it_was_asked_and_found_by_its_ends()
    {
        var made = cloud.Ec2("CreateNetworkInsightsPath", ("Source", one), ("Destination", $"arn:aws:ec2:ap-northeast-2:000000000000:instance/{other}"), ("Protocol", "tcp"), ("DestinationPort", "22"), ("ClientToken", "t"));
        var id = made.Text("networkInsightsPath/networkInsightsPathId");
        var seen = cloud.Ec2("DescribeNetworkInsightsPaths", ("Filter.1.Name", "source"), ("Filter.1.Value.1", one)).Each("networkInsightsPathSet/item");
        Assert.Equal(id, Assert.Single(seen).Text("networkInsightsPathId"));
        Assert.Equal(made.Each("networkInsightsPath").Single().ToString().Replace("networkInsightsPath>", "item>", StringComparison.Ordinal), seen[0].ToString());
        Assert.Equal((other, $"arn:aws:ec2:ap-northeast-2:000000000000:instance/{other}", "22"), (seen[0].Text("destination"), seen[0].Text("destinationArn"), seen[0].Text("destinationPort")));
        Assert.Equal(id, cloud.Ec2("CreateNetworkInsightsPath", ("Source", one), ("Destination", $"arn:aws:ec2:ap-northeast-2:000000000000:instance/{other}"), ("Protocol", "tcp"), ("DestinationPort", "22"), ("ClientToken", "t")).Text("networkInsightsPath/networkInsightsPathId"));
    }

    [Fact]
    public void An_analysis_runs_then_succeeds_and_tells_the_components_of_the_way()
    {
        var started = cloud.Ec2("StartNetworkInsightsAnalysis", ("NetworkInsightsPathId", Path()));
        var done = Analysis(started.Text("networkInsightsAnalysis/networkInsightsAnalysisId"));
        Assert.Equal("running", started.Text("networkInsightsAnalysis/status"));
        Assert.Equal(("succeeded", "true"), (done.Text("status"), done.Text("networkPathFound")));
        Assert.Equal([one, other], new[] { 0, ^1 }.Select(i => done.Each("forwardPathComponentSet/item/component/id")[i].Value));
        Assert.Equal([other, one], new[] { 0, ^1 }.Select(i => done.Each("returnPathComponentSet/item/component/id")[i].Value));
        Assert.Empty(done.Each("explanationSet/item"));
    }

    [Fact]
    public void A_blocked_path_is_explained_with_the_group_that_blocks_it()
    {
        var group = cloud.Ec2("CreateSecurityGroup", ("GroupName", "closed"), ("GroupDescription", "nothing in"), ("VpcId", cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId"))).Text("groupId");
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", other), ("GroupId.1", group));
        var done = Start(Path());
        var explanation = Assert.Single(done.Each("explanationSet/item"));
        Assert.Equal("false", done.Text("networkPathFound"));
        Assert.Equal(("SG_HAS_NO_RULES", "ingress", group), (explanation.Text("explanationCode"), explanation.Text("direction"), explanation.Text("securityGroupSet/item/id")));
    }

    [Fact]
    public void Filters_of_an_analysis_say_what_the_way_must_meet()
    {
        var arn = $"arn:aws:ec2:ap-northeast-2:000000000000:subnet/{subnet}";
        Assert.Equal("true", Start(Path(), ("FilterInArn.1", arn)).Text("networkPathFound"));
        var avoided = Start(Path(), ("FilterOutArn.1", arn));
        Assert.Equal(("false", "COMPONENT_FILTER_RESTRICTION"), (avoided.Text("networkPathFound"), avoided.Text("explanationSet/item/explanationCode")));
    }

    [Fact]
    public void A_path_with_analyses_is_deleted_after_them()
    {
        var path = Path();
        var analysis = Start(path).Text("networkInsightsAnalysisId");
        Assert.Equal("AnalysisExistsForNetworkInsightsPath", cloud.Ec2Fault("DeleteNetworkInsightsPath", ("NetworkInsightsPathId", path)));
        cloud.Ec2("DeleteNetworkInsightsAnalysis", ("NetworkInsightsAnalysisId", analysis));
        cloud.Ec2("DeleteNetworkInsightsPath", ("NetworkInsightsPathId", path));
        Assert.Equal("InvalidNetworkInsightsAnalysisId.NotFound", cloud.Ec2Fault("DescribeNetworkInsightsAnalyses", ("NetworkInsightsAnalysisId.1", analysis)));
        Assert.Equal("InvalidNetworkInsightsPathId.NotFound", cloud.Ec2Fault("DescribeNetworkInsightsPaths", ("NetworkInsightsPathId.1", path)));
    }

    [Fact]
    public void Analyses_are_kept_for_120_days()
    {
        Start(Path());
        cloud.Ledger.Advance(TimeSpan.FromDays(119));
        Assert.Single(cloud.Ec2("DescribeNetworkInsightsAnalyses").Each("networkInsightsAnalysisSet/item"));
        cloud.Ledger.Advance(TimeSpan.FromDays(2));
        Assert.Empty(cloud.Ec2("DescribeNetworkInsightsAnalyses").Each("networkInsightsAnalysisSet/item"));
    }

    [Theory]
    [InlineData("Protocol", "icmp", "InvalidParameterValue")]
    [InlineData("DestinationPort", "65536", "InvalidParameterValue")]
    [InlineData("Source", "i-0123456789abcdef0", "InvalidInstanceID.NotFound")]
    [InlineData("Source", "vpc-0123456789abcdef0", "InvalidParameterValue")]
    [InlineData("Destination", "arn:aws:ec2:us-east-1:000000000000:instance/i-0123456789abcdef0", "InvalidParameterValue")]
    [InlineData("DestinationIp", "2001:db8::1", "InvalidParameterValue")]
    [InlineData("FilterAtSource.DestinationPortRange.FromPort", "22", "InvalidParameterCombination")]
    public void What_cannot_be_asked_is_refused(string member, string value, string code)
    {
        var members = new Dictionary<string, string> { ["Source"] = one, ["Destination"] = other, ["Protocol"] = "tcp", ["DestinationPort"] = "22" };
        members[member] = value;
        Assert.Equal(code, cloud.Ec2Fault("CreateNetworkInsightsPath", [.. members.Select(m => (m.Key, m.Value))]));
    }

    [Fact]
    public void An_instance_that_is_gone_has_no_path()
    {
        var path = Path();
        cloud.Ec2("TerminateInstances", ("InstanceId.1", other));
        Assert.Equal("NO_SOURCE_OR_DESTINATION", Start(path).Text("explanationSet/item/explanationCode"));
    }

    private string Path() => cloud.Ec2("CreateNetworkInsightsPath", ("Source", one), ("Destination", other), ("Protocol", "tcp"), ("DestinationPort", "22")).Text("networkInsightsPath/networkInsightsPathId");

    private System.Xml.Linq.XElement Start(string path, params (string, string)[] members) =>
        Analysis(cloud.Ec2("StartNetworkInsightsAnalysis", [("NetworkInsightsPathId", path), .. members]).Text("networkInsightsAnalysis/networkInsightsAnalysisId"));

    private System.Xml.Linq.XElement Analysis(string id) => Assert.Single(cloud.Ec2("DescribeNetworkInsightsAnalyses", ("NetworkInsightsAnalysisId.1", id)).Each("networkInsightsAnalysisSet/item"));

    private string Run()
    {
        var image = cloud.Json("ssm", "GetParameter", """{"Name":"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"}""").GetProperty("Parameter").GetProperty("Value").GetString() ?? "";
        return cloud.Ec2("RunInstances", ("ImageId", image), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", subnet)).Text("instancesSet/item/instanceId");
    }
}
