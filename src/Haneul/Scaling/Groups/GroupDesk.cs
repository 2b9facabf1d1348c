using Haneul.Api.CloudWatch;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Scaling.Groups;

/// <summary>Tells of the running daemon's Auto Scaling groups: as they are, and as they change.</summary>
internal sealed class GroupDesk(Ledger ledger, IMetrics metrics, TimeProvider time)
{
    /// <summary>The groups of a name, or all; a fault names those that there are.</summary>
    public GroupsReport Answer(string? name)
    {
        var world = ledger.Current;
        Check(world, name);
        return GroupsReport.Of(world, metrics, time.GetUtcNow(), name);
    }

    /// <summary>Begins to follow them; nothing that changes from now on is missed.</summary>
    public GroupFollow Follow(string? name)
    {
        Check(ledger.Current, name);
        return new GroupFollow(ledger, time, (world, now) => GroupsReport.Of(world, metrics, now, name));
    }

    private static void Check(World world, string? name)
    {
        if (name is null) return;
        var names = world.Everywhere<ScalingGroup>().Select(g => g.Row.Id.Value).Distinct().Order(StringComparer.Ordinal).ToList();
        if (!names.Contains(name)) throw new Fault("NoSuchGroup", $"There is no Auto Scaling group '{name}': there {(names.Count == 0 ? "is none" : $"{(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}")}");
    }
}
