using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Tells of a network of the customer's, where routes are static. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnectionRoute.html</summary>
public sealed record CreateVpnConnectionRoute : Command<Done>
{
    public required Cidr DestinationCidrBlock { get; init; }

    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public override Done Apply(Draft draft)
    {
        var connection = draft.Get(VpnConnectionId);
        if (!connection.IsLiving) throw Fault.State($"The vpnConnection {connection.Id} is {connection.State}");
        if (!connection.StaticRoutesOnly) throw Fault.Unsupported($"The vpnConnection {connection.Id} learns its routes by BGP: it takes no static ones");
        if (DestinationCidrBlock.IsV6) throw Fault.Invalid("destinationCidrBlock", DestinationCidrBlock.ToString(), "It must be an IPv4 block");
        if (!connection.StaticRoutes.Contains(DestinationCidrBlock)) draft.Put(connection with { StaticRoutes = connection.StaticRoutes.Add(DestinationCidrBlock) });
        return Done.Value;
    }
}
