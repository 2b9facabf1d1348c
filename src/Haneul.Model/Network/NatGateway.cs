using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Translates many private addresses to its own, by port. A public one has an elastic address and leaves by the internet gateway.</summary>
public sealed record NatGateway : IResource<NatGateway>, ITransient, IFading
{
    public static Kind Kind { get; } = new(
        "natgateway", "nat", "natgateway", "NatGatewayNotFound", "NatGatewayMalformed", "NAT gateway");

    public required Id<NatGateway> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required bool IsPublic { get; init; }

    public required NatGatewayState State { get; init; }

    /// <summary>The first is the primary one.</summary>
    public required ImmutableArray<NatAddress> Addresses { get; init; }

    /// <summary>What a gateway that failed was to have.</summary>
    public ImmutableArray<Id<ElasticAddress>> FailedAllocationIds { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? DeleteTime { get; init; }

    /// <summary>Why it failed; while pending, why it is going to fail.</summary>
    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    /// <summary>Is it there, or about to be?</summary>
    public bool IsAlive => State is NatGatewayState.Pending or NatGatewayState.Available;

    public Report? Settled(Place place) => State is NatGatewayState.Pending or NatGatewayState.Deleting ? new NatGatewayArrived(place, Id, State) : null;

    /// <summary>Failed and deleted gateways are shown for about an hour.</summary>
    public DateTimeOffset? ForgottenAt => State is NatGatewayState.Failed or NatGatewayState.Deleted ? DeleteTime?.AddHours(1) : null;
}

/// <summary>How far a NAT gateway is, in the words of DescribeNatGateways; one that failed or was deleted stays visible for a while.</summary>
public enum NatGatewayState
{
    Pending,
    Failed,
    Available,
    Deleting,
    Deleted,
}

/// <summary>An address of a NAT gateway: the private one on its interface and, when public, the elastic one.</summary>
public sealed record NatAddress(Id<NetworkInterface> InterfaceId, Ip PrivateIp, Id<ElasticAddress>? AllocationId)
{
    public string? AssociationId { get; init; }

    /// <summary>The public address at the time of association.</summary>
    public Ip? PublicIp { get; init; }
}

/// <summary>A NAT gateway has got to where it was going from a state: available (or failed, with what stood in its way), deleted.</summary>
public sealed record NatGatewayArrived(Place Place, Id<NatGateway> Id, NatGatewayState From) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var gateway) || gateway.State != From) return;
        if (From == NatGatewayState.Pending && gateway.FailureCode is null) here.Put(gateway with { State = NatGatewayState.Available });
        else if (From == NatGatewayState.Pending) NatGateways.End(here, gateway, NatGatewayState.Failed);
        else if (From == NatGatewayState.Deleting) NatGateways.End(here, gateway, NatGatewayState.Deleted);
    }
}
