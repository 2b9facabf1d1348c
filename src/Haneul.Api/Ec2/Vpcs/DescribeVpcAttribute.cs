using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads one attribute of a VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html</summary>
public sealed record DescribeVpcAttribute : Query<DescribeVpcAttribute.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public required string Attribute { get; init; }

    public sealed record Result(Id<Vpc> VpcId)
    {
        public BooleanValue? EnableDnsSupport { get; init; }

        public BooleanValue? EnableDnsHostnames { get; init; }

        public BooleanValue? EnableNetworkAddressUsageMetrics { get; init; }
    }

    public override Result Answer(Scope scope)
    {
        var vpc = scope.Get(VpcId);
        return Attribute switch
        {
            "enableDnsSupport" => new Result(VpcId) { EnableDnsSupport = new BooleanValue { Value = vpc.EnableDnsSupport } },
            "enableDnsHostnames" => new Result(VpcId) { EnableDnsHostnames = new BooleanValue { Value = vpc.EnableDnsHostnames } },
            "enableNetworkAddressUsageMetrics" =>
                new Result(VpcId) { EnableNetworkAddressUsageMetrics = new BooleanValue { Value = vpc.EnableNetworkAddressUsageMetrics } },
            _ => throw Fault.Invalid("attribute", Attribute, "It must be enableDnsSupport, enableDnsHostnames or enableNetworkAddressUsageMetrics"),
        };
    }
}
