using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Nothing of a balancer is left behind.</summary>
public sealed class BalancerEndTests
{
    private const string Balancer = """
        elb = boto3.client('elbv2')
        vpc, gateway = make_network('10.7.0.0/16')
        subnets = [make_subnet(vpc, '10.7.0.0/24', GatewayId=gateway)[0], make_subnet(vpc, '10.7.1.0/24', zone='c', GatewayId=gateway)[0]]
        def balancer(name): return elb.create_load_balancer(Name=name, Subnets=subnets)['LoadBalancers'][0]['LoadBalancerArn']
        def listen(lb): elb.create_listener(LoadBalancerArn=lb, Protocol='HTTP', Port=80, DefaultActions=[dict(Type='fixed-response', FixedResponseConfig=dict(StatusCode='200'))])
        lb = balancer('end')
        listen(lb)
        settle()
        """;

    [CarriedFact]
    public async Task A_balancer_that_is_deleted_takes_its_namespaces_and_the_process_with_it()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await daemon.Boto3Async(Words.Python + "\n" + Balancer);
        Assert.Equal(2, NodesOf(RunOf(daemon)).Count);
        var process = (await Process(daemon)).Good().Trim();
        Assert.Contains("DOTNET_TieredPGO=1", (await daemon.RunAsync("cat", [$"/proc/{process}/environ"])).Good().Split('\0'));
        await daemon.Boto3Async("elb.delete_load_balancer(LoadBalancerArn=lb); settle()");
        Assert.Empty(NodesOf(RunOf(daemon)));
        await CarriedCloud.UntilAsync(async () => (await Process(daemon)).Exit != 0, "the process has ended");
    }

    [CarriedFact]
    public async Task What_a_killed_daemon_and_a_killed_data_plane_left_is_taken_up_and_down_leaves_nothing()
    {
        await using var daemon = await CarryingDaemon.StartAsync();
        await daemon.Boto3Async(Words.Python + "\n" + Balancer);
        var run = RunOf(daemon);
        await daemon.KillAsync();
        (await daemon.RunAsync("kill", ["-9", (await Process(daemon)).Good().Trim()])).Good();
        await daemon.StartAgainAsync();
        await daemon.SettleAsync();
        Assert.Equal(2, NodesOf(run).Count);
        Assert.Equal(0, (await Process(daemon)).Exit);
        await daemon.DownAsync();
        Assert.NotEqual(0, (await Process(daemon)).Exit);
        Assert.False(Directory.Exists(run));
    }

    private static Task<Ran> Process(CarryingDaemon daemon) => daemon.RunAsync("pgrep", ["-f", $"balance --run .* --data {daemon.Data}$"]);

    private static string RunOf(CarryingDaemon daemon) => Haneul.Kernel.HostPlaces.Of(daemon.Data).Run;

    private static IReadOnlyList<string> NodesOf(string run) => Directory.Exists($"{run}/net") ? [.. Directory.EnumerateFiles($"{run}/net", "lb-*")] : [];
}
