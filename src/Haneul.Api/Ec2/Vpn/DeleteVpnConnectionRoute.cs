using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a static route of a connection away. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpnConnectionRoute.html</summary>
public sealed record DeleteVpnConnectionRoute : Command<Done>
{
    public required Cidr DestinationCidrBlock { get; init; }

    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public override Done Apply(Draft draft)
    {
        var connection = draft.Get(VpnConnectionId);
        if (!connection.StaticRoutes.Contains(DestinationCidrBlock))
        {
            throw new Fault("InvalidRoute.NotFound", $"The vpnConnection {connection.Id} has no static route to {DestinationCidrBlock}");
        }
        draft.Put(connection with { StaticRoutes = connection.StaticRoutes.Remove(DestinationCidrBlock) });
        return Done.Value;
    }
}
