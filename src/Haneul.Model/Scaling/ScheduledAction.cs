namespace Haneul.Model;

/// <summary>
/// Sets a group's size at a time, once or again and again. The id is the group's name, a bar, and its own.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
/// </summary>
public sealed record ScheduledAction : IResource<ScheduledAction>, IMarked
{
    public static Kind Kind { get; } = new("scheduled-action", "", "", "ValidationError", "ValidationError", "scheduled action");

    public required Id<ScheduledAction> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    public required string Name { get; init; }

    public required string Uuid { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Five fields as of cron; null: once.</summary>
    public string? Recurrence { get; init; }

    /// <summary>An IANA time zone for the recurrence; null: UTC.</summary>
    public string? TimeZone { get; init; }

    public int? Min { get; init; }

    public int? Max { get; init; }

    public int? Desired { get; init; }

    /// <summary>When it is taken next; null: never again.</summary>
    public DateTimeOffset? Next { get; init; }

    IEnumerable<string> IMarked.Marks => [GroupId.Value];

    public static Id<ScheduledAction> IdOf(Id<ScalingGroup> group, string name) => new($"{group}|{name}");
}
