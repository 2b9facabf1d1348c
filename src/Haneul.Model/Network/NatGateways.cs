using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Making and ending NAT gateways. What AWS finds out only while making one ends in state failed, with a code.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html
/// </summary>
public static class NatGateways
{
    /// <summary>Makes a NAT gateway with its interface, pending. One that cannot be made is pending too, and fails at the next turn.</summary>
    public static NatGateway Make(Draft draft, NatGatewayRequest request)
    {
        var subnet = draft.Get(request.SubnetId);
        CheckDistinct(request.AllocationIds);
        var inZone = draft.All<NatGateway>().Count(g => g.IsAlive && draft.Find<Subnet>(g.SubnetId)?.Zone == subnet.Zone);
        draft.Admit(Quotas.NatGatewaysPerZone, inZone);
        draft.Admit(Quotas.AddressesPerNatGateway, request.AllocationIds.Length, more: 0);
        var gateway = new NatGateway
        {
            Id = draft.NewId<NatGateway>(),
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            IsPublic = request.IsPublic,
            State = NatGatewayState.Pending,
            Addresses = [],
            CreateTime = draft.Now,
        };
        if (Obstacle(draft, gateway, request) is { } fault)
        {
            return draft.Put(gateway with { FailureCode = fault.Code, FailureMessage = fault.Message, FailedAllocationIds = request.AllocationIds });
        }
        var nic = Interfaces.Make(draft, new InterfaceRequest(subnet.Id)
        {
            PrimaryIp = request.PrivateIp,
            SecondaryIps = request.SecondaryIps,
            SecondaryCount = request.SecondaryCount,
            Ipv6Count = 0,
            IsUngrouped = true,
            Description = $"Interface for NAT Gateway {gateway.Id}",
            InterfaceType = "nat_gateway",
            RequesterManaged = true,
            SourceDestCheck = false,
        });
        draft.Put(nic with
        {
            Attachment = new InterfaceAttachment(draft.NewId("ela-attach"), null, 1, draft.Now) { InstanceOwnerId = "amazon-aws" },
        });
        var addresses = nic.PrivateIps.Select((ip, i) => Address(draft, nic, ip, i < request.AllocationIds.Length ? request.AllocationIds[i] : null));
        return draft.Put(gateway with { Addresses = [.. addresses] });
    }

    /// <summary>Ends a gateway: its interface goes, its elastic addresses are free again; the row stays to be seen for a while.</summary>
    public static void End(Draft draft, NatGateway gateway, NatGatewayState state)
    {
        foreach (var nic in gateway.Addresses.Select(a => a.InterfaceId).Distinct()) Interfaces.Delete(draft, nic);
        draft.Put(gateway with { State = state, DeleteTime = draft.Now });
    }

    /// <summary>Gives a public gateway more elastic addresses, each on a private one: named, or chosen.</summary>
    public static ImmutableArray<NatAddress> AddPublic(Draft draft, NatGateway gateway, IReadOnlyList<Id<ElasticAddress>> allocations, IReadOnlyList<Ip> privateIps)
    {
        if (!gateway.IsPublic) throw Fault.Unsupported($"{gateway.Id} is a private NAT gateway: it takes no elastic addresses");
        CheckAvailable(gateway);
        CheckDistinct(allocations);
        draft.Admit(Quotas.AddressesPerNatGateway, gateway.Addresses.Length, allocations.Count);
        foreach (var id in allocations)
        {
            if (draft.Get(id).AssociationId is { } other) throw new Fault("Resource.AlreadyAssociated", $"resource {id} is already associated with associate-id {other}");
        }
        var (nic, ips) = Extend(draft, gateway, privateIps, allocations.Count - privateIps.Count);
        var added = ips.Select((ip, i) => Address(draft, nic, ip, allocations[i])).ToImmutableArray();
        draft.Put(gateway with { Addresses = gateway.Addresses.AddRange(added) });
        return added;
    }

