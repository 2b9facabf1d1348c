using System.Collections.Immutable;
using System.Globalization;
using Haneul.Api.CloudWatch;
using Haneul.Model;
using Haneul.Scaling;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Scaling;

/// <summary>Policies follow their metrics: target tracking by its own alarms, steps and simple scaling by others'.</summary>
public sealed class PolicyTests
{
    private readonly ScalingCloud cloud = new();
    private readonly MemoryMetrics metrics = new();
    private readonly AlarmRounds alarms;

    public PolicyTests() => alarms = new AlarmRounds(cloud.Cloud.Ledger, metrics);

    [Fact]
    public void Target_tracking_grows_in_proportion_after_three_minutes_and_shrinks_after_fifteen_when_load_falls()
    {
        cloud.Create(1, 10, 2);
        var put = cloud.Call("PutScalingPolicy",
            ("AutoScalingGroupName", "web"), ("PolicyName", "cpu"), ("PolicyType", "TargetTrackingScaling"), ("TargetTrackingConfiguration.TargetValue", "50"),
            ("TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType", "ASGAverageCPUUtilization"), ("EstimatedInstanceWarmup", "90"));
        Assert.Equal(2, put.Each("Alarms/member").Count);
        Assert.All(put.Texts("Alarms/member/AlarmName"), n => Assert.StartsWith("TargetTracking-web-Alarm", n, StringComparison.Ordinal));
        Minutes(2, 100);
        Assert.Equal(2, cloud.Group.Desired);
        Minutes(1, 100);
        Assert.Equal(4, cloud.Group.Desired);
        // What has just been launched still warms up: the same load asks for no more.
        Minutes(1, 60);
        Assert.Equal(4, cloud.Group.Desired);
        Minutes(2, 60);
        Assert.Equal(5, cloud.Group.Desired);
        Assert.Contains("triggered policy cpu changing the desired capacity from 4 to 5", cloud.Group.DesiredCause, StringComparison.Ordinal);
        Minutes(14, 10);
        Assert.Equal(5, cloud.Group.Desired);
        Minutes(1, 10);
        Assert.Equal(1, cloud.Group.Desired);
        Assert.Single(cloud.Serving);
    }

    [Fact]
    public void A_step_policy_adds_what_the_breach_asks_for_and_nothing_twice_while_instances_warm_up()
    {
        cloud.Create(1, 20, 4);
        var arn = cloud.Call("PutScalingPolicy",
            ("AutoScalingGroupName", "web"), ("PolicyName", "steps"), ("PolicyType", "StepScaling"), ("AdjustmentType", "PercentChangeInCapacity"), ("EstimatedInstanceWarmup", "130"),
            ("StepAdjustments.member.1.MetricIntervalLowerBound", "0"), ("StepAdjustments.member.1.MetricIntervalUpperBound", "20"), ("StepAdjustments.member.1.ScalingAdjustment", "10"),
            ("StepAdjustments.member.2.MetricIntervalLowerBound", "20"), ("StepAdjustments.member.2.ScalingAdjustment", "50")).Text("PolicyARN");
        cloud.Pass(130);
        Alarm("high", arn, "GreaterThanOrEqualToThreshold", 50);
        Minutes(1, 55);
        Assert.Equal(5, cloud.Group.Desired);
        Minutes(1, 55);
        Assert.Equal(5, cloud.Group.Desired);
        Minutes(1, 90);
        Assert.Equal(6, cloud.Group.Desired);
        Minutes(1, 20);
        Assert.Equal("OK", cloud.Cloud.Call("monitoring", "DescribeAlarms", ("AlarmNames.member.1", "high")).Text("MetricAlarms/member/StateValue"));
        Assert.Equal(6, cloud.Group.Desired);
    }

