using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Scaling;

/// <summary>Hooks hold, target groups drain, schedules come, refreshes replace.</summary>
public sealed class LifecycleTests
{
    private readonly ScalingCloud cloud = new();

    [Fact]
    public void A_launching_hook_holds_an_instance_until_it_is_completed_prolonged_or_its_time_is_over()
    {
        cloud.Create(0, 5, 0);
        Hook("boot", LifecycleHook.Launching, "ABANDON", 60);
        Desire(2);
        Assert.All(cloud.Instances, i => Assert.Equal(Lifecycle.PendingWait, i.State));
        var (first, second) = (cloud.Instances[0].Id.Value, cloud.Instances[1].Id.Value);
        cloud.Call("CompleteLifecycleAction", ("AutoScalingGroupName", "web"), ("LifecycleHookName", "boot"), ("InstanceId", first), ("LifecycleActionResult", "CONTINUE"));
        cloud.Pass(50);
        cloud.Call("RecordLifecycleActionHeartbeat", ("AutoScalingGroupName", "web"), ("LifecycleHookName", "boot"), ("InstanceId", second));
        cloud.Pass(50);
        Assert.Equal([first], cloud.Serving.Select(i => i.Id.Value));
        cloud.Pass(11);
        // Abandoned: it is ended, and another one is launched, which waits in turn.
        Assert.DoesNotContain(cloud.Instances, i => i.Id.Value == second);
        Assert.Equal(Lifecycle.PendingWait, Assert.Single(cloud.Instances, i => i.Id.Value != first).State);
        Assert.Contains(cloud.Activities, a => a.Status == "Cancelled");
    }

    [Fact]
    public void A_terminating_hook_holds_after_draining_and_lets_go_when_its_time_is_over()
    {
        cloud.Create(0, 5, 1);
        Hook("drain-logs", LifecycleHook.TerminatingName, "CONTINUE", 45);
        var id = cloud.Serving[0].Id.Value;
        Desire(0);
        Assert.Equal("Terminating:Wait", cloud.Call("DescribeAutoScalingInstances").Text("AutoScalingInstances/member/LifecycleState"));
        Assert.Equal(InstanceState.Running, cloud.Scope.Get(new Id<Instance>(id)).State);
        cloud.Pass(46);
        Assert.Empty(cloud.Instances);
        Assert.Equal(InstanceState.Terminated, cloud.Scope.Get(new Id<Instance>(id)).State);
    }

    [Fact]
    public void Instances_join_their_target_group_and_leave_it_before_they_end()
    {
        var targets = Targets(delaySeconds: 20);
        cloud.Create(0, 5, 2, ("TargetGroupARNs.member.1", targets));
        Assert.Equal(2, Registered().Count);
        var leaving = cloud.Serving.OrderBy(i => i.LaunchTime).ThenBy(i => i.Id).First().Id.Value;
        Listen(targets);
        Desire(1);
        Assert.Single(Registered(), t => t.DrainingSince is not null);
        Assert.Single(cloud.Instances, i => i.State == Lifecycle.Terminating);
        Assert.Equal(2, cloud.Scope.All<Instance>().Count(i => i.State == InstanceState.Running));
        cloud.Pass(21);
        Assert.Single(Registered());
        Assert.Equal(InstanceState.Terminated, cloud.Scope.Get(new Id<Instance>(leaving)).State);
        cloud.Call("DetachLoadBalancerTargetGroups", ("AutoScalingGroupName", "web"), ("TargetGroupARNs.member.1", targets));
        Assert.All(Registered(), t => Assert.NotNull(t.DrainingSince));
        cloud.Call("AttachTrafficSources", ("AutoScalingGroupName", "web"), ("TrafficSources.member.1.Identifier", targets), ("TrafficSources.member.1.Type", "elbv2"));
        Assert.All(Registered(), t => Assert.Null(t.DrainingSince));
    }

