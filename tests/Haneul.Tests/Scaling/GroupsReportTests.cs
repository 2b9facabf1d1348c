using System.Collections.Immutable;
using Haneul.Api.CloudWatch;
using Haneul.Commands;
using Haneul.Model;
using Haneul.Output;
using Haneul.Scaling;
using Haneul.Scaling.Groups;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Scaling;

/// <summary>What a person reads of groups: as they are, and what changes while a load rises and falls.</summary>
public sealed class GroupsReportTests
{
    private readonly ScalingCloud cloud = new();
    private readonly MemoryMetrics metrics = new();

    [Fact]
    public void A_group_is_told_with_its_size_policies_alarms_with_the_last_value_instances_targets_and_activities()
    {
        var targets = cloud.Cloud.Call("elasticloadbalancing", "CreateTargetGroup", ("Name", "front"), ("Protocol", "HTTP"), ("Port", "80"), ("VpcId", cloud.VpcId)).Text("TargetGroups/member/TargetGroupArn");
        cloud.Create(1, 4, 1, ("TargetGroupARNs.member.1", targets), ("NewInstancesProtectedFromScaleIn", "true"));
        Busy(Steps());
        Measure(612.5);
        cloud.Pass(61);
        var id = Assert.Single(cloud.Instances).Id.Value;
        var lines = PageOf(Report()).Split('\n');
        Assert.Equal("web  desired 1, min 1, max 4, 1 in service", lines[0]);
        Assert.Equal("├─ policy more  StepScaling: +1 to +100, +2 from +100", lines[1]);
        Assert.Equal("│  └─ alarm busy  INSUFFICIENT_DATA  RequestCountPerTarget 612.5, alarm > 300  Sum of 60 s, 1 of 1, until " + Local("00:01:00"), lines[2]);
        Assert.Equal($"├─ {id}  ap-northeast-2a  InService  Healthy  initial in front:80 (Elb.RegistrationInProgress)  protected", lines[3]);
        Assert.Equal($"└─ {Local("00:00:00")} Successful  Launching a new EC2 instance: {id}", lines[4]);
        Assert.StartsWith("   └─ At 2026-01-01T00:00:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 1.", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_off_or_not_there_is_told()
    {
        cloud.Create(0, 4, 0);
        cloud.Call("PutScalingPolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "cpu"), ("PolicyType", "TargetTrackingScaling"), ("Enabled", "false"), ("TargetTrackingConfiguration.TargetValue", "50"), ("TargetTrackingConfiguration.DisableScaleIn", "true"),
            ("TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType", "ASGAverageCPUUtilization"));
        cloud.Call("PutScalingPolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "less"), ("AdjustmentType", "PercentChangeInCapacity"), ("ScalingAdjustment", "-50"), ("Cooldown", "30"));
        cloud.Call("SuspendProcesses", ("AutoScalingGroupName", "web"), ("ScalingProcesses.member.1", "Launch"));
        var page = PageOf(Report());
        Assert.Contains("├─ suspended  Launch\n", page, StringComparison.Ordinal);
        Assert.Contains("policy cpu  TargetTrackingScaling: keeps ASGAverageCPUUtilization at 50, only grows  disabled\n", page, StringComparison.Ordinal);
        Assert.Matches(@"alarm TargetTracking-web-AlarmHigh-\S+  INSUFFICIENT_DATA  CPUUtilization not measured, alarm > 50  Average of 60 s, 3 of 3\n", page);
        Assert.Contains("policy less  SimpleScaling: -50 %, then waits 30 s\n│  └─ no alarm tells it anything\n", page, StringComparison.Ordinal);
        Assert.Contains("─ no instances\n", page, StringComparison.Ordinal);
        Assert.Equal("There is no Auto Scaling group\n", PageOf(new GroupsReport([])));
    }

    [Fact]
    public void Groups_of_one_name_in_two_regions_are_told_apart()
    {
        cloud.Create(0, 1, 0);
        var far = cloud.Cloud.As(region: "us-east-1");
        var image = far.Ec2("DescribeImages", ("Owner.1", "amazon")).Texts("imagesSet/item/imageId")[0];
        var template = far.Ec2("CreateLaunchTemplate", ("LaunchTemplateName", "web"), ("LaunchTemplateData.ImageId", image), ("LaunchTemplateData.InstanceType", "t3.micro")).Text("launchTemplate/launchTemplateId");
        var vpc = far.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        var subnet = far.Ec2("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.0.0.0/24")).Text("subnet/subnetId");
        far.Call("autoscaling", "CreateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("LaunchTemplate.LaunchTemplateId", template), ("MinSize", "0"), ("MaxSize", "2"), ("VPCZoneIdentifier", subnet));
        Assert.Equal(["web  desired 0, min 0, max 1, 0 in service  ap-northeast-2 000000000000", "web  desired 0, min 0, max 2, 0 in service  us-east-1 000000000000"], PageOf(Report()).Split('\n').Where(l => l.StartsWith("web", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_changes_is_told_from_the_measurement_to_the_instance_and_back()
    {
        cloud.Create(1, 4, 1);
        Busy(Steps());
        var alarms = new AlarmRounds(cloud.Cloud.Ledger, metrics);
        var first = Assert.Single(cloud.Instances).Id.Value;

        var before = Report();
        Measure(350);
        cloud.Cloud.Ledger.Advance(TimeSpan.FromSeconds(61));
        await alarms.RunAsync(cloud.Now, CancellationToken.None);
        var grown = Report();
        Assert.Equal(["metric RequestCountPerTarget  → 350", "alarm busy INSUFFICIENT_DATA → ALARM", "size desired 1 → 2"], Changes(before, grown));
        Assert.Contains("> 300 is busy", GroupChanges.Between(before, grown, cloud.Now).First().Why, StringComparison.Ordinal);
        Assert.Contains("a monitor alarm busy in state ALARM triggered policy more", GroupChanges.Between(before, grown, cloud.Now).Last().Why, StringComparison.Ordinal);

        cloud.Turn();
        var second = cloud.Instances.Single(i => i.Id.Value != first).Id.Value;
        Assert.Equal([$"instance {second}  → InService"], Changes(grown, Report()));

        var full = Report();
        cloud.Call("SetInstanceProtection", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", first), ("ProtectedFromScaleIn", "true"));
        cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", "1"));
        cloud.Turn();
        cloud.Turn();
        Assert.Equal([$"size desired 2 → 1", $"protection {first} not protected → protected", $"instance {second} InService → "], Changes(full, Report()).Order(StringComparer.Ordinal).OrderBy(c => c[0] == 's' ? 0 : c[0] == 'p' ? 1 : 2));
        Assert.Empty(Changes(Report(), Report()));
        Assert.Equal([], Report().Groups.SelectMany(g => g.Activities).Where(a => a.Ended is null));
    }

    [Fact]
    public void A_group_that_comes_and_one_that_goes_is_told()
    {
        var before = Report();
        cloud.Create(0, 2, 0);
        Assert.Equal(["group web  → desired 0, min 0, max 2"], Changes(before, Report()));
        Assert.Equal(["group web desired 0, min 0, max 2 → "], Changes(Report(), before));
    }

    [Fact]
    public void A_change_is_one_line()
    {
        var writer = new StringWriter { NewLine = "\n" };
        GroupsPage.Print(Page.Plain(writer), new GroupChange(cloud.Now, "web", "000000000000", "ap-northeast-2", "target", "i-1", "initial in front:80", "healthy in front:80"));
        GroupsPage.Print(Page.Plain(writer), new GroupChange(cloud.Now, "web", "000000000000", "ap-northeast-2", "instance", "i-1", "Terminating", null, "why"));
        Assert.Equal($"{Local("00:00:00")} web  target i-1  initial in front:80 → healthy in front:80\n{Local("00:00:00")} web  instance i-1  Terminating → gone  why\n", writer.ToString());
    }

    private GroupsReport Report() => GroupsReport.Of(cloud.Cloud.Ledger.Current, metrics, cloud.Now);

    private IEnumerable<string> Changes(GroupsReport before, GroupsReport after) => GroupChanges.Between(before, after, cloud.Now).Select(c => $"{c.Kind} {c.Subject} {c.Before} → {c.After}");

    private static string PageOf(GroupsReport report)
    {
        var writer = new StringWriter { NewLine = "\n" };
        GroupsPage.Print(Page.Plain(writer), report);
        return writer.ToString();
    }

    /// <summary>A time of the first day of the tests' clock, as this machine's zone writes it.</summary>
    private static string Local(string utc) => DateTimeOffset.Parse($"2026-01-01T{utc}Z").ToLocalTime().ToString("HH:mm:ss");

    private string Steps() => cloud.Call("PutScalingPolicy",
        ("AutoScalingGroupName", "web"), ("PolicyName", "more"), ("PolicyType", "StepScaling"), ("AdjustmentType", "ChangeInCapacity"), ("EstimatedInstanceWarmup", "1"),
        ("StepAdjustments.member.1.MetricIntervalUpperBound", "100"), ("StepAdjustments.member.1.ScalingAdjustment", "1"),
        ("StepAdjustments.member.2.MetricIntervalLowerBound", "100"), ("StepAdjustments.member.2.ScalingAdjustment", "2")).Text("PolicyARN");

    private void Busy(string policy) => cloud.Cloud.Call("monitoring", "PutMetricAlarm",
        ("AlarmName", "busy"), ("Namespace", "AWS/ApplicationELB"), ("MetricName", "RequestCountPerTarget"), ("Dimensions.member.1.Name", "TargetGroup"), ("Dimensions.member.1.Value", "targetgroup/front/1"), ("Statistic", "Sum"),
        ("Period", "60"), ("EvaluationPeriods", "1"), ("Threshold", "300"), ("ComparisonOperator", "GreaterThanThreshold"), ("AlarmActions.member.1", policy));

    private void Measure(double value) => metrics.Add(cloud.Scope.Place,
        [new Measurement(new MetricName("AWS/ApplicationELB", "RequestCountPerTarget", ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("TargetGroup", "targetgroup/front/1")])), cloud.Now, MetricSummary.Of(value))]);
}
