using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes or replaces a scheduled action. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html</summary>
public sealed record PutScheduledUpdateGroupAction : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public required string ScheduledActionName { get; init; }

    /// <summary>The name of StartTime of old.</summary>
    public DateTimeOffset? Time { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? Recurrence { get; init; }

    public int? MinSize { get; init; }

    public int? MaxSize { get; init; }

    public int? DesiredCapacity { get; init; }

    public string? TimeZone { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        new ScheduledChange
        {
            ScheduledActionName = ScheduledActionName, StartTime = StartTime ?? Time, EndTime = EndTime, Recurrence = Recurrence, MinSize = MinSize, MaxSize = MaxSize,
            DesiredCapacity = DesiredCapacity, TimeZone = TimeZone,
        }.Put(draft, group);
        return Nothing.Value;
    }
}
