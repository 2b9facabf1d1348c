using Haneul.Api.AutoScaling;
using Haneul.Model;
using Haneul.Tests.Api;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Scaling;

/// <summary>
/// What holds whatever happens: people resize, kill, protect and suspend; zones fail; the daemon dies between any two steps. Left alone, the group comes to what is desired, evenly spread, and nothing is lost.
/// </summary>
public sealed class ScalingLaws(ITestOutputHelper output)
{
    private const int Steps = 40, MostTurnsAlone = 400;

    [Fact]
    public void A_group_stays_within_its_bounds_comes_to_what_is_desired_evenly_and_never_ends_what_is_protected()
    {
        var seed = new Seed(output, nameof(ScalingLaws));
        seed.Cases(Seed.Long ? 200 : 6, chance =>
        {
            var cloud = new ScalingCloud();
            cloud.Create(1, 9, chance.Next(1, 9));
            for (var n = 0; n < Steps; n++)
            {
                var before = cloud.Instances.Where(i => i.IsProtected && i.State == Lifecycle.InService && i.IsHealthy).Select(i => i.Id.Value).ToList();
                var harmed = Happen(cloud, chance);
                var launches = Launches(cloud);
                // The daemon may be killed after any step: what is left is done by another one that knows the world only.
                for (var step = chance.Next(12); step > 0; step--) OneStep(cloud, chance);
                Bounded(cloud, Launches(cloud) - launches);
                var ended = cloud.Activities.Where(a => a.Description.StartsWith("Terminating", StringComparison.Ordinal) && a.Cause.Contains("selected for termination", StringComparison.Ordinal)).Select(a => a.Description[^19..]).ToHashSet();
                Assert.DoesNotContain(before, id => id != harmed && ended.Contains(id));
            }
            Rest(cloud);
            Settled(cloud);
        });
    }

    /// <summary>One thing that people or the world do; the id of the instance that it harmed, if any.</summary>
    private static string? Happen(ScalingCloud cloud, Random chance)
    {
        var serving = cloud.Serving;
        var some = serving.Count == 0 ? null : serving[chance.Next(serving.Count)].Id.Value;
        switch (chance.Next(8))
        {
            case 0 or 1:
                cloud.Call("SetDesiredCapacity", ("AutoScalingGroupName", "web"), ("DesiredCapacity", $"{chance.Next(cloud.Group.Min, cloud.Group.Max + 1)}"));
                break;
            case 2 when some is not null:
                cloud.Cloud.Ec2("TerminateInstances", ("InstanceId.1", some));
                return some;
            case 3 when some is not null:
                cloud.Call("SetInstanceProtection", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", some), ("ProtectedFromScaleIn", chance.Next(2) == 0 ? "true" : "false"));
                return some;
            case 4:
                Zone(cloud, chance.Next(3), chance.Next(2) == 0);
                break;
            case 5:
                cloud.Call("UpdateAutoScalingGroup", ("AutoScalingGroupName", "web"), ("MinSize", $"{chance.Next(0, 4)}"), ("MaxSize", $"{chance.Next(4, 10)}"));
                break;
            case 6 when some is not null:
                cloud.Call("SetInstanceHealth", ("InstanceId", some), ("HealthStatus", "Unhealthy"));
                return some;
            default:
                cloud.Cloud.Ledger.Advance(TimeSpan.FromSeconds(chance.Next(1, 100)));
                break;
        }
        return null;
    }

    /// <summary>A single step of the engine, or a host that comes or goes.</summary>
    private static void OneStep(ScalingCloud cloud, Random chance)
    {
        var ledger = cloud.Cloud.Ledger;
        var id = new Id<ScalingGroup>("web");
        ledger.SettlesByItself = chance.Next(3) > 0;
        if (chance.Next(2) == 0) Take(cloud, draft => { ScalingTurn.Run(draft, id, new TemplateLaunches()); return true; });
        else Take(cloud, draft => ScalingTurn.Launch(draft, id, new TemplateLaunches()));
    }

    private static void Take(ScalingCloud cloud, Func<Draft, bool> step) => cloud.Cloud.Ledger.TakeAsync(cloud.Scope.Place, step, CancellationToken.None).GetAwaiter().GetResult();

    private static int Launches(ScalingCloud cloud) => cloud.Activities.Count(a => a.Description.StartsWith("Launching", StringComparison.Ordinal));

    /// <summary>At most one more than the greatest size, while zones are balanced anew; bounds that are drawn closer end nothing by themselves, but nothing is launched beyond them.</summary>
    private static void Bounded(ScalingCloud cloud, int started)
    {
        var active = ScalingCapacity.Active(cloud.Scope, cloud.Group).Count;
        Assert.True(started == 0 || active <= cloud.Group.Desired + 1 || active <= cloud.Group.Max + 1, $"{active} are active, {cloud.Group.Desired} desired of at most {cloud.Group.Max}");
        Assert.InRange(cloud.Group.Desired, cloud.Group.Min, cloud.Group.Max);
        // Whatever runs with the group's tag is in the group: nothing is launched and lost.
        foreach (var instance in cloud.Scope.All<Instance>().Where(i => i.State is InstanceState.Pending or InstanceState.Running))
        {
            Assert.True(cloud.Scope.TryFind(new Id<ScalingInstance>(instance.Id.Value), out _), $"{instance.Id} runs, and no group knows it");
        }
    }

    /// <summary>Nothing happens any more, all zones work, nothing is protected.</summary>
    private static void Rest(ScalingCloud cloud)
    {
        cloud.Cloud.Ledger.SettlesByItself = true;
        cloud.Cloud.Ledger.Settle();
        for (var zone = 0; zone < 3; zone++) Zone(cloud, zone, isFailed: false);
        foreach (var one in cloud.Serving) cloud.Call("SetInstanceProtection", ("AutoScalingGroupName", "web"), ("InstanceIds.member.1", one.Id.Value), ("ProtectedFromScaleIn", "false"));
        for (var turn = 0; turn < MostTurnsAlone / 100; turn++) cloud.Pass(60);
    }

    private static void Settled(ScalingCloud cloud)
    {
        Assert.Equal(cloud.Group.Desired, cloud.Serving.Count);
        Assert.Equal(cloud.Group.Desired, cloud.Instances.Count);
        var counts = cloud.Group.Zones.Select(z => cloud.Serving.Count(i => i.Zone == z)).ToList();
        Assert.True(counts.Max() - counts.Min() <= 1, cloud.Spread);
        Assert.Equal(cloud.Group.Desired, cloud.Scope.All<Instance>().Count(i => i.State == InstanceState.Running));
        Assert.DoesNotContain(cloud.Activities, a => a.EndTime is null);
    }

    private static void Zone(ScalingCloud cloud, int number, bool isFailed)
    {
        var zone = ZoneFailure.Named($"ap-northeast-2{"abc"[number]}");
        cloud.Cloud.Ledger.TakeAsync(Place.Between, d =>
        {
            if (isFailed) ZoneFailure.Fail(d, zone);
            else ZoneFailure.Recover(d, zone);
            return true;
        }, CancellationToken.None).GetAwaiter().GetResult();
    }
}
