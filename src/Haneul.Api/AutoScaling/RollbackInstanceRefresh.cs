using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Goes back to what the group launched by before the refresh. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html</summary>
public sealed record RollbackInstanceRefresh : Command<RollbackInstanceRefresh.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public sealed record Result(string InstanceRefreshId);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var refresh = ScalingRefresh.Running(draft, group) is { Status: "InProgress" } running ? running : throw new Fault("ActiveInstanceRefreshNotFound", $"No in progress Instance Refresh found for Auto Scaling group {group.Id}");
        if (refresh.Wanted is null || refresh.Before is { ConfigurationName: not null } or { Version: "$Latest" or "$Default" })
        {
            throw new Fault("IrreversibleInstanceRefresh", "The refresh has no desired configuration, or the group launched by $Latest, $Default or a launch configuration before");
        }
        return new Result(ScalingRefresh.RollBack(draft, group, refresh, "Rolled back by the user", new TemplateLaunches()).Id.Value);
    }
}