    [Fact]
    public void What_a_balancer_finds_unhealthy_is_replaced_after_the_grace_period_if_the_group_asks_balancers()
    {
        var targets = Targets(delaySeconds: 0);
        cloud.Create(0, 5, 1, ("TargetGroupARNs.member.1", targets), ("HealthCheckType", "ELB"), ("HealthCheckGracePeriod", "100"));
        Listen(targets);
        var ill = Assert.Single(Registered());
        cloud.Cloud.Ledger.Report(new TargetHealthSeen(cloud.Scope.Place, ill.Id, new TargetHealth("unhealthy", "Target.Timeout", "Request timed out")));
        cloud.Pass(50);
        Assert.Single(cloud.Instances, i => i.Id.Value == ill.TargetId);
        cloud.Pass(51);
        Assert.DoesNotContain(cloud.Instances, i => i.Id.Value == ill.TargetId);
        Assert.Single(cloud.Serving);
        Assert.Contains(cloud.Activities, a => a.Cause.Contains("ELB system health check failure", StringComparison.Ordinal));
    }

    [Fact]
    public void Scheduled_actions_come_in_their_time_zone_and_one_that_is_over_is_gone()
    {
        cloud.Create(0, 9, 1);
        cloud.Call("PutScheduledUpdateGroupAction", ("AutoScalingGroupName", "web"), ("ScheduledActionName", "day"), ("Recurrence", "30 9 * * *"), ("TimeZone", "Asia/Seoul"), ("DesiredCapacity", "4"));
        cloud.Call("PutScheduledUpdateGroupAction", ("AutoScalingGroupName", "web"), ("ScheduledActionName", "once"), ("StartTime", "2026-01-01T02:00:00Z"), ("MinSize", "6"), ("MaxSize", "9"));
        Assert.Equal(["2026-01-01T00:30:00.000Z", "2026-01-01T02:00:00.000Z"], cloud.Call("DescribeScheduledActions").Texts("ScheduledUpdateGroupActions/member/StartTime"));
        cloud.Pass(TimeSpan.FromMinutes(29));
        Assert.Single(cloud.Serving);
        cloud.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(4, cloud.Serving.Count);
        cloud.Pass(TimeSpan.FromMinutes(90));
        Assert.Equal((6, 6), (cloud.Group.Min, cloud.Serving.Count));
        Assert.Equal(["day"], cloud.Call("DescribeScheduledActions").Texts("ScheduledUpdateGroupActions/member/ScheduledActionName"));
    }

