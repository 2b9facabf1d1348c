using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives an interface secondary addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssignPrivateIpAddresses.html</summary>
public sealed record AssignPrivateIpAddresses : Command<AssignPrivateIpAddresses.Result>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public IReadOnlyList<Ip> PrivateIpAddresses { get; init; } = [];

    public int? SecondaryPrivateIpAddressCount { get; init; }

    /// <summary>An address that another interface of the subnet has as a secondary one moves here.</summary>
    public bool AllowReassignment { get; init; }

    public sealed record Result(Id<NetworkInterface> NetworkInterfaceId, [property: Wire("assignedPrivateIpAddressesSet")] IReadOnlyList<Assigned> AssignedPrivateIpAddresses);

    /// <summary>An address that was assigned.</summary>
    public sealed record Assigned(Ip PrivateIpAddress);

    public override Result Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        if (PrivateIpAddresses.Count > 0 == SecondaryPrivateIpAddressCount is not null) throw Fault.Combination("Give PrivateIpAddresses or SecondaryPrivateIpAddressCount");
        if (nic.PrivateIps.IsEmpty) throw Fault.Invalid("networkInterfaceId", nic.Id.Value, "The interface has no IPv4 address");
        foreach (var ip in PrivateIpAddresses) MakeFree(draft, nic, ip);
        var (_, added) = Interfaces.AddPrivateIps(draft, draft.Get(nic.Id), PrivateIpAddresses, SecondaryPrivateIpAddressCount ?? 0);
        return new Result(nic.Id, [.. added.Select(ip => new Assigned(ip))]);
    }

    private void MakeFree(Draft draft, NetworkInterface nic, Ip ip)
    {
        if (PrivateAddresses.HolderOf(draft, nic.SubnetId, ip) is not { } holder) return;
        if (!AllowReassignment || holder.Id == nic.Id || holder.PrivateIps[0] == ip) throw new Fault("InvalidParameterValue", $"[{ip}] assigned, but move is not allowed.");
        Interfaces.TakePrivateIp(draft, holder, ip);
    }
}
