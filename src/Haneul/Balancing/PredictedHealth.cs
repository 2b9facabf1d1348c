using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Balancing;

/// <summary>
/// Health of targets where no packet is carried: a target is healthy if the tracer lets a node of its balancers reach its health check port. That something listens there is taken for granted. Pure.
/// </summary>
internal static class PredictedHealth
{
    /// <summary>What the world does not know yet of its targets.</summary>
    public static IEnumerable<Report> Of(World world)
    {
        if (!world.Places.Any(p => world.At(p).All<TargetRegistration>().Count > 0)) return [];
        var network = Lowering.Lower(world);
        return network.Pools.Values.SelectMany(pool => Of(world, network, pool));
    }

    private static TargetHealth NowhereKnown { get; } = new("unhealthy", "Target.FailedHealthChecks", "Nobody has said where the function is: 'haneul function add'");

    private static IEnumerable<Report> Of(World world, Network network, TargetPool pool)
    {
        var scope = world.At(pool.Place);
        var found = pool.Targets.ToLookup(t => t.Row.Id);
        var users = TargetGroups.BalancersOf(scope, pool.Row).Select(b => network.Balancers.GetValueOrDefault(b.Id.Value)).OfType<Fabric.Balancer>().Where(b => b.Row.State == BalancerState.Active).ToList();
        foreach (var row in scope.All<TargetRegistration>().Marked(pool.Row.Id.Value))
        {
            if (TargetStanding.IsLost(scope, pool.Row, row)) yield return new TargetLost(pool.Place, row.Id);
            else if (row.DrainingSince is not null) yield return new TargetDrained(pool.Place, row.Id);
            else if (Of(world, network, pool, row, users, [.. found[row.Id]]) is { } health && health != row.Health) yield return new TargetHealthSeen(pool.Place, row.Id, health);
        }
    }

    /// <summary>Null where nobody checks it.</summary>
    private static TargetHealth? Of(World world, Network network, TargetPool pool, TargetRegistration row, IReadOnlyList<Fabric.Balancer> users, IReadOnlyList<PoolTarget> at)
    {
        if (pool.Row is { Type: TargetType.Lambda, HealthCheck.Enabled: true } && users.Count > 0) return FunctionEndpoint.Of(world.At(Place.Between), row.TargetId) is null ? NowhereKnown : TargetHealth.Healthy;
        if (users.Count == 0 || at.Count == 0 || TargetHealths.NotUsed(world.At(pool.Place), pool.Row, row) is not null) return null;
        if (!pool.Row.HealthCheck.Enabled) return null;
        var questions = users.SelectMany(b => at.SelectMany(t => Asked(pool, b, t))).ToList();
        if (questions.Count == 0) return null;
        if (questions.Any(q => Tracer.Reaches(network, q))) return TargetHealth.Healthy;
        return new TargetHealth("unhealthy", "Target.Timeout", $"Request timed out: {Told(Tracer.Trace(network, questions[0]))}");
    }

    /// <summary>A check by each node that works and is of the target's zone, or of any where zones are crossed.</summary>
    private static IEnumerable<Question> Asked(TargetPool pool, Fabric.Balancer balancer, PoolTarget target)
    {
        var crosses = TargetGroupSettings.Of(pool.Row).CrossesZones(BalancerSettings.Of(balancer.Row));
        var port = int.TryParse(pool.Row.HealthCheck.Port, out var own) ? own : target.Port;
        return balancer.Nodes.Where(n => !n.Dark && (crosses || target.Zone is null || n.Zone == target.Zone)).Select(n => new Question
        {
            Source = PathEnd.Interface(new Id<NetworkInterface>(n.PortId)),
            Destination = target.PortId is { } id ? PathEnd.Interface(new Id<NetworkInterface>(id)) : PathEnd.At(target.Address),
            DestinationAddress = target.Address,
            DestinationPort = port,
            OverIpv6 = target.Address.IsV6,
        });
    }

    private static string Told(Trace trace)
    {
        if (trace.Blockers is not [var first, ..]) return "the target does not answer";
        var reasons = string.Join(", ", first.Reasons.Select(r => r.ToString()).Distinct());
        return $"{Meanings.Of(first.Code, first.Step, first.At.Kind, first.Direction)} ({first.Code}, {first.At.Id}{(reasons.Length > 0 ? $": {reasons}" : "")})";
    }
}