    [Fact]
    public void Simple_scaling_waits_for_its_cooldown()
    {
        cloud.Create(1, 10, 1);
        var arn = cloud.Call("PutScalingPolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "one"), ("AdjustmentType", "ChangeInCapacity"), ("ScalingAdjustment", "1"), ("Cooldown", "150")).Text("PolicyARN");
        Alarm("high", arn, "GreaterThanThreshold", 50);
        Minutes(1, 80);
        Assert.Equal(2, cloud.Group.Desired);
        Minutes(2, 80);
        Assert.Equal(2, cloud.Group.Desired);
        Minutes(1, 80);
        Assert.Equal(3, cloud.Group.Desired);
        Assert.Equal("ScalingActivityInProgress", cloud.Refused("ExecutePolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "one"), ("HonorCooldown", "true")));
        cloud.Call("ExecutePolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "one"));
        Assert.Equal(4, cloud.Group.Desired);
    }

    [Fact]
    public void What_is_missing_is_treated_as_the_alarm_says_and_what_tracks_decides_on_whole_evidence_only()
    {
        cloud.Create(1, 10, 2);
        cloud.Call("PutScalingPolicy",
            ("AutoScalingGroupName", "web"), ("PolicyName", "cpu"), ("PolicyType", "TargetTrackingScaling"), ("TargetTrackingConfiguration.TargetValue", "50"),
            ("TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType", "ASGAverageCPUUtilization"));
        Alarm("breaching", null, "LessThanThreshold", 10, ("TreatMissingData", "breaching"));
        Alarm("calm", null, "LessThanThreshold", 10, ("TreatMissingData", "notBreaching"));
        Alarm("missing", null, "LessThanThreshold", 10);
        Minutes(5, null);
        Assert.Equal(("ALARM", "OK", "INSUFFICIENT_DATA"), (StateOf("breaching"), StateOf("calm"), StateOf("missing")));
        Minutes(5, 1);
        Assert.Equal(2, cloud.Group.Desired);
        Assert.Equal("ALARM", StateOf("missing"));
    }

    [Fact]
    public void Why_an_alarm_is_as_it_is_is_said_in_CloudWatch_s_words()
    {
        cloud.Create(1, 10, 2);
        Alarm("one", null, "GreaterThanThreshold", 50);
        Alarm("three", null, "LessThanOrEqualToThreshold", 10, ("EvaluationPeriods", "3"), ("DatapointsToAlarm", "2"));
        Alarm("pair", null, "LessThanOrEqualToThreshold", 10, ("EvaluationPeriods", "2"));
        Alarm("breaching", null, "LessThanThreshold", 10, ("EvaluationPeriods", "3"), ("TreatMissingData", "breaching"));
        Alarm("calm", null, "LessThanThreshold", 10, ("TreatMissingData", "notBreaching"));
        Assert.Equal("Unchecked: Initial alarm creation", ReasonOf("one"));
        Minutes(4, 75.5);
        Assert.Equal($"Threshold Crossed: 1 out of the last 1 datapoints [75.5 ({TimeOf(4)})] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).", ReasonOf("one"));
        Minutes(2, 9);
        Assert.Equal($"Threshold Crossed: 2 out of the last 2 datapoints [9.0 ({TimeOf(1)}), 9.0 ({TimeOf(2)})] were less than or equal to the threshold (10.0) (minimum 2 datapoints for OK -> ALARM transition).", ReasonOf("pair"));
        Minutes(1, null);
        Assert.Equal("Insufficient Data: 1 datapoint was unknown.", ReasonOf("one"));
        Minutes(3, null);
        Assert.Equal("Insufficient Data: 3 datapoints were unknown.", ReasonOf("three"));
        Assert.Equal("Threshold Crossed: 2 datapoints were received for 3 periods and 1 missing datapoint was treated as [Breaching].", ReasonOf("breaching"));
        Minutes(1, 3);
        Assert.Equal($"Threshold Crossed: 1 out of the last 3 datapoints [3.0 ({TimeOf(1)})] was less than or equal to the threshold (10.0) (minimum 2 datapoints for OK -> ALARM transition).", ReasonOf("three"));
        Minutes(1, null);
        Assert.Equal("Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].", ReasonOf("calm"));
        Minutes(2, 12);
        Assert.Equal($"Threshold Crossed: 1 out of the last 3 datapoints [12.0 ({TimeOf(2)})] was not less than or equal to the threshold (10.0) (minimum 2 datapoints for ALARM -> OK transition).", ReasonOf("three"));
    }

    /// <summary>So many minutes ago.</summary>
    private string TimeOf(int minutes) => cloud.Now.AddMinutes(-minutes).ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture);

    private string ReasonOf(string alarm) => cloud.Cloud.Call("monitoring", "DescribeAlarms", ("AlarmNames.member.1", alarm)).Text("MetricAlarms/member/StateReason");

    [Fact]
    public void An_alarm_that_somebody_sets_acts_at_once_unless_its_actions_are_off_or_notifications_suspended()
    {
        cloud.Create(1, 10, 1);
        var arn = cloud.Call("PutScalingPolicy", ("AutoScalingGroupName", "web"), ("PolicyName", "exact"), ("AdjustmentType", "ExactCapacity"), ("ScalingAdjustment", "5")).Text("PolicyARN");
        Alarm("high", arn, "GreaterThanThreshold", 50);
        cloud.Cloud.Call("monitoring", "DisableAlarmActions", ("AlarmNames.member.1", "high"));
        Set("ALARM");
        Assert.Equal(1, cloud.Group.Desired);
        Set("OK");
        cloud.Cloud.Call("monitoring", "EnableAlarmActions", ("AlarmNames.member.1", "high"));
        cloud.Call("SuspendProcesses", ("AutoScalingGroupName", "web"), ("ScalingProcesses.member.1", "AlarmNotification"));
        Set("ALARM");
        Assert.Equal(1, cloud.Group.Desired);
        Set("OK");
        cloud.Call("ResumeProcesses", ("AutoScalingGroupName", "web"));
        Set("ALARM");
        Assert.Equal(5, cloud.Group.Desired);
    }

    private void Set(string state) => cloud.Cloud.Call("monitoring", "SetAlarmState", ("AlarmName", "high"), ("StateValue", state), ("StateReason", "test"));

    private string StateOf(string alarm) => cloud.Cloud.Call("monitoring", "DescribeAlarms", ("AlarmNames.member.1", alarm)).Text("MetricAlarms/member/StateValue");

    private void Alarm(string name, string? action, string comparison, int threshold, params (string, string)[] more) => cloud.Cloud.Call("monitoring", "PutMetricAlarm",
    [
        ("AlarmName", name), ("Namespace", "AWS/EC2"), ("MetricName", "CPUUtilization"), ("Dimensions.member.1.Name", "AutoScalingGroupName"), ("Dimensions.member.1.Value", "web"), ("Statistic", "Average"),
        ("Period", "60"), ("EvaluationPeriods", "1"), ("Threshold", $"{threshold}"), ("ComparisonOperator", comparison), .. action is null ? [] : new[] { ("AlarmActions.member.1", action) }, .. more,
    ]);

    /// <summary>Minutes pass in each of which the group's CPU was measured so.</summary>
    private void Minutes(int count, double? cpu)
    {
        var name = new MetricName("AWS/EC2", "CPUUtilization", ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("AutoScalingGroupName", "web")]));
        for (var i = 0; i < count; i++)
        {
            if (cpu is { } value) metrics.Add(cloud.Scope.Place, [new Measurement(name, cloud.Now, MetricSummary.Of(value))]);
            cloud.Pass(60);
            alarms.RunAsync(cloud.Now, CancellationToken.None).GetAwaiter().GetResult();
            cloud.Turn();
        }
    }
}
