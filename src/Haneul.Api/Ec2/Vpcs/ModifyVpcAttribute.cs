using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes one attribute of a VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html</summary>
public sealed record ModifyVpcAttribute : Command<Done>
{
    public required Id<Vpc> VpcId { get; init; }

    public BooleanValue? EnableDnsSupport { get; init; }

    public BooleanValue? EnableDnsHostnames { get; init; }

    public BooleanValue? EnableNetworkAddressUsageMetrics { get; init; }

    public override Done Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        BooleanValue?[] given = [EnableDnsSupport, EnableDnsHostnames, EnableNetworkAddressUsageMetrics];
        if (given.Count(g => g?.Value is not null) != 1) throw Fault.Combination("Give exactly one attribute: EnableDnsSupport, EnableDnsHostnames or EnableNetworkAddressUsageMetrics");
        var changed = vpc with
        {
            EnableDnsSupport = EnableDnsSupport?.Value ?? vpc.EnableDnsSupport,
            EnableDnsHostnames = EnableDnsHostnames?.Value ?? vpc.EnableDnsHostnames,
            EnableNetworkAddressUsageMetrics = EnableNetworkAddressUsageMetrics?.Value ?? vpc.EnableNetworkAddressUsageMetrics,
        };
        draft.Put(changed);
        return Done.Value;
    }
}
