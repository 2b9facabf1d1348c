using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives an interface IPv6 addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignIpv6Addresses.html</summary>
public sealed record AssignIpv6Addresses : Command<AssignIpv6Addresses.Result>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    [Wire("Ipv6Addresses")]
    public IReadOnlyList<Ip> Ipv6Addresses { get; init; } = [];

    public int? Ipv6AddressCount { get; init; }

    public sealed record Result(Id<NetworkInterface> NetworkInterfaceId, [property: Wire("assignedIpv6Addresses")] IReadOnlyList<Ip> AssignedIpv6Addresses);

    public override Result Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        if (Ipv6Addresses.Count > 0 == Ipv6AddressCount is not null) throw Fault.Combination("Give Ipv6Addresses or Ipv6AddressCount");
        var (_, added) = Interfaces.AddIpv6(draft, nic, Ipv6Addresses, Ipv6AddressCount ?? 0);
        return new Result(nic.Id, added);
    }
}
