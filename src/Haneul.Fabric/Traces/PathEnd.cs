using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>One end of a question: where a packet starts, or where it is meant to arrive.</summary>
/// <param name="Object">What it is; for a bare address, kind Unknown and the address as text.</param>
/// <param name="Address">Set for a bare address only.</param>
public readonly record struct PathEnd(ObjectRef Object, Ip? Address = null)
{
    /// <summary>Anywhere on the internet: a public address that answers.</summary>
    public static PathEnd Internet { get; } = new(ObjectRef.Internet);

    public static PathEnd Interface(Id<NetworkInterface> id) => new(new ObjectRef(ObjectKind.NetworkInterface, id.Value));

    /// <summary>An instance: by its primary interface.</summary>
    public static PathEnd Instance(Id<Instance> id) => new(new ObjectRef(ObjectKind.Instance, id.Value));

    /// <summary>A host outside, by name.</summary>
    public static PathEnd Host(Id<OutsideHost> id) => new(new ObjectRef(ObjectKind.OutsideHost, id.Value));

    /// <summary>A gateway, peering or endpoint of one of these kinds: InternetGateway, VpnGateway, VpcPeering, NatGateway, EgressOnlyInternetGateway, VpcEndpoint.</summary>
    public static PathEnd Gateway(ObjectKind kind, string id) => new(new ObjectRef(kind, id));

    /// <summary>A load balancer: one of its nodes, in the other end's zone where there is one.</summary>
    public static PathEnd Balancer(Id<LoadBalancer> id) => new(new ObjectRef(ObjectKind.LoadBalancer, id.Value));

    /// <summary>Whoever has the address, seen from the other end.</summary>
    public static PathEnd At(Ip address) => new(new ObjectRef(ObjectKind.Unknown, address.ToString()), address);

    public override string ToString() => Object.Id;
}
