using Haneul.Tests.Packets;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>The example to the letter: 10.0.0.10 speaks to 60.1.1.1 and is seen there as 50.1.1.1.</summary>
public sealed class ExampleTests
{
    [CarriedFact]
    public async Task An_instance_10_0_0_10_is_seen_by_60_1_1_1_as_50_1_1_1()
    {
        await using var daemon = await CarryingDaemon.StartAsync("--pool", "50.1.1.0/24");
        await daemon.Boto3Async(Words.Python);
        await daemon.Boto3Async("""
            ec2.create_key_pair(KeyName='key')
            vpc, gateway = make_network('10.0.0.0/16')
            public, table = make_subnet(vpc, '10.0.0.0/24', GatewayId=gateway)
            launch('server', public, group('web', vpc), address='10.0.0.10')
            are('running', 'server')
            ec2.associate_address(AllocationId=elastic()['AllocationId'], InstanceId=id_of('server'))
            """);
        (await daemon.HaneulAsync("outside", "add", "there", "--address", "60.1.1.1", "--serve", "80", "--data", daemon.Data)).Good();
        await daemon.Boto3Async("settle()");
        Assert.StartsWith("there 60.1.1.1:80 was asked by 50.1.1.1:", (await daemon.InAsync("server", "curl -sS --connect-timeout 2 --local-port 40000 http://60.1.1.1/")).Good());
        var nat = (await daemon.HaneulAsync("nat", "--data", daemon.Data)).Good();
        Assert.Matches(@"10\.0\.0\.10\s+<-> 50\.1\.1\.1\s", nat);
        Assert.Matches(@"tcp\s+10\.0\.0\.10:40000\s+= 50\.1\.1\.1:40000\s+with 60\.1\.1\.1:80\s", nat);
        // Neither block is one of the machine's routes: both are somebody's in the real world.
        Assert.DoesNotMatch(@"(?m)^(50|60)\.", (await daemon.RunAsync("ip", ["route"])).Good());
    }
}
