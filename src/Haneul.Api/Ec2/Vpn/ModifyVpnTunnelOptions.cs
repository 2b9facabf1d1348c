using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the options of one tunnel, named by its address. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnTunnelOptions.html</summary>
public sealed record ModifyVpnTunnelOptions : Command<VpnConnectionResult>
{
    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public required Ip VpnTunnelOutsideIpAddress { get; init; }

    public required TunnelOptionsSpecification TunnelOptions { get; init; }

    [NoEffect("tunnels are records: replacing one interrupts nothing")]
    public bool SkipTunnelReplacement { get; init; }

    public override VpnConnectionResult Apply(Draft draft)
    {
        var connection = VpnConnectionChanges.Changeable(draft, VpnConnectionId);
        var tunnel = connection.Tunnels.FirstOrDefault(t => t.OutsideAddress == VpnTunnelOutsideIpAddress)
            ?? throw Fault.Invalid("VpnTunnelOutsideIpAddress", VpnTunnelOutsideIpAddress.ToString(), $"No tunnel of {connection.Id} has this address");
        var changed = tunnel with
        {
            InsideCidr = TunnelOptions.ReadInside() ?? tunnel.InsideCidr,
            PreSharedKey = TunnelOptions.ReadKey() ?? tunnel.PreSharedKey,
            Settings = TunnelOptions.ReadSettings(tunnel.Settings),
        };
        return VpnConnectionChanges.Put(draft, connection with { Tunnels = connection.Tunnels.Replace(tunnel, changed) });
    }
}
