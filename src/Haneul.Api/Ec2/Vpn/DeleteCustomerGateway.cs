using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Forgets the customer's router, once no connection uses it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteCustomerGateway.html</summary>
public sealed record DeleteCustomerGateway : Command<Done>
{
    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public override Done Apply(Draft draft)
    {
        var gateway = draft.Get(CustomerGatewayId);
        if (draft.All<VpnConnection>().FirstOrDefault(c => c.CustomerGatewayId == gateway.Id && c.IsLiving) is { } user)
        {
            throw Fault.State($"The customer gateway {gateway.Id} is in use by {user.Id}");
        }
        draft.Put(gateway with { State = "deleted", EndTime = gateway.EndTime ?? draft.Now });
        return Done.Value;
    }
}
