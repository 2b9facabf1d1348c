using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Model;

namespace Haneul.Tests.Balancing;

/// <summary>Target groups as a data plane is told of them.</summary>
internal static class Pools
{
    private static readonly BalancerSettings Application = new(BalancerType.Application, ImmutableSortedDictionary<string, string>.Empty);

    public static HealthCheck Check { get; } = new() { Protocol = BalancerProtocol.Http, Path = "/", IntervalSeconds = 30, TimeoutSeconds = 5, HealthyThreshold = 5, UnhealthyThreshold = 2, Matcher = "200" };

    public static WantedPool Of((string Key, string Value)[] attributes, params ImmutableArray<WantedTarget> targets) => new(new Id<TargetGroup>("targetgroup/g/1"), "arn:g", "g", TargetType.Instance)
    {
        Protocol = BalancerProtocol.Http,
        HealthCheck = Check,
        Attributes = attributes.ToImmutableSortedDictionary(a => a.Key, a => a.Value),
        Targets = targets,
    };

    public static WantedTarget Target(int number, string? zone = "a", bool draining = false) =>
        new(new Id<TargetRegistration>($"g|t{number}|80"), $"t{number}", Ip.V4(0x0A000000 + (uint)number), 80, zone, DateTimeOffset.UnixEpoch, draining);

    public static UsableTargets Usable(WantedPool pool, Func<WantedTarget, NodeHealth> health, string zone = "a") => UsableTargets.Of(pool, zone, new HashSet<string> { "a", "b" }, Application, health);
}
