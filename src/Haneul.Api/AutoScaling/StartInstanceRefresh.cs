using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Begins to replace a group's instances. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html</summary>
public sealed record StartInstanceRefresh : Command<StartInstanceRefresh.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public string? Strategy { get; init; }

    public DesiredConfiguration? DesiredConfiguration { get; init; }

    public RefreshSettings? Preferences { get; init; }

    public sealed record Result(string InstanceRefreshId);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        if (Strategy is not (null or "Rolling")) throw Strategy == "ReplaceRootVolume" ? ScalingFaults.NotEmulated("The strategy ReplaceRootVolume is") : ScalingFaults.Invalid($"Invalid strategy: {Strategy}");
        if (ScalingRefresh.Current(draft, group) is not null) throw new Fault("InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.");
        var wanted = DesiredConfiguration is { } d ? LaunchSources.Read(draft, null, d.LaunchTemplate, d.MixedInstancesPolicy) : null;
        var preferences = (Preferences ?? new RefreshSettings()).Read(group);
        if (preferences.RollsBack && (wanted ?? group.Launch) is { ConfigurationName: not null } or { Version: "$Latest" or "$Default" })
        {
            throw ScalingFaults.Invalid("Auto rollback needs a launch template with a version number: $Latest and $Default cannot be gone back to");
        }
        Forget(draft, group);
        var refresh = draft.Put(new InstanceRefresh
        {
            Id = new Id<InstanceRefresh>(ScalingActivities.Uuid(draft)), GroupId = group.Id, Status = "Pending", StartTime = draft.Now, Wanted = wanted, Preferences = preferences,
        });
        return new Result(refresh.Id.Value);
    }

    /// <summary>Of those that are over the last few are kept.</summary>
    private static void Forget(Draft draft, ScalingGroup group)
    {
        const int kept = 20;
        foreach (var old in draft.All<InstanceRefresh>().Marked(group.Id.Value).OrderByDescending(r => r.StartTime).Skip(kept).ToList()) draft.Remove(old.Id);
    }
}
