using System.Globalization;

namespace Haneul.Model;

/// <summary>Writing down what a group does, in AWS's sentences. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-verify-scaling-activity.html</summary>
public static class ScalingActivities
{
    /// <summary>A group's oldest are forgotten beyond.</summary>
    public const int MostPerGroup = 500;

    public static ScalingActivity Begin(Draft draft, ScalingGroup group, string description, string cause, string details)
    {
        var mine = draft.All<ScalingActivity>().Marked(group.Id.Value).ToList();
        foreach (var old in mine.Where(a => a.EndTime is not null).OrderBy(a => a.StartTime).Take(Math.Max(0, mine.Count + 1 - MostPerGroup))) draft.Remove(old.Id);
        return draft.Put(new ScalingActivity
        {
            Id = new Id<ScalingActivity>(Uuid(draft)),
            GroupId = group.Id,
            GroupUuid = group.Uuid,
            Description = description,
            Cause = cause,
            StartTime = draft.Now,
            Status = "InProgress",
            Progress = 50,
            Details = details,
        });
    }

    /// <summary>Ends an activity; one that is gone, or over, stays so.</summary>
    public static void End(Draft draft, string? id, string status = "Successful", string? message = null)
    {
        if (id is null || !draft.TryFind(new Id<ScalingActivity>(id), out var activity) || activity.EndTime is not null) return;
        draft.Put(activity with { Status = status, StatusMessage = message, Progress = 100, EndTime = draft.Now });
    }

    /// <summary>Where it happens, as AWS writes it.</summary>
    public static string DetailsOf(string? subnet, string zone) =>
        subnet is null ? $$"""{"Availability Zone":"{{zone}}"}""" : $$"""{"Subnet ID":"{{subnet}}","Availability Zone":"{{zone}}"}""";

    public static string Uuid(Draft draft) => $"{draft.Hex(8)}-{draft.Hex(4)}-{draft.Hex(4)}-{draft.Hex(4)}-{draft.Hex(12)}";

    /// <summary>A time as causes write it.</summary>
    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
