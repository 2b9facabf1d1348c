using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lets an elastic address stand for a private one of an instance or interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html</summary>
public sealed record AssociateAddress : Command<AssociateAddress.Result>
{
    public Id<ElasticAddress>? AllocationId { get; init; }

    public Ip? PublicIp { get; init; }

    public Id<Instance>? InstanceId { get; init; }

    public Id<NetworkInterface>? NetworkInterfaceId { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    public bool AllowReassociation { get; init; } = true;

    public sealed record Result(string AssociationId);

    public override Result Apply(Draft draft)
    {
        var address = ElasticAddresses.Named(draft, AllocationId, PublicIp);
        var nic = Target(draft);
        if (nic.PrivateIps.IsEmpty) throw Fault.Invalid("networkInterfaceId", nic.Id.Value, "The interface has no IPv4 address");
        var ip = PrivateIpAddress ?? nic.PrivateIps[0];
        if (!nic.PrivateIps.Contains(ip)) throw Fault.Invalid("privateIpAddress", ip.ToString(), $"The interface {nic.Id} does not have this address");
        if (address.InterfaceId == nic.Id && address.PrivateIp == ip && address.AssociationId is { } same) return new Result(same);
        if (address.AssociationId is { } before)
        {
            if (!AllowReassociation) throw new Fault("Resource.AlreadyAssociated", $"resource {address.Id} is already associated with associate-id {before}");
            ElasticAddresses.RefuseManaged(draft, address);
            address = ElasticAddresses.Disassociate(draft, address);
        }
        if (ElasticAddresses.Of(draft, nic.Id, ip) is { } other)
        {
            if (!AllowReassociation) throw new Fault("Resource.AlreadyAssociated", $"resource {nic.Id} is already associated with address {other.PublicIp}");
            ElasticAddresses.Disassociate(draft, other);
        }
        return new Result(ElasticAddresses.Associate(draft, address, nic, ip).AssociationId ?? "");
    }

    private NetworkInterface Target(Draft draft)
    {
        if (InstanceId is null && NetworkInterfaceId is null) throw Fault.Missing("InstanceId or NetworkInterfaceId");
        if (NetworkInterfaceId is { } id)
        {
            if (InstanceId is not null) throw Fault.Combination("Give InstanceId or NetworkInterfaceId, not both");
            var nic = draft.Get(id);
            if (nic.RequesterManaged) throw new Fault("OperationNotPermitted", $"The interface {id} is managed by AWS: its addresses are not yours to change");
            return nic;
        }
        var instance = draft.Get(InstanceId.GetValueOrDefault());
        if (instance.State is InstanceState.Pending) throw new Fault("InvalidInstanceID", $"The pending instance '{instance.Id}' is not in a valid state for this operation.");
        return instance.InterfaceIds.Length switch
        {
            0 => throw new Fault("InvalidInstanceID", $"The instance '{instance.Id}' has no interface"),
            1 => draft.Get(instance.InterfaceIds[0]),
            _ => throw new Fault("InvalidInstanceID", $"There are multiple interfaces attached to instance '{instance.Id}'. Please specify an interface ID for the operation instead."),
        };
    }
}