    /// <summary>Gives a private gateway more private addresses.</summary>
    public static ImmutableArray<NatAddress> AddPrivate(Draft draft, NatGateway gateway, IReadOnlyList<Ip> privateIps, int count)
    {
        if (gateway.IsPublic) throw Fault.Unsupported($"{gateway.Id} is a public NAT gateway: give it elastic addresses");
        CheckAvailable(gateway);
        var (nic, ips) = Extend(draft, gateway, privateIps, count);
        var added = ips.Select(ip => new NatAddress(nic.Id, ip, null)).ToImmutableArray();
        draft.Put(gateway with { Addresses = gateway.Addresses.AddRange(added) });
        return added;
    }

    /// <summary>Takes secondary addresses away; the primary one stays as long as the gateway.</summary>
    public static void Take(Draft draft, NatGateway gateway, ImmutableArray<NatAddress> taken)
    {
        CheckAvailable(gateway);
        if (taken.Contains(gateway.Addresses[0])) throw Fault.Invalid("address", gateway.Addresses[0].PrivateIp.ToString(), "The primary address of a NAT gateway cannot be taken away");
        foreach (var address in taken)
        {
            if (address.AllocationId is { } id && draft.TryFind(id, out var elastic)) ElasticAddresses.Disassociate(draft, elastic);
            if (draft.TryFind(address.InterfaceId, out var nic)) draft.Put(nic with { PrivateIps = nic.PrivateIps.Remove(address.PrivateIp) });
        }
        draft.Put(gateway with { Addresses = gateway.Addresses.RemoveRange(taken) });
    }

    private static (NetworkInterface Nic, IReadOnlyList<Ip> Added) Extend(Draft draft, NatGateway gateway, IReadOnlyList<Ip> named, int count)
    {
        var nic = draft.Get(gateway.Addresses[0].InterfaceId);
        return Interfaces.AddPrivateIps(draft, nic, named, count);
    }

    private static void CheckAvailable(NatGateway gateway)
    {
        if (gateway.State != NatGatewayState.Available) throw Fault.State($"NAT gateway {gateway.Id} is not available");
    }

    private static void CheckDistinct(IReadOnlyCollection<Id<ElasticAddress>> allocations)
    {
        if (allocations.Distinct().Count() < allocations.Count) throw Fault.Invalid("allocationId", string.Join(", ", allocations), "An elastic address is named twice");
    }

    private static NatAddress Address(Draft draft, NetworkInterface nic, Ip ip, Id<ElasticAddress>? allocation)
    {
        if (allocation is not { } id) return new NatAddress(nic.Id, ip, null);
        var joined = ElasticAddresses.Associate(draft, draft.Get(id), nic, ip);
        return new NatAddress(nic.Id, ip, id) { AssociationId = joined.AssociationId, PublicIp = joined.PublicIp };
    }

    /// <summary>What keeps the gateway from being made, found by AWS only after the call was answered.</summary>
    private static Fault? Obstacle(Draft draft, NatGateway gateway, NatGatewayRequest request)
    {
        if (gateway.IsPublic && !draft.All<InternetGateway>().Any(g => g.VpcId == gateway.VpcId))
        {
            return new Fault("Gateway.NotAttached", $"Network {gateway.VpcId} has no Internet gateway attached");
        }
        foreach (var id in request.AllocationIds)
        {
            if (!draft.TryFind(id, out var address)) return new Fault("InvalidAllocationID.NotFound", $"Elastic IP address {id} could not be associated with this NAT gateway");
            if (address.AssociationId is not null) return new Fault("Resource.AlreadyAssociated", $"Elastic IP address {id} is already associated");
        }
        var wanted = 1 + request.SecondaryIps.Length + request.SecondaryCount;
        return PrivateAddresses.FreeIn(draft, draft.Get(gateway.SubnetId)) < wanted
            ? new Fault("InsufficientFreeAddressesInSubnet", $"Subnet {gateway.SubnetId} has insufficient free addresses to create this NAT gateway")
            : null;
    }
}
