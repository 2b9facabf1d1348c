using System.Diagnostics;

namespace Haneul.Bench;

/// <summary>API calls per second, reading and writing, one caller and sixteen; moto beside it, rounds taken in turn. Haneul's writes are on disk when answered, moto's are not kept.</summary>
internal static class ApiBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(2);

    private sealed record Load(string Name, int Callers, Func<Ec2Client, string, int, Task> CallAsync);

    public static async Task RunAsync()
    {
        using var haneul = await Peer.HaneulAsync();
        using var moto = await Peer.MotoAsync();
        Load[] loads =
        [
            new("describe one vpc, 1 caller", 1, (c, vpc, _) => c.CallAsync("DescribeVpcs", ("VpcId.1", vpc))),
            new("describe one vpc, 16 callers", 16, (c, vpc, _) => c.CallAsync("DescribeVpcs", ("VpcId.1", vpc))),
            new("create and delete a group, 1 caller", 1, GroupAsync),
            new("create and delete a group, 16 callers", 16, GroupAsync),
        ];
        foreach (var load in loads)
        {
            List<double> ours = [], theirs = [];
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await MeasureAsync(haneul, load, round));
                if (moto is not null) theirs.Add(await MeasureAsync(moto, load, round));
            }
            Figures.Print(load.Name, "calls/s", ours, theirs, moreIsBetter: true);
        }
    }

    private static async Task GroupAsync(Ec2Client client, string vpc, int n)
    {
        var made = await client.CallAsync("CreateSecurityGroup", ("GroupName", $"g{n}"), ("GroupDescription", "bench"), ("VpcId", vpc));
        await client.CallAsync("DeleteSecurityGroup", ("GroupId", Ec2Client.First(made, "groupId")));
    }

    private static async Task<double> MeasureAsync(Peer peer, Load load, int round)
    {
        using var client = new Ec2Client(peer.Endpoint);
        var vpc = Ec2Client.First(await client.CallAsync("DescribeVpcs"), "vpcId");
        var calls = 0;
        var number = round * 1_000_000;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, load.Callers).Select(async _ =>
        {
            while (clock.Elapsed < RoundLength)
            {
                await load.CallAsync(client, vpc, Interlocked.Increment(ref number));
                Interlocked.Increment(ref calls);
            }
        }));
        var perCall = load.Name.StartsWith("create", StringComparison.Ordinal) ? 2 : 1;
        return calls * perCall / clock.Elapsed.TotalSeconds;
    }
}
