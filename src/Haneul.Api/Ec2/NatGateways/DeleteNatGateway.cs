using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a NAT gateway; its elastic addresses stay with the account. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html</summary>
public sealed record DeleteNatGateway : Command<DeleteNatGateway.Result>
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public sealed record Result(Id<NatGateway> NatGatewayId);

    public override Result Apply(Draft draft)
    {
        var gateway = draft.Get(NatGatewayId);
        if (gateway.State == NatGatewayState.Deleted) throw Fault.NotFound<NatGateway>(NatGatewayId.Value);
        if (gateway.State == NatGatewayState.Failed) draft.Put(gateway with { State = NatGatewayState.Deleted, DeleteTime = draft.Now });
        else draft.Put(gateway with { State = NatGatewayState.Deleting, DeleteTime = draft.Now });
        return new Result(NatGatewayId);
    }
}
