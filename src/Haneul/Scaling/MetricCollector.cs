using System.Collections.Immutable;
using Haneul.Api.CloudWatch;
using Haneul.Balancing;
using Haneul.Model;

namespace Haneul.Scaling;

/// <summary>
/// Measures once a minute what AWS's services tell CloudWatch of themselves: CPU and bytes of instances, requests of balancers, sizes of groups. Always by the minute, as with detailed monitoring.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
/// </summary>
/// <param name="metrics">Where it is kept.</param>
/// <param name="hosts">Null in model mode: nothing runs that could be measured.</param>
/// <param name="counts">Null in model mode.</param>
/// <param name="started">Since when this daemon looks.</param>
internal sealed class MetricCollector(IMetrics metrics, IHostMeasures? hosts, IBalancerCounts? counts, DateTimeOffset started)
{
    private const int MinuteSeconds = 60;

    private Dictionary<string, (DateTimeOffset At, HostUse Use)> before = [];

    /// <summary>Measures the minute that is over.</summary>
    public void Collect(World world, DateTimeOffset now)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / MinuteSeconds * MinuteSeconds - MinuteSeconds);
        var seen = new Dictionary<string, (DateTimeOffset, HostUse)>(StringComparer.Ordinal);
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            var found = new List<Measurement>();
            foreach (var instance in scope.All<Instance>().Where(i => i.State == InstanceState.Running)) OfInstance(scope, instance, now, time, seen, found);
            foreach (var group in scope.All<ScalingGroup>()) OfGroup(scope, group, time, found);
            foreach (var balancer in scope.All<LoadBalancer>()) OfBalancer(scope, balancer, time, found);
            if (found.Count > 0) metrics.Add(place, found);
        }
        before = seen;
    }

    private void OfInstance(Scope scope, Instance instance, DateTimeOffset now, DateTimeOffset time, Dictionary<string, (DateTimeOffset, HostUse)> seen, List<Measurement> found)
    {
        if (hosts?.Of(instance.Id.Value) is not { } use) return;
        seen[instance.Id.Value] = (now, use);
        // A host that began while this daemon looked began with nothing used.
        if (!before.TryGetValue(instance.Id.Value, out (DateTimeOffset At, HostUse Use) last))
        {
            if (instance.LaunchTime < started) return;
            last = (instance.LaunchTime, new HostUse(use.Cpu is null ? null : TimeSpan.Zero, 0, 0));
        }
        if (now <= last.At) return;
        var dimensions = DimensionsOf(scope, instance);
        if (use.Cpu - last.Use.Cpu is { } cpu && cpu >= TimeSpan.Zero)
        {
            var percent = Math.Min(100, 100 * cpu / (now - last.At) / Math.Max(1, InstanceTypes.Get(instance.InstanceType).VCpus));
            found.AddRange(dimensions.Select(d => new Measurement(new MetricName("AWS/EC2", "CPUUtilization", d), time, MetricSummary.Of(percent))));
        }
        if (use.BytesIn < last.Use.BytesIn || use.BytesOut < last.Use.BytesOut) return;
        found.AddRange(dimensions.Select(d => new Measurement(new MetricName("AWS/EC2", "NetworkIn", d), time, MetricSummary.Of(use.BytesIn - last.Use.BytesIn))));
        found.AddRange(dimensions.Select(d => new Measurement(new MetricName("AWS/EC2", "NetworkOut", d), time, MetricSummary.Of(use.BytesOut - last.Use.BytesOut))));
    }

    /// <summary>By itself, with its group, its image, its type, and with all.</summary>
    private static List<ImmutableSortedDictionary<string, string>> DimensionsOf(Scope scope, Instance instance)
    {
        List<ImmutableSortedDictionary<string, string>> all =
            [By(("InstanceId", instance.Id.Value)), By(("ImageId", instance.ImageId)), By(("InstanceType", instance.InstanceType)), TagSet.None];
        if (scope.TryFind(new Id<ScalingInstance>(instance.Id.Value), out var member)) all.Add(By(("AutoScalingGroupName", member.GroupId.Value)));
        return all;
    }

    private static void OfGroup(Scope scope, ScalingGroup group, DateTimeOffset time, List<Measurement> found)
    {
        foreach (var metric in group.Metrics)
        {
            found.Add(new Measurement(new MetricName("AWS/AutoScaling", metric, By(("AutoScalingGroupName", group.Id.Value))), time, MetricSummary.Of(GroupMetrics.ValueOf(scope, group, metric))));
        }
    }

    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html</summary>
    private void OfBalancer(Scope scope, LoadBalancer balancer, DateTimeOffset time, List<Measurement> found)
    {
        if (counts is null || balancer.Type == BalancerType.Gateway) return;
        var isApplication = balancer.Type == BalancerType.Application;
        var space = isApplication ? "AWS/ApplicationELB" : "AWS/NetworkELB";
        var name = balancer.Id.Value["loadbalancer/".Length..];
        // Only what a target was chosen for counts: redirects and fixed answers do not.
        long all = 0;
        foreach (var group in GroupsOf(scope, balancer))
        {
            var requests = Count(scope, balancer, group, time);
            all += requests;
            var healthy = scope.All<TargetRegistration>().Marked(group.Value).Count(t => t.Health.IsHealthy);
            var both = By(("LoadBalancer", name), ("TargetGroup", group.Value));
            found.Add(new Measurement(new MetricName(space, isApplication ? "RequestCount" : "NewFlowCount", both), time, MetricSummary.Of(requests)));
            found.Add(new Measurement(new MetricName(space, "HealthyHostCount", both), time, MetricSummary.Of(healthy)));
            found.Add(new Measurement(new MetricName(space, "UnHealthyHostCount", both), time, MetricSummary.Of(scope.All<TargetRegistration>().Marked(group.Value).Count(t => t.Health.IsFailing))));
            if (!isApplication || healthy == 0) continue;
            found.Add(new Measurement(new MetricName(space, "RequestCountPerTarget", both), time, MetricSummary.Of((double)requests / healthy)));
            found.Add(new Measurement(new MetricName(space, "RequestCountPerTarget", By(("TargetGroup", group.Value))), time, MetricSummary.Of((double)requests / healthy)));
        }
        found.Add(new Measurement(new MetricName(space, isApplication ? "RequestCount" : "NewFlowCount", By(("LoadBalancer", name))), time, MetricSummary.Of(all)));
    }

    private static IEnumerable<Id<TargetGroup>> GroupsOf(Scope scope, LoadBalancer balancer) => scope.All<Listener>().Marked(balancer.Id.Value)
        .SelectMany(l => l.DefaultActions.Concat(scope.All<ListenerRule>().Marked(l.Id.Value).SelectMany(r => r.Actions))).SelectMany(a => a.TargetGroupIds).Distinct();

    /// <summary>Of that minute, however late it is looked at.</summary>
    private long Count(Scope scope, LoadBalancer balancer, Id<TargetGroup> group, DateTimeOffset minute) =>
        counts?.RequestsBetween(scope.Arn(LoadBalancer.Service, balancer.Id.Value), scope.Arn(LoadBalancer.Service, group.Value), minute, minute.AddSeconds(MinuteSeconds)) ?? 0;

    private static ImmutableSortedDictionary<string, string> By(params ReadOnlySpan<(string Name, string Value)> dimensions)
    {
        var all = TagSet.None;
        foreach (var (name, value) in dimensions) all = all.SetItem(name, value);
        return all;
    }
}
