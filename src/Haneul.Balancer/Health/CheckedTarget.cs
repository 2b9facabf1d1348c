using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What a node knows of a target that it checks. <see cref="HealthChecker"/> guards it.</summary>
internal sealed class CheckedTarget(CheckedTargetKey key)
{
    public CheckedTargetKey Key => key;

    public required WantedNode Node { get; set; }

    public required WantedPool Pool { get; set; }

    public required WantedTarget Target { get; set; }

    public CheckedStanding Standing { get; set; } = CheckedStanding.New;

    /// <summary>When it became healthy, if it is in slow start since.</summary>
    public long? SlowSinceMs { get; set; }

    /// <summary>When it turned unhealthy, if it is.</summary>
    public long? FailingSinceMs { get; set; }

    /// <summary>It was healthy before.</summary>
    public bool WasHealthy { get; set; }

    public long DueMs { get; set; }

    public int Checks { get; set; }

    public bool IsRunning { get; set; }

    public bool IsGone { get; set; }

    /// <summary>What was told last; null: nothing yet.</summary>
    public TargetHealth? Told { get; set; }

    /// <summary>Evenly spread and yet the same each time, so that checks do not come in bursts.</summary>
    public long Phase(long periodMs) => (long)(TargetKey.Of($"{key.BalancerArn}|{key.Zone}|{key.Target}") % (ulong)Math.Max(1, periodMs));

    /// <summary>Whether what was found out of it holds for what is wanted now: it is the same registration at the same place.</summary>
    public bool IsSame(WantedNode node, WantedTarget target) =>
        node.Space == Node.Space && target.Address == Target.Address && target.Port == Target.Port && target.Since == Target.Since;
}

/// <summary>A target as one node of a balancer sees it.</summary>
internal readonly record struct CheckedTargetKey(string BalancerArn, string Zone, Id<TargetRegistration> Target);
