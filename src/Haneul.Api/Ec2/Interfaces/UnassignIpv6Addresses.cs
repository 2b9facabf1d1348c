using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes IPv6 addresses from an interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignIpv6Addresses.html</summary>
public sealed record UnassignIpv6Addresses : Command<UnassignIpv6Addresses.Result>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    [Wire("Ipv6Addresses")]
    public IReadOnlyList<Ip> Ipv6Addresses { get; init; } = [];

    public sealed record Result(Id<NetworkInterface> NetworkInterfaceId, [property: Wire("unassignedIpv6Addresses")] IReadOnlyList<Ip> UnassignedIpv6Addresses);

    public override Result Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        if (Ipv6Addresses.Count == 0) throw Fault.Missing("Ipv6Addresses");
        foreach (var ip in Ipv6Addresses)
        {
            if (!nic.Ipv6Addresses.Contains(ip)) throw new Fault("InvalidParameterValue", $"Some of the specified addresses are not assigned to interface {nic.Id}: {ip}");
        }
        if (nic.HasPrimaryIpv6 && Ipv6Addresses.Contains(nic.Ipv6Addresses[0])) throw new Fault("InvalidParameterValue", $"{nic.Ipv6Addresses[0]} is the primary IPv6 address of {nic.Id} and stays as long as it");
        draft.Put(nic with { Ipv6Addresses = nic.Ipv6Addresses.RemoveRange(Ipv6Addresses) });
        return new Result(nic.Id, Ipv6Addresses);
    }
}
