using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>An endpoint of a gateway balancer: what arrives at its interface is given to the pool's appliances by the balancer's node in its zone.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="InterfaceId">Its interface, which appliances are told of.</param>
/// <param name="Space">The namespace that its interface is in.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="BalancerArn">The balancer behind its service.</param>
/// <param name="PoolId">Where the balancer's listener forwards to; null: nowhere.</param>
public sealed record WantedGatewayEndpoint(string Id, string InterfaceId, string Space, string Zone, string BalancerArn, Id<TargetGroup>? PoolId)
{
    /// <summary>Appliances of all zones that the balancer has a node in are used.</summary>
    public bool CrossesZones { get; init; }

    /// <summary>The appliances that the world knows to be healthy: counts where the data plane has found out nothing itself.</summary>
    public ImmutableArray<Id<TargetRegistration>> Healthy { get; init; } = [];

    /// <summary>A flow of TCP that is idle for longer is forgotten.</summary>
    public int TcpIdleSeconds { get; init; } = 350;
}
