using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Auto Scaling's instances are hosts that run: a group grows on an alarm, heals, and shrinks.</summary>
[Collection(CarriedTests.Name)]
public sealed class ScalingTests(CarriedCloud cloud)
{
    private const string Names = """
        asg, cw = boto3.client('autoscaling'), boto3.client('cloudwatch')
        def serving(): return sorted(i['InstanceId'] for g in asg.describe_auto_scaling_groups(AutoScalingGroupNames=['grown'])['AutoScalingGroups'] for i in g['Instances'] if i['LifecycleState'] == 'InService')

        """;

    [CarriedFact]
    public async Task A_group_of_two_grows_to_four_heals_and_shrinks_and_every_instance_really_runs()
    {
        await cloud.AskAsync(Names + """
            template = ec2.create_launch_template(LaunchTemplateName='grown', LaunchTemplateData={'ImageId': image, 'InstanceType': 't3.nano'})['LaunchTemplate']['LaunchTemplateId']
            subnet = ec2.describe_subnets(SubnetIds=[instance('www')['SubnetId']])['Subnets'][0]['SubnetId']
            asg.create_auto_scaling_group(AutoScalingGroupName='grown', MinSize=0, MaxSize=4, DesiredCapacity=2, VPCZoneIdentifier=subnet, LaunchTemplate={'LaunchTemplateId': template})
            policy = asg.put_scaling_policy(AutoScalingGroupName='grown', PolicyName='more', AdjustmentType='ChangeInCapacity', ScalingAdjustment=2)['PolicyARN']
            cw.put_metric_alarm(AlarmName='busy', Namespace='Shop', MetricName='Waiting', Statistic='Average', Period=60, EvaluationPeriods=1, Threshold=1.0, ComparisonOperator='GreaterThanThreshold', AlarmActions=[policy])
            """);
        var two = await ServingAsync(2);
        Assert.All(await Task.WhenAll(two.Select(HostNameAsync)), name => Assert.StartsWith("ip-", name, StringComparison.Ordinal));

        await cloud.AskAsync(Names + "cw.set_alarm_state(AlarmName='busy', StateValue='ALARM', StateReason='a test')");
        var four = await ServingAsync(4);
        Assert.Equal(4, (await Task.WhenAll(four.Select(HostNameAsync))).Distinct().Count());

        await cloud.AskAsync(Names + $"ec2.terminate_instances(InstanceIds=['{four[0]}'])");
        await CarriedCloud.UntilAsync(async () => (await ListAsync()) is { Count: 4 } now && !now.Contains(four[0]), "another one has taken its place");

        await cloud.AskAsync(Names + "asg.set_desired_capacity(AutoScalingGroupName='grown', DesiredCapacity=1)");
        var one = await ServingAsync(1);
        await cloud.AskAsync("settle()");
        Assert.StartsWith("ip-", await HostNameAsync(one[0]), StringComparison.Ordinal);
        await cloud.AskAsync(Names + "asg.delete_auto_scaling_group(AutoScalingGroupName='grown', ForceDelete=True); cw.delete_alarms(AlarmNames=['busy']); ec2.delete_launch_template(LaunchTemplateName='grown')");
        await CarriedCloud.UntilAsync(async () => (await cloud.ValueAsync("len(ec2.describe_instances(Filters=[{'Name': 'tag:aws:autoscaling:groupName', 'Values': ['grown']}, {'Name': 'instance-state-name', 'Values': ['pending', 'running', 'shutting-down']}])['Reservations'])")) == "0", "all of it has ended");
        await cloud.AskAsync("settle()");
    }

    private Task<string> HostNameAsync(string id) => cloud.SaidInAsync(id, "hostname");

    private async Task<List<string>> ListAsync() => [.. (await cloud.AskAsync(Names + "print(json.dumps(serving()))")).EnumerateArray().Select(i => i.GetString() ?? "")];

    private async Task<List<string>> ServingAsync(int count)
    {
        await CarriedCloud.UntilAsync(async () => (await ListAsync()).Count == count, $"{count} instances serve");
        return await ListAsync();
    }
}
