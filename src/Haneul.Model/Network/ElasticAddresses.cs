namespace Haneul.Model;

/// <summary>Joining elastic addresses to interfaces. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html</summary>
public static class ElasticAddresses
{
    /// <summary>The elastic address that stands for this private address of an interface.</summary>
    public static ElasticAddress? Of(Scope scope, Id<NetworkInterface> nic, Ip privateIp) =>
        scope.All<ElasticAddress>().Marked(nic.Value).FirstOrDefault(a => a.PrivateIp == privateIp);

    /// <summary>The address by allocation or by itself; exactly one must be given.</summary>
    public static ElasticAddress Named(Scope scope, Id<ElasticAddress>? allocation, Ip? publicIp)
    {
        if (allocation is not null && publicIp is not null) throw Fault.Combination("Give AllocationId or PublicIp, not both");
        if (allocation is { } id) return scope.Get(id);
        if (publicIp is not { } ip) throw Fault.Missing("AllocationId");
        return scope.All<ElasticAddress>().Marked(ip.ToString()).FirstOrDefault() ?? throw new Fault("InvalidAddress.NotFound", $"Address '{ip}' not found.");
    }

    /// <summary>Faults when the address is on an interface of AWS's own (NAT gateway): it is parted by that thing's own action.</summary>
    public static void RefuseManaged(Scope scope, ElasticAddress address)
    {
        if (scope.Find(address.InterfaceId) is { RequesterManaged: true } nic)
        {
            throw new Fault("OperationNotPermitted", $"You are not allowed to manage the address of {nic.Id}: {nic.Description}");
        }
    }

    /// <summary>Joins an address to a private address of an interface, and takes the lent public address back. What either was joined to before must have been parted.</summary>
    public static ElasticAddress Associate(Draft draft, ElasticAddress address, NetworkInterface nic, Ip privateIp)
    {
        if (!draft.All<InternetGateway>().Any(g => g.VpcId == nic.VpcId)) throw new Fault("Gateway.NotAttached", $"Network {nic.VpcId} is not attached to any internet gateway");
        if (!nic.PrivateIps.IsEmpty && nic.PrivateIps[0] == privateIp) Interfaces.TakeBackPublicIp(draft, nic);
        return draft.Put(address with { AssociationId = draft.NewId("eipassoc"), InterfaceId = nic.Id, PrivateIp = privateIp });
    }

    /// <summary>Parts an address from its interface; it stays with its account.</summary>
    public static ElasticAddress Disassociate(Draft draft, ElasticAddress address) =>
        draft.Put(address with { AssociationId = null, InterfaceId = null, PrivateIp = null });
}
