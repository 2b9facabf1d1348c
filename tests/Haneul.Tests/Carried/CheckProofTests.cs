using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>Claims about the network, each proved by a real packet.</summary>
[Collection(CarriedTests.Name)]
public sealed class CheckProofTests(CarriedCloud cloud)
{
    [CarriedFact]
    public async Task Checks_are_proved_by_real_packets()
    {
        var file = Path.Combine(cloud.Daemon.Data, "checks.yaml");
        await File.WriteAllTextAsync(file, """
            - { from: bastion, to: "app?:22", expect: reachable }
            - { from: [laptop, bastion], to: "app?:80", expect: blocked }
            - { from: "app?", to: "198.19.0.80:80", expect: reachable }
            - { from: host, to: www, proto: icmp, expect: reachable }
            """);
        var ran = await cloud.Daemon.HaneulAsync("check", file, "--prove", "--data", cloud.Daemon.Data);
        var leaving = await cloud.Daemon.HaneulAsync("trace", "host", await cloud.PrivateOf("app1"), "--prove", "--data", cloud.Daemon.Data);
        Assert.Equal(2, leaving.Exit);
        Assert.Contains("would leave by its own network", leaving.Error, StringComparison.Ordinal);
        Assert.Contains("4 of 4 checks hold, 9 paths; real packets went as predicted on all", ran.Good(), StringComparison.Ordinal);
    }
}
