using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes an egress-only internet gateway; routes to it become black holes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteEgressOnlyInternetGateway.html</summary>
public sealed record DeleteEgressOnlyInternetGateway : Command<DeleteEgressOnlyInternetGateway.Result>
{
    public required Id<EgressOnlyInternetGateway> EgressOnlyInternetGatewayId { get; init; }

    public sealed record Result(bool ReturnCode);

    public override Result Apply(Draft draft)
    {
        draft.Get(EgressOnlyInternetGatewayId);
        draft.Remove(EgressOnlyInternetGatewayId);
        return new Result(true);
    }
}
