using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>A load balancer in network words: ports in zones, and what is done with what comes to its listeners.</summary>
public sealed class Balancer
{
    public required LoadBalancer Row { get; init; }

    public required Place Place { get; init; }

    public required ImmutableArray<BalancerPort> Nodes { get; init; }

    /// <summary>By port.</summary>
    public required ImmutableArray<BalancerListener> Listeners { get; init; }

    public ObjectRef Ref => new(ObjectKind.LoadBalancer, Row.Id.Value);

    public string Arn => Place.ArnOf(LoadBalancer.Service, Row.Id.Value);

    public string? Attribute(string key) => Row.Attributes.GetValueOrDefault(key);
}

/// <summary>A node: the port by which a balancer meets a zone.</summary>
public sealed record BalancerPort(string PortId, string Zone, bool Dark);

/// <summary>A listener, with its rules by priority; its default actions come after them.</summary>
public sealed record BalancerListener(Listener Row, ImmutableArray<ListenerRule> Rules)
{
    public Reason Reason => Reason.Of(ObjectKind.Listener, Row.Id.Value);
}

/// <summary>A target group in network words: its targets, and where they are.</summary>
public sealed class TargetPool
{
    public required TargetGroup Row { get; init; }

    public required Place Place { get; init; }

    public required ImmutableArray<PoolTarget> Targets { get; init; }

    public ObjectRef Ref => new(ObjectKind.TargetGroup, Row.Id.Value);

    public string Arn => Place.ArnOf(LoadBalancer.Service, Row.Id.Value);
}

/// <summary>A target that has an address now.</summary>
/// <param name="Row">Its registration, with its health.</param>
/// <param name="Address">Where it is spoken to.</param>
/// <param name="PortId">The interface that has the address; null beyond the VPC.</param>
/// <param name="Zone">Its zone; null beyond the VPC: every node may use it.</param>
public sealed record PoolTarget(TargetRegistration Row, Ip Address, string? PortId, string? Zone)
{
    public int Port => Row.Port;

    public TargetPlace At => new(Address, Port);

    /// <summary>Its instance does not run: it gets nothing, however few others are healthy.</summary>
    public bool IsStopped { get; init; }
}
