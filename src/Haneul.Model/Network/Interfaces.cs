using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Making, attaching and deleting interfaces: for instances, NAT gateways, endpoints and clients alike.</summary>
public static class Interfaces
{
    /// <summary>Addresses of one family on one interface; AWS's largest types have this many.</summary>
    public const int MostAddresses = 50;

    /// <summary>Makes an interface. Faults: the subnet or a group is not there, an address is not of the subnet or not free, quotas.</summary>
    public static NetworkInterface Make(Draft draft, InterfaceRequest request)
    {
        var subnet = draft.Get(request.SubnetId);
        draft.Admit(Quotas.NetworkInterfaces, draft.All<NetworkInterface>().Count);
        var v4 = ChooseV4(draft, subnet, request);
        var v6 = ChooseV6(draft, subnet, request);
        return draft.Put(new NetworkInterface
        {
            Id = draft.NewId<NetworkInterface>(),
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            Zone = subnet.Zone,
            MacAddress = Mac(draft.Hex(10)),
            PrivateIps = v4,
            Ipv6Addresses = v6,
            HasPrimaryIpv6 = request.HasPrimaryIpv6 && !v6.IsEmpty,
            GroupIds = request.IsUngrouped ? [] : Groups(draft, subnet.VpcId, request.GroupIds),
            Description = request.Description,
            InterfaceType = request.InterfaceType,
            RequesterManaged = request.RequesterManaged,
            SourceDestCheck = request.SourceDestCheck,
        });
    }

    /// <summary>Deletes an interface: its elastic addresses are freed, its lent one goes back.</summary>
    public static void Delete(Draft draft, Id<NetworkInterface> id)
    {
        if (!draft.TryFind(id, out var nic)) return;
        foreach (var address in draft.All<ElasticAddress>().Marked(id.Value).ToList()) ElasticAddresses.Disassociate(draft, address);
        TakeBackPublicIp(draft, nic);
        draft.Remove(id);
    }

    /// <summary>Attaches to an instance, which learns of it if it is already there.</summary>
    public static NetworkInterface Attach(
        Draft draft, NetworkInterface nic, Id<Instance> instanceId, int deviceIndex, bool deleteOnTermination = false, int networkCardIndex = 0)
    {
        if (nic.Attachment is not null) throw new Fault("InvalidNetworkInterface.InUse", $"Interface: [{nic.Id}] in use");
        var attached = draft.Put(nic with
        {
            Attachment = new InterfaceAttachment(draft.NewId("eni-attach"), instanceId, deviceIndex, draft.Now)
            {
                InstanceOwnerId = draft.Account, DeleteOnTermination = deleteOnTermination, NetworkCardIndex = networkCardIndex,
            },
        });
        if (draft.TryFind(instanceId, out var instance) && !instance.InterfaceIds.Contains(nic.Id))
        {
            var order = instance.InterfaceIds.Add(nic.Id).OrderBy(id => draft.Find<NetworkInterface>(id)?.Attachment?.DeviceIndex ?? int.MaxValue);
            draft.Put(instance with { InterfaceIds = [.. order] });
        }
        // An address is lent to what runs: a stopped instance gets one when it starts.
        if (instance is { State: InstanceState.Stopping or InstanceState.Stopped }) return TakeBackPublicIp(draft, attached);
        return attached;
    }

    /// <summary>Takes an interface off whatever it is attached to.</summary>
    public static NetworkInterface Detach(Draft draft, NetworkInterface nic)
    {
        if (nic.Attachment?.InstanceId is { } id && draft.TryFind(id, out var instance))
        {
            draft.Put(instance with { InterfaceIds = instance.InterfaceIds.Remove(nic.Id) });
        }
        // A lent address belongs to the attachment; an elastic one stays with the interface.
        return draft.Put(TakeBackPublicIp(draft, nic) with { Attachment = null });
    }

    /// <summary>Gives an interface more IPv4 addresses: named ones, checked, and so many chosen. Answers the interface and what was added.</summary>
    public static (NetworkInterface Nic, IReadOnlyList<Ip> Added) AddPrivateIps(Draft draft, NetworkInterface nic, IReadOnlyList<Ip> named, int count)
    {
        var subnet = draft.Get(nic.SubnetId);
        CheckCount(count < 0 ? -1 : nic.PrivateIps.Length - 1 + named.Count + count);
        var added = named.Select(ip => CheckedV4(draft, subnet, ip)).Distinct().ToList();
        for (var n = 0; n < count; n++) added.Add(PrivateAddresses.Pick(draft, subnet, isV6: false, added));
        return (draft.Put(nic with { PrivateIps = nic.PrivateIps.AddRange(added) }), added);
    }

    /// <summary>Takes a secondary address away, and parts the elastic one that it had.</summary>
    public static NetworkInterface TakePrivateIp(Draft draft, NetworkInterface nic, Ip ip)
    {
        if (ElasticAddresses.Of(draft, nic.Id, ip) is { } elastic) ElasticAddresses.Disassociate(draft, elastic);
        return draft.Put(nic with { PrivateIps = nic.PrivateIps.Remove(ip) });
    }

    /// <summary>Gives an interface more IPv6 addresses, as <see cref="AddPrivateIps"/>.</summary>
    public static (NetworkInterface Nic, IReadOnlyList<Ip> Added) AddIpv6(Draft draft, NetworkInterface nic, IReadOnlyList<Ip> named, int count)
    {
        var subnet = draft.Get(nic.SubnetId);
        CheckCount(count < 0 ? -1 : nic.Ipv6Addresses.Length + named.Count + count);
        var added = named.Select(ip => CheckedV6(draft, subnet, ip)).Distinct().ToList();
        for (var n = 0; n < count; n++) added.Add(PrivateAddresses.Pick(draft, subnet, isV6: true, added));
        return (draft.Put(nic with { Ipv6Addresses = nic.Ipv6Addresses.AddRange(added) }), added);
    }

