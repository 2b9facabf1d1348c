using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Where a walk is meant to arrive.</summary>
internal sealed record Goal
{
    /// <summary>An interface that was named.</summary>
    public Port? Port { get; init; }

    /// <summary>A node of a network balancer that was named: the packet arrives at one of its targets.</summary>
    public Port? Via { get; init; }

    /// <summary>A host outside that was named.</summary>
    public Host? Host { get; init; }

    /// <summary>A gateway, peering or endpoint that was named: the packet arrives by passing it.</summary>
    public Hop? Hop { get; init; }

    /// <summary>The VPC in which a private address is looked for.</summary>
    public Router? Router { get; init; }

    /// <summary>For the way back: the only packet that counts as the answer, and where it is waited for.</summary>
    public Packet? Awaited { get; init; }

    public ObjectRef? AwaitedAt { get; init; }

    /// <summary>The address is one inside the goal's VPC (not a public one that stands for it).</summary>
    public bool IsInside(Ip ip) => Port?.Has(ip) == true || Via?.Has(ip) == true || Router?.Holds(ip) == true;
}
