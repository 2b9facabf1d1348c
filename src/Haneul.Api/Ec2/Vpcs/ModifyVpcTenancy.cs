using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a dedicated VPC a default one; the other way does not exist. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcTenancy.html</summary>
public sealed record ModifyVpcTenancy : Command<Done>
{
    public required Id<Vpc> VpcId { get; init; }

    public required string InstanceTenancy { get; init; }

    public override Done Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        if (InstanceTenancy != "default") throw Fault.Invalid("instanceTenancy", InstanceTenancy, "It can be changed to default only");
        draft.Put(vpc with { InstanceTenancy = InstanceTenancy });
        return Done.Value;
    }
}
