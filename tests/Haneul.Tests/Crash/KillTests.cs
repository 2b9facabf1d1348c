using Haneul.Model;
using Haneul.Store;
using Haneul.Tests.Model;
using Haneul.Tests.Processes;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Crash;

/// <summary>A daemon that is killed at any moment comes back with every answered change and no half change.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Fewer answered changes than this test little: a slow machine is killed more often, up to a bound.</summary>
    private const int Enough = 100, MostKills = 80;

    private static readonly string[] Regions = ["ap-northeast-2", "ap-northeast-1", "us-east-1", "eu-west-1"];

    [Fact]
    public async Task Every_answered_change_survives_a_kill_and_none_is_half_done()
    {
        var seed = new Seed(output, nameof(KillTests));
        var chance = seed.Case(0);
        var clients = Regions.Select(r => new RecordingClient(r, new System.Random(chance.Next()))).ToList();
        await using var daemon = await DaemonProcess.StartAsync();
        var kills = Seed.Long ? 60 : 8;
        for (var kill = 0; kill < kills || (clients.Sum(c => c.Answered) <= Enough && kill < MostKills); kill++)
        {
            var working = clients.Select(c => c.Work(daemon)).ToList();
            await Task.Delay(chance.Next(20, 900));
            await daemon.KillAsync();
            await Task.WhenAll(working);
            using (var store = new SqliteStore(Path.Combine(daemon.Data, "world.db"))) Sound(store.Load(), kill, seed);
            await daemon.StartAgainAsync();
            foreach (var client in clients)
            {
                var breaches = await client.Check(daemon);
                Assert.True(breaches.Count == 0, $"After kill {kill}:\n{string.Join('\n', breaches)}\n{seed.Repeat}");
            }
        }
        var answered = clients.Sum(c => c.Answered);
        output.WriteLine($"{answered} changes were answered");
        Assert.True(answered > Enough, $"Only {answered} changes were answered: the test has tested little");
    }

    private static void Sound(World world, int kill, Seed seed)
    {
        var breaches = Invariants.Of(world);
        Assert.True(breaches.Count == 0, $"After kill {kill} the store holds:\n{string.Join('\n', breaches)}\n{seed.Repeat}");
    }
}
