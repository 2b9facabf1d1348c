using Haneul.Tests.Packets;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A daemon that is killed and started again goes on with its flow logs, and says that it was away.</summary>
[Collection(CarriedTests.Name)]
public sealed class FlowLogKillTests
{
    [CarriedFact]
    public async Task A_flow_log_goes_on_after_a_kill_and_its_first_window_says_SKIPDATA()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await daemon.Boto3Async(Words.Python);
        await daemon.Boto3Async("""
            logs = boto3.client('logs')
            def flush(): urllib.request.urlopen(urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + '/_haneul/flows/flush', data=b''), timeout=60).read()
            def lines(): return [e['message'] for p in logs.get_paginator('filter_log_events').paginate(logGroupName='/flows', interleaved=True, startTime=0) for e in p['events']]
            run = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType='t3.micro')['Instances'][0]
            def now(): return ec2.describe_instances(InstanceIds=[run['InstanceId']])['Reservations'][0]['Instances'][0]
            until(lambda: now()['State']['Name'] == 'running', 'it runs')
            ec2.create_flow_logs(ResourceIds=[run['VpcId']], ResourceType='VPC', TrafficType='ALL', LogGroupName='/flows', DeliverLogsPermissionArn='arn:aws:iam::000000000000:role/flows')
            settle()
            flush()
            """);
        var address = (await daemon.Boto3Async("print(json.dumps(now()['PublicIpAddress']))")).GetString() ?? "";
        Assert.NotEqual(0, (await daemon.RunAsync("ping", ["-c", "1", "-W", "1", address])).Exit);
        await daemon.Boto3Async("flush()");
        var before = await LinesAsync(daemon);
        Assert.Single(before, l => l.EndsWith("REJECT OK", StringComparison.Ordinal));

        await daemon.KillAsync();
        await daemon.StartAgainAsync();
        await daemon.Boto3Async("settle()");
        Assert.NotEqual(0, (await daemon.RunAsync("ping", ["-c", "1", "-W", "1", address])).Exit);
        await daemon.Boto3Async("flush(); flush()");
        var after = await LinesAsync(daemon);
        Assert.Equal(before, after.Where(before.Contains));
        Assert.Single(after.Except(before), l => l.EndsWith("SKIPDATA", StringComparison.Ordinal));
        Assert.Single(after.Except(before), l => l.EndsWith("REJECT OK", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(CarryingDaemon daemon) =>
        [.. (await daemon.Boto3Async("print(json.dumps(lines()))")).EnumerateArray().Select(l => l.GetString() ?? "")];
}
