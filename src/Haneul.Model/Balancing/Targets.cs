namespace Haneul.Model;

/// <summary>Putting targets into groups and taking them out. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html</summary>
public static class Targets
{
    /// <summary>Puts a target into a group, or back into it while it drains. The caller has checked that it fits.</summary>
    public static TargetRegistration Register(Draft draft, TargetGroup group, string targetId, int? port = null, string? zone = null)
    {
        var at = port ?? group.Port ?? 0;
        var id = TargetRegistration.IdOf(group.Id, targetId, at);
        if (draft.TryFind(id, out var there) && there.DrainingSince is null) return there;
        return draft.Put(new TargetRegistration { Id = id, GroupId = group.Id, TargetId = targetId, Port = at, Zone = zone, Since = draft.Now });
    }

    /// <summary>Takes a target out: it ends what it has begun, and goes when that is done or its time is over. Without a port, at all ports.</summary>
    public static void Deregister(Draft draft, TargetGroup group, string targetId, int? port = null)
    {
        foreach (var target in draft.All<TargetRegistration>().Marked(targetId).Where(t => t.GroupId == group.Id && t.DrainingSince is null && (port is null || t.Port == port)).ToList())
        {
            draft.Put(target with { DrainingSince = draft.Now, Health = TargetHealth.Draining });
        }
    }
}
