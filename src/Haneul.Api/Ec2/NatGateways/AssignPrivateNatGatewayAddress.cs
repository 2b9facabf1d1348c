using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a private NAT gateway more addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateNatGatewayAddress.html</summary>
public sealed record AssignPrivateNatGatewayAddress : Command<NatGatewayAddressResult>
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public IReadOnlyList<Ip> PrivateIpAddresses { get; init; } = [];

    public int? PrivateIpAddressCount { get; init; }

    public override NatGatewayAddressResult Apply(Draft draft)
    {
        var gateway = draft.Get(NatGatewayId);
        if (PrivateIpAddresses.Count > 0 == PrivateIpAddressCount is not null) throw Fault.Combination("Give PrivateIpAddresses or PrivateIpAddressCount");
        var added = NatGateways.AddPrivate(draft, gateway, PrivateIpAddresses, PrivateIpAddressCount ?? 0);
        return new NatGatewayAddressResult(NatGatewayId, NatGatewayAddressView.Moving(added, "assigning"));
    }
}
