using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes secondary addresses from a private NAT gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateNatGatewayAddress.html</summary>
public sealed record UnassignPrivateNatGatewayAddress : Command<NatGatewayAddressResult>
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public required IReadOnlyList<Ip> PrivateIpAddresses { get; init; } = [];

    [NoEffect("addresses go at once: there are no connections to drain")]
    public int? MaxDrainDurationSeconds { get; init; }

    public override NatGatewayAddressResult Apply(Draft draft)
    {
        var gateway = draft.Get(NatGatewayId);
        if (gateway.IsPublic) throw Fault.Unsupported($"{gateway.Id} is a public NAT gateway: disassociate its elastic addresses");
        foreach (var ip in PrivateIpAddresses)
        {
            if (!gateway.Addresses.Any(a => a.PrivateIp == ip)) throw Fault.Invalid("privateIpAddress", ip.ToString(), "The NAT gateway does not have this address");
        }
        var taken = gateway.Addresses.RemoveAll(a => !PrivateIpAddresses.Contains(a.PrivateIp));
        NatGateways.Take(draft, gateway, taken);
        return new NatGatewayAddressResult(NatGatewayId, NatGatewayAddressView.Moving(taken, "unassigning"));
    }
}
