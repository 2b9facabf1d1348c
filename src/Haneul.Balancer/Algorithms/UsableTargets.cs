using System.Collections.Frozen;
using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A target that may be given requests.</summary>
/// <param name="Target">The target.</param>
/// <param name="HealthySinceMs">When it became healthy, in Unix milliseconds; null: before anybody looked, or it is not.</param>
public sealed record UsableTarget(WantedTarget Target, long? HealthySinceMs)
{
    /// <summary>Names the target in cookies, the same in every process.</summary>
    public ulong Key { get; } = KeyOf(Target.Id);

    public static ulong KeyOf(Id<TargetRegistration> id) => TargetKey.Of(id.Value);
}

/// <summary>
/// The targets of a group that a node gives requests to now: those of its zones that are healthy, or all of them where too few are. Made anew at each change, read by every loop.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
/// </summary>
public sealed class UsableTargets
{
    private UsableTargets(ImmutableArray<UsableTarget> targets, bool failedOpen, FrozenDictionary<Id<TargetRegistration>, long?> failing, TargetGroupSettings settings)
    {
        (Targets, Failing) = (targets, failing);
        FailedOpen = failedOpen;
        Algorithm = PickAlgorithm.Of(settings.Algorithm, settings.MitigatesAnomalies);
        SlowStartMs = settings.SlowStartSeconds * 1000;
    }

    public ImmutableArray<UsableTarget> Targets { get; }

    /// <summary>Too few are healthy, so all are used.</summary>
    public bool FailedOpen { get; }

    /// <summary>Those that are not used because they are not healthy, and when they turned unhealthy, in Unix milliseconds; null: checks have not found them so.</summary>
    public FrozenDictionary<Id<TargetRegistration>, long?> Failing { get; }

    internal PickAlgorithm Algorithm { get; }

    internal int SlowStartMs { get; }

    /// <param name="pool">The group.</param>
    /// <param name="zone">Of the node.</param>
    /// <param name="zones">In which the balancer has nodes; targets elsewhere are not used.</param>
    /// <param name="balancer">Whose node it is.</param>
    /// <param name="health">Of a target, as this node sees it.</param>
    public static UsableTargets Of(WantedPool pool, string zone, IReadOnlySet<string> zones, BalancerSettings balancer, Func<WantedTarget, NodeHealth> health)
    {
        var settings = new TargetGroupSettings(pool.Type, pool.Protocol, pool.Attributes);
        var crosses = settings.CrossesZones(balancer);
        var reachable = pool.Targets.Where(t => !t.Draining && (t.Zone is null || t.Zone == zone || crosses && zones.Contains(t.Zone))).Select(t => (Target: t, Health: health(t))).ToList();
        var healthy = reachable.Where(t => t.Health.IsHealthy).ToList();
        var (count, percentage) = settings.FailOpenBelow;
        var opens = healthy.Count < Math.Min(count, reachable.Count) || percentage is { } share && healthy.Count * 100 < reachable.Count * share;
        return new UsableTargets([.. (opens ? reachable : healthy).Select(t => new UsableTarget(t.Target, t.Health.IsHealthy ? t.Health.SinceMs : null))], opens, (opens ? [] : reachable.Where(t => !t.Health.IsHealthy)).ToFrozenDictionary(t => t.Target.Id, t => t.Health.FailingSinceMs), settings);
    }
}

/// <summary>A target's health as a node sees it.</summary>
/// <param name="IsHealthy">It is given requests.</param>
/// <param name="SinceMs">When it became so, in Unix milliseconds; null: it was before anybody looked.</param>
/// <param name="FailingSinceMs">When it turned unhealthy; null: it has not.</param>
public readonly record struct NodeHealth(bool IsHealthy, long? SinceMs = null, long? FailingSinceMs = null);