    [Theory]
    [InlineData("0 0 * * *", "2026-01-31T23:59:30Z", "2026-02-01T00:00:00Z")]
    [InlineData("*/15 8-17 * * MON-FRI", "2026-01-02T17:45:00Z", "2026-01-05T08:00:00Z")]
    [InlineData("0 12 1 * SUN", "2026-01-01T12:00:00Z", "2026-01-04T12:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 30 2 *", "2026-01-01T00:00:00Z", null)]
    public void A_recurrence_is_read_as_cron_reads_it(string cron, string after, string? next) =>
        Assert.Equal(next is null ? null : DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), CronSchedule.Parse(cron).Next(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), null));

    [Theory]
    [InlineData(50, 100, 2)]
    [InlineData(90, 100, 3)]
    [InlineData(100, 150, 4)]
    public void An_instance_refresh_replaces_all_and_never_goes_below_what_is_to_stay_healthy(int least, int most, int floor)
    {
        cloud.Create(0, 8, 4);
        var old = cloud.Serving.Select(i => i.Id.Value).ToHashSet();
        cloud.Cloud.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateId", cloud.Template), ("SourceVersion", "1"), ("LaunchTemplateData.InstanceType", "t3.small"));
        cloud.Call("StartInstanceRefresh", ("AutoScalingGroupName", "web"), ("Preferences.MinHealthyPercentage", $"{least}"), ("Preferences.MaxHealthyPercentage", $"{most}"), ("Preferences.InstanceWarmup", "30"));
        Assert.Equal("InstanceRefreshInProgress", cloud.Refused("StartInstanceRefresh", ("AutoScalingGroupName", "web")));
        var fewest = 4;
        for (var i = 0; i < 60 && Status() != "Successful"; i++)
        {
            cloud.Pass(10);
            fewest = Math.Min(fewest, cloud.Instances.Count(x => x.IsReady(cloud.Now, 30) || x.State == Lifecycle.InService && old.Contains(x.Id.Value)));
        }
        Assert.Equal("Successful", Status());
        Assert.Equal(floor, fewest);
        Assert.Equal(4, cloud.Serving.Count);
        Assert.All(cloud.Serving, i => Assert.Equal("t3.small", i.InstanceType));
    }

    [Fact]
    public void Termination_policies_choose_as_they_say()
    {
        cloud.Create(0, 9, 3, ("VPCZoneIdentifier", cloud.Subnets[0]));
        cloud.Pass(100);
        Desire(4);
        var (oldest, newest) = (cloud.Serving.OrderBy(i => i.LaunchTime).ThenBy(i => i.Id).First().Id, cloud.Serving.MaxBy(i => i.LaunchTime)?.Id);
        cloud.Call("UpdateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("TerminationPolicies.member.1", "NewestInstance"));
        Desire(3);
        Assert.DoesNotContain(cloud.Serving, i => i.Id == newest);
        cloud.Call("UpdateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("TerminationPolicies.member.1", "OldestInstance"));
        Desire(2);
        Assert.DoesNotContain(cloud.Serving, i => i.Id == oldest);
        cloud.Cloud.Ec2("CreateLaunchTemplateVersion", ("LaunchTemplateId", cloud.Template), ("SourceVersion", "1"), ("LaunchTemplateData.InstanceType", "t3.small"));
        cloud.Call("UpdateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("TerminationPolicies.member.1", "OldestLaunchTemplate"));
        Desire(4);
        Desire(2);
        Assert.All(cloud.Serving, i => Assert.Equal("2", i.Launch?.Version));
    }

    private string Status() => cloud.Call("DescribeInstanceRefreshes", ("AutoScalingGroupName", "web")).Text("InstanceRefreshes/member/Status");

    private void Desire(int count)
    {
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", $"{count}"));
        cloud.Turn();
    }

    private void Hook(string name, string transition, string result, int seconds) => cloud.Call("PutLifecycleHook",
        ("AutoScalingGroupName", "web"), ("LifecycleHookName", name), ("LifecycleTransition", transition), ("DefaultResult", result), ("HeartbeatTimeout", $"{seconds}"));

    private List<TargetRegistration> Registered() => [.. cloud.Scope.All<TargetRegistration>()];

    private string Targets(int delaySeconds)
    {
        var made = cloud.Cloud.Call("elasticloadbalancing", "CreateTargetGroup", ("Name", "web"), ("Protocol", "HTTP"), ("Port", "80"), ("VpcId", cloud.VpcId)).Text("TargetGroups/member/TargetGroupArn");
        cloud.Cloud.Call("elasticloadbalancing", "ModifyTargetGroupAttributes", ("TargetGroupArn", made), ("Attributes.member.1.Key", "deregistration_delay.timeout_seconds"), ("Attributes.member.1.Value", $"{delaySeconds}"));
        return made;
    }

    private void Listen(string targets)
    {
        var balancer = cloud.Cloud.Call("elasticloadbalancing", "CreateLoadBalancer", ("Name", "front"), ("Scheme", "internal"), ("Subnets.member.1", cloud.Subnets[0]), ("Subnets.member.2", cloud.Subnets[1])).Text("LoadBalancers/member/LoadBalancerArn");
        cloud.Cloud.Call("elasticloadbalancing", "CreateListener", ("LoadBalancerArn", balancer), ("Protocol", "HTTP"), ("Port", "80"), ("DefaultActions.member.1.Type", "forward"), ("DefaultActions.member.1.TargetGroupArn", targets));
    }
}
