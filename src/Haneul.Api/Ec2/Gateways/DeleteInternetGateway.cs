using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a detached internet gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html</summary>
public sealed record DeleteInternetGateway : Command<Done>
{
    public required Id<InternetGateway> InternetGatewayId { get; init; }

    public override Done Apply(Draft draft)
    {
        if (draft.Get(InternetGatewayId).VpcId is { } vpc)
        {
            throw Fault.Dependency($"The internetGateway '{InternetGatewayId}' has dependencies and cannot be deleted: it is attached to {vpc}");
        }
        draft.Remove(InternetGatewayId);
        return Done.Value;
    }
}
