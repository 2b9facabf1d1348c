using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Scaling;

/// <summary>A group launches, grows, shrinks, heals and goes, as its activities tell.</summary>
public sealed class GroupTests
{
    private readonly ScalingCloud cloud = new();

    [Fact]
    public void A_new_group_launches_what_is_desired_evenly_over_its_zones_by_its_template()
    {
        cloud.Create(1, 10, 4, ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "blue"), ("Tags.member.1.PropagateAtLaunch", "true"), ("Tags.member.2.Key", "Quiet"), ("Tags.member.2.Value", "yes"));
        Assert.Equal("a2 b1 c1", cloud.Spread);
        var id = cloud.Serving[0].Id.Value;
        var tags = cloud.Scope.TagsOf(id);
        Assert.Equal("web", tags["aws:autoscaling:groupName"]);
        Assert.Equal("web", tags["Role"]);
        Assert.Equal("blue", tags["Team"]);
        Assert.Equal("1", tags["aws:ec2launchtemplate:version"]);
        Assert.DoesNotContain("Quiet", tags.Keys);
        var told = cloud.Call("DescribeAutoScalingGroups").Each("AutoScalingGroups/member")[0];
        Assert.Equal("4", told.Text("DesiredCapacity"));
        Assert.All(told.Each("Instances/member"), i => Assert.Equal(("InService", "Healthy", "1"), (i.Text("LifecycleState"), i.Text("HealthStatus"), i.Text("LaunchTemplate/Version"))));
        var activity = cloud.Call("DescribeScalingActivities", ("AutoScalingGroupName", "web")).Each("Activities/member");
        Assert.Equal(4, activity.Count);
        Assert.All(activity, a => Assert.Equal("Successful", a.Text("StatusCode")));
        Assert.Contains(activity, a => a.Text("Cause").Contains("a user request created an AutoScalingGroup changing the desired capacity from 0 to 4.  At 2026-01-01T00:00:00Z an instance was started in response to a difference between desired and actual capacity, increasing the capacity from 3 to 4.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_desired_capacity_is_followed_up_and_down_and_bounded()
    {
        cloud.Create(1, 6, 2);
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "6"));
        cloud.Turn();
        Assert.Equal("a2 b2 c2", cloud.Spread);
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "1"));
        cloud.Turn();
        Assert.Single(cloud.Instances);
        Assert.Equal(5, cloud.Scope.All<Instance>().Count(i => i.State == InstanceState.Terminated));
        Assert.Equal("ValidationError", cloud.Refused("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "7")));
        Assert.Equal("ValidationError", cloud.Refused("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "0")));
        cloud.Call("UpdateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("MinSize", "3"));
        cloud.Turn();
        Assert.Equal(3, cloud.Serving.Count);
    }

    [Fact]
    public void An_instance_that_somebody_ended_or_stopped_is_replaced()
    {
        cloud.Create(2, 4, 2);
        var (first, second) = (cloud.Serving[0].Id.Value, cloud.Serving[1].Id.Value);
        cloud.Cloud.Ec2("TerminateInstances", ("InstanceId.1", first));
        cloud.Cloud.Ec2("StopInstances", ("InstanceId.1", second));
        cloud.Turn();
        Assert.Equal(2, cloud.Serving.Count);
        Assert.DoesNotContain(cloud.Instances, i => i.Id.Value == first || i.Id.Value == second);
        Assert.Contains(cloud.Activities, a => a.Description == $"Terminating EC2 instance: {first}" && a.Cause.Contains("EC2 health check indicating it has been terminated or stopped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_zone_that_fails_gets_no_launches_and_its_instances_are_replaced_elsewhere_until_it_recovers()
    {
        cloud.Create(1, 10, 6, ("HealthCheckGracePeriod", "60"));
        Zone(isFailed: true);
        cloud.Pass(30);
        Assert.Equal("a2 b2 c2", cloud.Spread);
        cloud.Pass(31);
        Assert.Equal("b3 c3", cloud.Spread);
        Zone(isFailed: false);
        cloud.Turn();
        Assert.Equal("a2 b2 c2", cloud.Spread);
    }

    [Fact]
    public void A_launch_that_is_refused_is_told_and_tried_again_later()
    {
        cloud.Create(0, 10, 0);
        cloud.Cloud.Ec2("DeleteLaunchTemplate", ("LaunchTemplateId", cloud.Template));
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "1"));
        cloud.Turn();
        Assert.Equal(3, cloud.Activities.Count(a => a.Status == "Failed"));
        Assert.All(cloud.Activities, a => Assert.Contains("Launching EC2 instance failed", a.StatusMessage, StringComparison.Ordinal));
        cloud.Turn();
        Assert.Equal(3, cloud.Activities.Count);
        cloud.Pass(301);
        Assert.Equal(6, cloud.Activities.Count);
    }

    [Fact]
    public void A_group_with_instances_is_deleted_by_force_only_and_takes_them_along()
    {
        cloud.Create(0, 4, 3);
        Assert.Equal("ResourceInUse", cloud.Refused("DeleteAutoScalingGroup", ("AutoScalingGroupName", "web")));
        cloud.Call("DeleteAutoScalingGroup", ("AutoScalingGroupName", "web"), ("ForceDelete", "true"));
        Assert.Equal("Delete in progress", cloud.Call("DescribeAutoScalingGroups").Text("AutoScalingGroups/member/Status"));
        cloud.Turn();
        Assert.Empty(cloud.Call("DescribeAutoScalingGroups").Each("AutoScalingGroups/member"));
        Assert.All(cloud.Scope.All<Instance>(), i => Assert.Equal(InstanceState.Terminated, i.State));
    }

    [Fact]
    public void Standby_detaching_attaching_and_protection_are_honoured()
    {
        cloud.Create(0, 4, 3);
        var ids = cloud.Serving.Select(i => i.Id.Value).ToList();
        cloud.Call("EnterStandby", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", ids[0]), ("ShouldDecrementDesiredCapacity", "true"));
        cloud.Turn();
        Assert.Equal((2, 2), (cloud.Group.Desired, cloud.Serving.Count));
        cloud.Call("ExitStandby", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", ids[0]));
        cloud.Turn();
        Assert.Equal((3, 3), (cloud.Group.Desired, cloud.Serving.Count));
        cloud.Call("DetachInstances", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", ids[1]), ("ShouldDecrementDesiredCapacity", "true"));
        cloud.Turn();
        Assert.Equal(2, cloud.Serving.Count);
        Assert.Equal(InstanceState.Running, cloud.Scope.Get(new Id<Instance>(ids[1])).State);
        cloud.Call("AttachInstances", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", ids[1]));
        cloud.Turn();
        Assert.Equal(3, cloud.Serving.Count);
        cloud.Call("SetInstanceProtection", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", ids[0]), ("ProtectedFromScaleIn", "true"));
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "0"));
        cloud.Turn();
        Assert.Equal([ids[0]], cloud.Instances.Select(i => i.Id.Value));
    }

    private void Zone(bool isFailed)
    {
        var zone = ZoneFailure.Named("ap-northeast-2a");
        cloud.Cloud.Ledger.TakeAsync(Place.Between, d =>
        {
            if (isFailed) ZoneFailure.Fail(d, zone);
            else ZoneFailure.Recover(d, zone);
            return true;
        }, CancellationToken.None).GetAwaiter().GetResult();
    }
}
