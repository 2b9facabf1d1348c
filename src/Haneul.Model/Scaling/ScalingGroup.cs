using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// An Auto Scaling group: so many instances of one kind, spread over zones. The id is its name.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html
/// </summary>
public sealed record ScalingGroup : IResource<ScalingGroup>
{
    public static Kind Kind { get; } = new("scaling-group", "", "", "ValidationError", "ValidationError", "AutoScalingGroup name");

    public required Id<ScalingGroup> Id { get; init; }

    /// <summary>What stands in its ARN before its name.</summary>
    public required string Uuid { get; init; }

    public required LaunchSource Launch { get; init; }

    public required int Min { get; init; }

    public required int Max { get; init; }

    public required int Desired { get; init; }

    /// <summary>Why desired is what it is, as activities quote it; and since when.</summary>
    public required string DesiredCause { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required ImmutableArray<string> Zones { get; init; }

    /// <summary>Empty: the zones' default subnets.</summary>
    public ImmutableArray<Id<Subnet>> SubnetIds { get; init; } = [];

    public ImmutableArray<Id<TargetGroup>> TargetGroupIds { get; init; } = [];

    public int CooldownSeconds { get; init; } = 300;

    /// <summary>Besides EC2's checks those of the balancers count.</summary>
    public bool ChecksBalancers { get; init; }

    /// <summary>As it was given: EC2, or a list with ELB.</summary>
    public string HealthCheckType { get; init; } = "EC2";

    public int HealthCheckGraceSeconds { get; init; }

    public ImmutableArray<string> TerminationPolicies { get; init; } = ["Default"];

    /// <summary>New instances are protected from scaling in.</summary>
    public bool ProtectsNew { get; init; }

    /// <summary>Instances are replaced when they are older; null: never.</summary>
    public int? MaxInstanceLifetimeSeconds { get; init; }

    /// <summary>So long a new instance does not count in metrics.</summary>
    public int? WarmupSeconds { get; init; }

    /// <summary>Processes that are suspended, with why.</summary>
    public ImmutableSortedDictionary<string, string> Suspended { get; init; } = TagSet.None;

    /// <summary>The group's own metrics that are collected.</summary>
    public ImmutableArray<string> Metrics { get; init; } = [];

    public ImmutableArray<ScalingTag> Tags { get; init; } = [];

    /// <summary>balanced-best-effort or balanced-only.</summary>
    public string ZoneDistribution { get; init; } = "balanced-best-effort";

    public string? PlacementGroup { get; init; }

    public string? Context { get; init; }

    public string? DesiredCapacityType { get; init; }

    public string? ServiceLinkedRoleArn { get; init; }

    public bool? CapacityRebalance { get; init; }

    /// <summary>The least and the most healthy, in percent, while instances are replaced.</summary>
    public HealthyShare? Maintenance { get; init; }

    /// <summary>It is being deleted, and goes when its last instance has.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>Simple scaling and who asks for it wait until then.</summary>
    public DateTimeOffset? CooldownUntil { get; init; }

    /// <summary>A cooldown that begins when the instances are there.</summary>
    public int? CooldownToCome { get; init; }

    /// <summary>Zones where a launch failed, with when it is tried again.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> RetryAt { get; init; } = NoRetries;

    /// <summary>Launches that failed one after another.</summary>
    public int FailedLaunches { get; init; }

    public static ImmutableSortedDictionary<string, DateTimeOffset> NoRetries { get; } = ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    public bool Suspends(string process) => Suspended.ContainsKey(process);

    /// <summary>The resource part of its ARN, in service autoscaling.</summary>
    public string ArnResource => $"autoScalingGroup:{Uuid}:autoScalingGroupName/{Id}";
}

/// <summary>The least and the most healthy instances, in percent of the desired ones.</summary>
public sealed record HealthyShare(int Least, int Most);

/// <summary>A tag of a group, that its new instances get as well where it propagates.</summary>
public sealed record ScalingTag(string Key, string Value, bool Propagates);
