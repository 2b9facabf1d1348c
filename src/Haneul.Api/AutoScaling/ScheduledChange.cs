using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A scheduled action in a batch. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScheduledUpdateGroupActionRequest.html</summary>
public sealed record ScheduledChange
{
    public required string ScheduledActionName { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? Recurrence { get; init; }

    public int? MinSize { get; init; }

    public int? MaxSize { get; init; }

    public int? DesiredCapacity { get; init; }

    public string? TimeZone { get; init; }

    private const int MostPerGroup = 125;

    internal void Put(Draft draft, ScalingGroup group)
    {
        var id = ScheduledAction.IdOf(group.Id, ScalingLookups.Name("action's name", ScheduledActionName));
        var before = draft.Find<ScheduledAction>(id);
        if (before is null && draft.All<ScheduledAction>().CountMarked(group.Id.Value) >= MostPerGroup) throw new Fault("LimitExceeded", $"A group has {MostPerGroup} scheduled actions at most");
        if (MinSize is null && MaxSize is null && DesiredCapacity is null) throw ScalingFaults.Invalid("At least one of MinSize, MaxSize, and DesiredCapacity is required");
        if (MinSize is < 0 || MaxSize is < 0 || DesiredCapacity is < 0) throw ScalingFaults.Invalid("Sizes are not less than 0");
        if (MinSize > MaxSize || DesiredCapacity > MaxSize || DesiredCapacity < MinSize) throw ScalingFaults.Invalid("DesiredCapacity must lie between MinSize and MaxSize");
        if (StartTime is { } start && start <= draft.Now && start != before?.StartTime) throw ScalingFaults.Invalid("Given start time is in the past");
        if (EndTime is { } end && end <= (StartTime ?? draft.Now)) throw ScalingFaults.Invalid("Given end time is in the past, or before the start");
        if (Recurrence is null && StartTime is null) throw ScalingFaults.Invalid("Either Recurrence or StartTime is needed");
        if (Recurrence is not null) CronSchedule.Parse(Recurrence);
        if (TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) throw ScalingFaults.Invalid($"Given timezone is invalid: {zone}");
        var action = new ScheduledAction
        {
            Id = id, GroupId = group.Id, Name = ScheduledActionName, Uuid = before?.Uuid ?? ScalingActivities.Uuid(draft), StartTime = StartTime, EndTime = EndTime, Recurrence = Recurrence, TimeZone = TimeZone,
            Min = MinSize, Max = MaxSize, Desired = DesiredCapacity,
        };
        var next = ScalingSchedule.NextOf(action, draft.Now) ?? throw ScalingFaults.Invalid("The recurrence has no time before the end");
        // What a recurring action starts with is when it is first taken, as AWS tells it.
        draft.Put(action with { Next = next, StartTime = StartTime ?? next });
    }
}
