using Haneul.Api.CloudWatch;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Model;
using Haneul.Scaling;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Scaling;

/// <summary>What is measured of balancers is what target tracking and alarms read.</summary>
public sealed class MetricTests
{
    private readonly ScalingCloud cloud = new();
    private readonly MemoryMetrics metrics = new();
    private readonly CountBook counts;
    private readonly MetricCollector collector;
    private readonly DateTimeOffset begin;
    private readonly string balancer;
    private readonly string targets;

    public MetricTests()
    {
        begin = cloud.Now;
        counts = new CountBook(new Clock(() => cloud.Now));
        collector = new MetricCollector(metrics, null, counts, cloud.Now);
        balancer = cloud.Cloud.Call("elasticloadbalancing", "CreateLoadBalancer", ("Name", "front"), ("Scheme", "internal"), ("Subnets.member.1", cloud.Subnets[0]), ("Subnets.member.2", cloud.Subnets[1])).Text("LoadBalancers/member/LoadBalancerArn");
        targets = cloud.Cloud.Call("elasticloadbalancing", "CreateTargetGroup", ("Name", "front"), ("Protocol", "HTTP"), ("Port", "80"), ("VpcId", cloud.VpcId)).Text("TargetGroups/member/TargetGroupArn");
        cloud.Cloud.Call("elasticloadbalancing", "CreateListener", ("LoadBalancerArn", balancer), ("Protocol", "HTTP"), ("Port", "80"), ("DefaultActions.member.1.Type", "forward"), ("DefaultActions.member.1.TargetGroupArn", targets));
        cloud.Create(1, 8, 2, ("TargetGroupARNs.member.1", targets));
    }

    [Fact]
    public async Task Target_tracking_of_requests_watches_the_group_that_its_label_names_and_grows_by_them()
    {
        Heal();
        var label = $"{balancer.Split("loadbalancer/")[1]}/{targets.Split(':')[^1]}";
        cloud.Call("PutScalingPolicy",
            ("AutoScalingGroupName", "web"), ("PolicyName", "requests"), ("PolicyType", "TargetTrackingScaling"), ("EstimatedInstanceWarmup", "1"), ("TargetTrackingConfiguration.TargetValue", "100"),
            ("TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType", "ALBRequestCountPerTarget"), ("TargetTrackingConfiguration.PredefinedMetricSpecification.ResourceLabel", label));
        var alarm = cloud.Scope.All<MetricAlarm>().Single(a => a.Comparison == "GreaterThanThreshold");
        Assert.Equal(("AWS/ApplicationELB", "RequestCountPerTarget", "Sum", 60), (alarm.Metric.Namespace, alarm.Metric.Name, alarm.Statistic, alarm.PeriodSeconds));
        Assert.Equal([KeyValuePair.Create("TargetGroup", targets.Split(':')[^1])], alarm.Metric.Dimensions);
        var alarms = new AlarmRounds(cloud.Cloud.Ledger, metrics);
        for (var minute = 0; minute < 3; minute++)
        {
            At(minute * 60 + 30);
            Give(600);
            At(minute * 60 + 60);
            Measure();
            await alarms.RunAsync(cloud.Now, CancellationToken.None);
        }
        Assert.Equal(300, metrics.Read(cloud.Scope.Place, alarm.Metric, alarm.Statistic, cloud.Now.AddSeconds(-60), 60));
        Assert.Equal(6, cloud.Group.Desired);
    }

    [Fact]
    public void Requests_belong_to_their_minute_however_late_it_is_measured()
    {
        Heal();
        Give(100);
        At(59);
        Give(20);
        At(77);
        Give(7);
        Measure();
        At(119);
        Give(3);
        At(120);
        Measure();
        Assert.Equal([120, 10], Sums("RequestCount", ("LoadBalancer", "app/front")));
        Assert.Equal([60, 5], Sums("RequestCountPerTarget", ("TargetGroup", "targetgroup/front")));
    }

    [Fact]
    public void What_no_target_was_chosen_for_is_no_request_and_without_healthy_targets_there_is_nothing_for_each()
    {
        counts.Add([new SeenCount(balancer, null, 1000, 0, 0)]);
        Give(30);
        At(60);
        Measure();
        Assert.Equal([30], Sums("RequestCount", ("LoadBalancer", "app/front")));
        Assert.Empty(Sums("RequestCountPerTarget", ("TargetGroup", "targetgroup/front")));
        Assert.Equal([0], Sums("HealthyHostCount", ("TargetGroup", "targetgroup/front")));
    }

    /// <summary>So many seconds after the begin, which was that of a minute.</summary>
    private void At(int seconds) => cloud.Cloud.Ledger.Advance(begin.AddSeconds(seconds) - cloud.Now);

    private void Measure() => collector.Collect(cloud.Cloud.Ledger.Current, cloud.Now);

    private void Give(int requests) => counts.Add([new SeenCount(balancer, targets, requests, 0, 0)]);

    private void Heal()
    {
        foreach (var target in cloud.Scope.All<TargetRegistration>().ToList()) cloud.Cloud.Ledger.Report(new TargetHealthSeen(cloud.Scope.Place, target.Id, TargetHealth.Healthy));
    }

    private IEnumerable<double> Sums(string metric, params (string Name, string Prefix)[] dimensions) => metrics.List(cloud.Scope.Place)
        .Where(m => m.Name == metric && dimensions.All(d => m.Dimensions.TryGetValue(d.Name, out var value) && value.StartsWith(d.Prefix, StringComparison.Ordinal)))
        .OrderBy(m => m.Dimensions.Count).Take(1)
        .SelectMany(m => metrics.Summaries(cloud.Scope.Place, m, DateTimeOffset.UnixEpoch, cloud.Now, 60)).Select(s => s.Values.Sum);

    private sealed class Clock(Func<DateTimeOffset> now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now();
    }
}
