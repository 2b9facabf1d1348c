using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes which traffic the tunnels take. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnectionOptions.html</summary>
public sealed record ModifyVpnConnectionOptions : Command<VpnConnectionResult>
{
    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public Cidr? LocalIpv4NetworkCidr { get; init; }

    public Cidr? RemoteIpv4NetworkCidr { get; init; }

    public override VpnConnectionResult Apply(Draft draft)
    {
        var connection = VpnConnectionChanges.Changeable(draft, VpnConnectionId);
        VpnConnectionOptionsSpecification.CheckV4(LocalIpv4NetworkCidr, "LocalIpv4NetworkCidr");
        VpnConnectionOptionsSpecification.CheckV4(RemoteIpv4NetworkCidr, "RemoteIpv4NetworkCidr");
        return VpnConnectionChanges.Put(draft, connection with
        {
            LocalIpv4NetworkCidr = LocalIpv4NetworkCidr ?? connection.LocalIpv4NetworkCidr,
            RemoteIpv4NetworkCidr = RemoteIpv4NetworkCidr ?? connection.RemoteIpv4NetworkCidr,
        });
    }
}
