using Xunit;

namespace Haneul.Tests.Api;

public sealed class FlowLogTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void In_model_mode_a_flow_log_is_kept_and_says_that_nothing_is_delivered()
    {
        var id = Create().Text("flowLogIdSet/item");
        var log = cloud.Ec2("DescribeFlowLogs", ("FlowLogId.1", id));
        Assert.Equal(("FAILED", "ACTIVE"), (log.Text("flowLogSet/item/deliverLogsStatus"), log.Text("flowLogSet/item/flowLogStatus")));
        Assert.Contains("model mode", log.Text("flowLogSet/item/deliverLogsErrorMessage"));
        Assert.Empty(cloud.Ec2("DescribeFlowLogs", ("Filter.1.Name", "deliver-log-status"), ("Filter.1.Value.1", "SUCCESS")).Texts("flowLogSet/item/flowLogId"));
    }

    [Theory]
    [InlineData("${version} ${srcaddr}", null)]
    [InlineData("${traffic-path} ${tcp-flags}", null)]
    [InlineData("${nonsense}", "InvalidParameterValue")]
    [InlineData("srcaddr", "InvalidParameterValue")]
    public void A_format_is_fields_that_are_known(string format, string? fault)
    {
        if (fault is null) Assert.Equal(format, cloud.Ec2("DescribeFlowLogs", ("FlowLogId.1", Create(("LogFormat", format)).Text("flowLogIdSet/item"))).Text("flowLogSet/item/logFormat"));
        else Assert.Equal(fault, cloud.Ec2Fault("CreateFlowLogs", [.. Order(), ("LogFormat", format)]));
    }

    private System.Xml.Linq.XElement Create(params (string, string)[] more) => cloud.Ec2("CreateFlowLogs", [.. Order(), .. more]);

    private (string, string)[] Order() =>
    [
        ("ResourceType", "VPC"), ("ResourceId.1", cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId")), ("TrafficType", "ALL"), ("LogGroupName", "/flows"), ("DeliverLogsPermissionArn", "arn:aws:iam::000000000000:role/flows"),
    ];
}
