using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Fabric;

/// <summary>What a trace says would open a way, opens it: whoever does all of it gets through.</summary>
public sealed class OpeningLaws(ITestOutputHelper output)
{
    private const int Worlds = 25, Packets = 30, MostRounds = 8;

    private readonly Seed seed = new(output, nameof(OpeningLaws));

    [Fact]
    public void Whoever_does_all_that_a_trace_says_would_open_the_way_gets_through()
    {
        int blocked = 0, opened = 0;
        seed.Cases(Worlds, random =>
        {
            var world = RandomWorld.Make(random);
            var questions = new RandomQuestions(world, random);
            for (var i = 0; i < Packets; i++)
            {
                var question = Traced.Asked(questions.Next());
                if (Tracer.Reaches(Lowering.Lower(world), question)) continue;
                blocked++;
                if (Opens(world, question)) opened++;
            }
        });
        seed.Tell($"{blocked} blocked packets, {opened} opened; the rest asks for more than a change of settings");
        Assert.True(opened * 10 > blocked, $"only {opened} of {blocked} blocked packets could be opened");
    }

    /// <summary>Does what is said, round by round (a mended route can lead to new gates). False: something said cannot be done by a setting.</summary>
    private static bool Opens(World world, Question question)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var net = Lowering.Lower(world);
            var trace = Tracer.Trace(net, question);
            if (trace.Reachable) return true;
            foreach (var blocker in trace.Blockers)
            {
                if (Openings.Apply(world, blocker) is not { } changed) return false;
                world = changed;
            }
            var after = Tracer.Trace(Lowering.Lower(world), question);
            var still = trace.Blockers.Where(b => after.Blockers.Any(a => (a.Code, a.At, a.Direction, a.Packet) == (b.Code, b.At, b.Direction, b.Packet))).ToList();
            Assert.True(still.Count == 0, $"still blocked after doing what was said:\n{TraceText.Print(net, trace)}\nthen\n{TraceText.Print(Lowering.Lower(world), after)}");
        }
        throw new Xunit.Sdk.XunitException($"{MostRounds} rounds did not open the way: {question}");
    }
}

/// <summary>Changes a world as an opening says; null where that is not a change of settings.</summary>
internal static class Openings
{
    public static World? Apply(World world, Blocker blocker)
    {
        var (o, p) = (blocker.Opens, blocker.Packet);
        var inward = blocker.Step is StepKind.GroupIngress or StepKind.AclIngress;
        switch (o.Kind)
        {
            case OpeningKind.AddGroupRule:
                return Change<SecurityGroup>(world, blocker.Reasons.First().Object.Id, g => g with { Rules = g.Rules.Add(Rule(p, !inward, o.Peer)) });
            case OpeningKind.AddAclEntry:
                return Change<NetworkAcl>(world, blocker.Reasons.First().Object.Id, a => a with { Entries = a.Entries.Insert(0, Entry(p, !inward, o.Peer)) });
            case OpeningKind.AddRoute when o is { Peer: { } block, Target: { } way }:
                return Change<RouteTable>(world, o.On.Id, t => t with { Routes = t.Routes.Add(new Route(new RouteDestination(block, null), TargetOf(way))) });
            case OpeningKind.ReplaceRoute when o is { Peer: not null, Target: { } way }:
                return Change<RouteTable>(world, o.On.Id, t => t with { Routes = Repointed(t.Routes, blocker, way) });
            case OpeningKind.StartInstance:
                return Change<Instance>(world, blocker.Reasons.First().Object.Id, i => i with { State = InstanceState.Running });
            case OpeningKind.ExposePort:
                return world.With(Place.Between, world[Place.Between].With(world[Place.Between].All<ExposedPort>().With(new ExposedPort(new($"{p.DestinationPort}"), p.DestinationPort))));
            case OpeningKind.ForwardPort:
                var inside = world[Place.Between].All<OutsideHost>().First(h => h.HomeId?.Value == o.On.Id);
                return Change<Home>(world, o.On.Id, h => h with { Forwards = h.Forwards.Add(new PortForward(p.Protocol, p.DestinationPort, inside.Id, p.DestinationPort)) });
            case OpeningKind.RecoverZone when o.Target is { } zone:
                return world.With(Place.Between, world[Place.Between].With(world[Place.Between].All<DarkZone>().Without(zone.Id)));
            case OpeningKind.DisableSourceDestCheck:
                return Change<NetworkInterface>(world, o.On.Id, e => e with { SourceDestCheck = false });
            default:
                return null;
        }
    }

    /// <summary>The winning route, whose reason is told, with another target; for an answer that got lost elsewhere, the route that is named.</summary>
    private static ImmutableArray<Route> Repointed(ImmutableArray<Route> routes, Blocker blocker, ObjectRef way) =>
        [.. routes.Select(r => blocker.Reasons.Any(reason => reason.Part == r.Destination.ToString()) || blocker.At != blocker.Opens.On && r.Destination.Block == blocker.Opens.Peer ? r with { Target = TargetOf(way) } : r)];

    private static SecurityGroupRule Rule(Packet p, bool egress, Cidr? peer) => new()
    {
        Id = $"sgr-opened-{p}-{egress}",
        IsEgress = egress,
        Protocol = p.Protocol,
        FromPort = Protocols.HasPorts(p.Protocol) ? p.DestinationPort : null,
        ToPort = Protocols.HasPorts(p.Protocol) ? p.DestinationPort : null,
        Peer = new RulePeer { Block = peer },
    };

    private static AclEntry Entry(Packet p, bool egress, Cidr? peer) => new()
    {
        IsEgress = egress,
        Number = 0,
        Allows = true,
        Protocol = p.Protocol,
        Block = peer ?? throw new InvalidOperationException("an ACL entry names a block"),
        FromPort = Protocols.HasPorts(p.Protocol) ? p.DestinationPort : null,
        ToPort = Protocols.HasPorts(p.Protocol) ? p.DestinationPort : null,
    };

    private static RouteTarget TargetOf(ObjectRef way) => new(
        way.Kind switch
        {
            ObjectKind.Vpc => RouteTargetKind.Local,
            ObjectKind.InternetGateway => RouteTargetKind.InternetGateway,
            ObjectKind.EgressOnlyInternetGateway => RouteTargetKind.EgressOnlyInternetGateway,
            ObjectKind.NatGateway => RouteTargetKind.NatGateway,
            ObjectKind.VpcPeering => RouteTargetKind.VpcPeering,
            ObjectKind.VpnGateway => RouteTargetKind.VpnGateway,
            _ => throw new InvalidOperationException($"no route leads to a {way.Kind}"),
        },
        way.Kind == ObjectKind.Vpc ? "local" : way.Id);

    private static World? Change<T>(World world, string id, Func<T, T> change) where T : IResource<T>
    {
        foreach (var (place, row) in world.Everywhere<T>())
        {
            if (row.Key == id) return world.With(place, world[place].With(world[place].All<T>().With(change(row))));
        }
        return null;
    }
}
