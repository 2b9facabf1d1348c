using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Ends an instance refresh where it is. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CancelInstanceRefresh.html</summary>
public sealed record CancelInstanceRefresh : Command<CancelInstanceRefresh.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public sealed record Result(string InstanceRefreshId);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var refresh = ScalingRefresh.Current(draft, group) ?? throw new Fault("ActiveInstanceRefreshNotFound", $"No in progress or pending Instance Refresh found for Auto Scaling group {group.Id}");
        draft.Put(refresh with { Status = "Cancelling", StatusReason = "Cancelled by the user" });
        return new Result(refresh.Id.Value);
    }
}
