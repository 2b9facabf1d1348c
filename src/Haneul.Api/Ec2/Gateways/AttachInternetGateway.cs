using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Attaches an internet gateway to a VPC that has none. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html</summary>
public sealed record AttachInternetGateway : Command<Done>
{
    public required Id<InternetGateway> InternetGatewayId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public override Done Apply(Draft draft)
    {
        var gateway = draft.Get(InternetGatewayId);
        draft.Get(VpcId);
        if (gateway.VpcId is { } attached) throw new Fault("Resource.AlreadyAssociated", $"resource {InternetGatewayId} is already attached to network {attached}");
        if (draft.All<InternetGateway>().FirstOrDefault(g => g.VpcId == VpcId) is { } other)
        {
            throw new Fault("InvalidParameterValue", $"Network {VpcId} already has an internet gateway attached: {other.Id}");
        }
        draft.Put(gateway with { VpcId = VpcId });
        return Done.Value;
    }
}
