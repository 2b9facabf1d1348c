using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>The health of all targets of a world, and what is otherwise in the next one.</summary>
internal sealed class HealthChanges
{
    private readonly Dictionary<(Place Place, Id<TargetRegistration> Id), HealthChange> known;

    public HealthChanges(World world) => known = Look(world, default);

    /// <summary>Kinds whose rows health follows from.</summary>
    public static bool Concern(Kind kind) =>
        kind == TargetRegistration.Kind || kind == TargetGroup.Kind || kind == LoadBalancer.Kind || kind == Listener.Kind || kind == ListenerRule.Kind || kind == Instance.Kind;

    /// <summary>What is otherwise in this world than in the one before: a state, or why it is so.</summary>
    public IReadOnlyList<HealthChange> Next(World world, DateTimeOffset now)
    {
        var changes = new List<HealthChange>();
        var seen = Look(world, now);
        foreach (var (key, standing) in seen)
        {
            var before = known.GetValueOrDefault(key);
            if (before is null || before.To != standing.To || before.Reason != standing.Reason) changes.Add(standing with { From = before?.To });
            known[key] = standing;
        }
        foreach (var (key, gone) in known.Where(k => !seen.ContainsKey(k.Key)).ToList())
        {
            known.Remove(key);
            changes.Add(gone with { Time = now, From = gone.To, To = null, Reason = null, Description = null });
        }
        return changes;
    }

    private static Dictionary<(Place Place, Id<TargetRegistration> Id), HealthChange> Look(World world, DateTimeOffset now)
    {
        var seen = new Dictionary<(Place, Id<TargetRegistration>), HealthChange>();
        foreach (var scope in world.Places.Where(p => p.Region.Length > 0).Select(world.At))
        {
            foreach (var row in scope.All<TargetRegistration>())
            {
                if (scope.Find<TargetGroup>(row.GroupId) is { } group) seen[(scope.Place, row.Id)] = Standing(scope, group, row, now);
            }
        }
        return seen;
    }

    private static HealthChange Standing(Scope scope, TargetGroup group, TargetRegistration row, DateTimeOffset now)
    {
        var health = TargetHealths.Of(scope, group, row);
        var instance = group.Type == TargetType.Instance ? scope.Find<Instance>(new Id<Instance>(row.TargetId)) : null;
        return new HealthChange
        {
            Time = now,
            Account = scope.Place.Account,
            Region = scope.Place.Region,
            Vpc = group.VpcId?.Value,
            Group = group.Name,
            GroupArn = scope.Place.ArnOf(LoadBalancer.Service, group.Id.Value),
            Target = row.TargetId,
            Name = instance is null ? null : scope.NameOf(row.TargetId),
            Address = group.Type == TargetType.Ip ? row.TargetId : instance is { InterfaceIds: [var first, ..] } ? scope.Find<NetworkInterface>(first)?.Addresses.FirstOrDefault().ToString() : null,
            Port = row.Port == 0 ? null : row.Port,
            To = health.State,
            Reason = health.Reason,
            Description = health.Description,
        };
    }
}