    /// <summary>Lends a public address for the primary private one, as at launch and start; an interface that has a public address keeps that.</summary>
    public static NetworkInterface LendPublicIp(Draft draft, NetworkInterface nic)
    {
        if (nic.PrivateIps.IsEmpty || nic.LentPublicIp is not null || ElasticAddresses.Of(draft, nic.Id, nic.PrivateIps[0]) is not null) return nic;
        return draft.Put(nic with { LentPublicIp = PublicAddresses.Take(draft) });
    }

    /// <summary>Takes the lent public address back, as at stop and termination.</summary>
    public static NetworkInterface TakeBackPublicIp(Draft draft, NetworkInterface nic)
    {
        if (nic.LentPublicIp is not { } ip) return nic;
        PublicAddresses.Return(draft, ip);
        return draft.Put(nic with { LentPublicIp = null });
    }

    /// <summary>The public address that stands for a private one of this interface: elastic or lent.</summary>
    public static Ip? PublicIpOf(Scope scope, NetworkInterface nic, Ip privateIp) =>
        ElasticAddresses.Of(scope, nic.Id, privateIp)?.PublicIp ?? (!nic.PrivateIps.IsEmpty && nic.PrivateIps[0] == privateIp ? nic.LentPublicIp : null);

    /// <summary>The groups, checked; the VPC's default group where none is given.</summary>
    public static ImmutableArray<Id<SecurityGroup>> Groups(Scope scope, Id<Vpc> vpc, IEnumerable<Id<SecurityGroup>> given)
    {
        var groups = given.Distinct().ToImmutableArray();
        if (groups.IsEmpty) return [scope.All<SecurityGroup>().First(g => g.VpcId == vpc && g.Name == "default").Id];
        foreach (var id in groups)
        {
            if (scope.Get(id).VpcId != vpc) throw new Fault("InvalidParameter", $"Security group {id} and the interface's VPC {vpc} belong to different networks");
        }
        if (groups.Length > scope.QuotaOf(Quotas.SecurityGroupsPerInterface)) throw Fault.QuotaExceeded(Quotas.SecurityGroupsPerInterface, scope.QuotaOf(Quotas.SecurityGroupsPerInterface));
        return groups;
    }

    private static ImmutableArray<Ip> ChooseV4(Draft draft, Subnet subnet, InterfaceRequest request)
    {
        CheckCount(request.SecondaryIps.Length + request.SecondaryCount);
        if (subnet.Cidr is null)
        {
            if (request.PrimaryIp is null && request.SecondaryIps.IsEmpty && request.SecondaryCount == 0) return [];
            throw Fault.Invalid("SubnetId", subnet.Id.Value, "The subnet has no IPv4 block");
        }
        var chosen = new List<Ip>();
        if (request.PrimaryIp is { } primary) chosen.Add(CheckedV4(draft, subnet, primary));
        var secondary = request.SecondaryIps.Select(ip => CheckedV4(draft, subnet, ip)).ToList();
        if (chosen.Concat(secondary).Distinct().Count() != chosen.Count + secondary.Count) throw Fault.Invalid("PrivateIpAddresses", null, "An address is named twice");
        if (chosen.Count == 0) chosen.Add(PrivateAddresses.Pick(draft, subnet, isV6: false, secondary));
        chosen.AddRange(secondary);
        for (var n = 0; n < request.SecondaryCount; n++) chosen.Add(PrivateAddresses.Pick(draft, subnet, isV6: false, chosen));
        return [.. chosen];
    }

    private static ImmutableArray<Ip> ChooseV6(Draft draft, Subnet subnet, InterfaceRequest request)
    {
        var count = request.Ipv6Count ?? (request.Ipv6Addresses.IsEmpty && subnet.AssignIpv6AddressOnCreation && subnet.Cidrs.Any(c => c.IsV6) ? 1 : 0);
        CheckCount(request.Ipv6Addresses.Length + count);
        var chosen = request.Ipv6Addresses.Select(ip => CheckedV6(draft, subnet, ip)).Distinct().ToList();
        for (var n = 0; n < count; n++) chosen.Add(PrivateAddresses.Pick(draft, subnet, isV6: true, chosen));
        return [.. chosen];
    }

    private static void CheckCount(int count)
    {
        if (count is < 0 or >= MostAddresses) throw new Fault("PrivateIpAddressLimitExceeded", $"An interface has {MostAddresses} addresses of a family at most");
    }

    private static Ip CheckedV4(Draft draft, Subnet subnet, Ip ip) =>
        ip.IsV6 ? throw Fault.Invalid("PrivateIpAddress", ip.ToString(), "It is not an IPv4 address") : PrivateAddresses.Checked(draft, subnet, ip);

    private static Ip CheckedV6(Draft draft, Subnet subnet, Ip ip) =>
        ip.IsV6 ? PrivateAddresses.Checked(draft, subnet, ip) : throw Fault.Invalid("Ipv6Address", ip.ToString(), "It is not an IPv6 address");

    /// <summary>0a:…: a locally administered address, as EC2 gives.</summary>
    private static string Mac(string hex) => $"0a:{hex[..2]}:{hex[2..4]}:{hex[4..6]}:{hex[6..8]}:{hex[8..10]}";
}
