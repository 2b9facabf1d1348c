using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Everything that the data plane is to serve, told to it whole at every change: it is checked, compiled to one snapshot and swapped; requests in flight end on the old one.</summary>
/// <param name="Version">Grows with every change.</param>
public sealed record WantedState(long Version)
{
    public ImmutableArray<WantedBalancer> Balancers { get; init; } = [];

    /// <summary>The target groups that the balancers' listeners and rules forward to.</summary>
    public ImmutableArray<WantedPool> Pools { get; init; } = [];

    /// <summary>The certificates that the listeners show.</summary>
    public ImmutableArray<WantedCertificate> Certificates { get; init; } = [];

    /// <summary>What clients' cookies are sealed with, the same for as long as Haneul's data is; empty: cookies end with the process.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The endpoints of gateway balancers.</summary>
    public ImmutableArray<WantedGatewayEndpoint> Endpoints { get; init; } = [];
}

/// <summary>A balancer by its ARN: what of it user space serves, and whose health it checks.</summary>
public sealed record WantedBalancer(string Arn, string Name, BalancerType Type)
{
    public required ImmutableArray<WantedNode> Nodes { get; init; }

    /// <summary>Those that user space serves.</summary>
    public required ImmutableArray<WantedListener> Listeners { get; init; }

    /// <summary>The target groups whose health its nodes check: of all its listeners, also of those that the kernel serves.</summary>
    public ImmutableArray<Id<TargetGroup>> Checked { get; init; } = [];

    /// <summary>By AWS's keys; what is absent has its default.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;

    /// <summary>In which it has nodes: targets elsewhere get nothing.</summary>
    public IReadOnlySet<string> Zones() => Nodes.Select(n => n.Zone).ToHashSet(StringComparer.Ordinal);
}

/// <summary>A node: its sockets are made in this namespace of Haneul.</summary>
/// <param name="Space">The namespace's name.</param>
/// <param name="Zone">The zone that it stands in.</param>
/// <param name="Addresses">Its own private addresses; it listens at them and speaks to targets from them.</param>
/// <param name="Dark">Its zone has failed: it serves nobody.</param>
public sealed record WantedNode(string Space, string Zone, ImmutableArray<Ip> Addresses, bool Dark);

/// <summary>A listener, with its rules by priority.</summary>
public sealed record WantedListener(string Arn, BalancerProtocol Protocol, int Port)
{
    public required ImmutableArray<RuleAction> DefaultActions { get; init; }

    public ImmutableArray<WantedRule> Rules { get; init; } = [];

    public string? SslPolicy { get; init; }

    /// <summary>The first is the default one.</summary>
    public ImmutableArray<string> CertificateArns { get; init; } = [];

    public string? AlpnPolicy { get; init; }

    public MutualTls? MutualTls { get; init; }

    /// <summary>PEM of the authorities whose clients are trusted; for verify.</summary>
    public string? TrustedAuthorities { get; init; }

    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;
}

/// <summary>A rule of a listener.</summary>
public sealed record WantedRule(string Arn, int Priority, ImmutableArray<RuleCondition> Conditions, ImmutableArray<RuleAction> Actions, ImmutableArray<RuleTransform> Transforms);

/// <summary>A target group; actions name it by the group's id.</summary>
public sealed record WantedPool(Id<TargetGroup> Id, string Arn, string Name, TargetType Type)
{
    public BalancerProtocol? Protocol { get; init; }

    /// <summary>HTTP1, HTTP2 or GRPC.</summary>
    public string? ProtocolVersion { get; init; }

    public required HealthCheck HealthCheck { get; init; }

    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;

    public required ImmutableArray<WantedTarget> Targets { get; init; }
}

/// <summary>A target that can be reached: where, and in which zone (null: beyond the VPC, in no zone).</summary>
/// <param name="Id">Of the registration, told back with its health.</param>
/// <param name="TargetId">As it was registered.</param>
/// <param name="Address">Where it is spoken to.</param>
/// <param name="Port">At which port.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="Since">When it was registered: slow start counts from when it is healthy first.</param>
/// <param name="Draining">It takes nothing new.</param>
public sealed record WantedTarget(Id<TargetRegistration> Id, string TargetId, Ip Address, int Port, string? Zone, DateTimeOffset Since, bool Draining)
{
    /// <summary>Of a function, which has no address: where it is called from this machine; null where nobody has said so.</summary>
    public string? Url { get; init; }
}

/// <summary>A certificate with its key, PEM.</summary>
public sealed record WantedCertificate(string Arn, string Body, string Chain, string PrivateKey);
