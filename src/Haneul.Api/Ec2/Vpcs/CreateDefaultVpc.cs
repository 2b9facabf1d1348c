using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes the region's default VPC anew, with its subnets, gateway and route. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultVpc.html</summary>
public sealed record CreateDefaultVpc : Command<CreateDefaultVpc.Result>
{
    public sealed record Result(VpcView Vpc);

    public override Result Apply(Draft draft)
    {
        if (draft.All<Vpc>().FirstOrDefault(v => v.IsDefault) is { } there) throw new Fault("DefaultVpcAlreadyExists", $"A Default VPC already exists for this account in this region: {there.Id}");
        draft.Admit(Quotas.VpcsPerRegion, draft.All<Vpc>().Count);
        return new Result(VpcView.Of(draft, DefaultNetwork.MakeVpc(draft)));
    }
}
