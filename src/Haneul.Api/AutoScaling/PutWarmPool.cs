using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Refused: there are no warm pools here. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutWarmPool.html</summary>
public sealed record PutWarmPool : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    [NoEffect("warm pools are refused")]
    public int? MaxGroupPreparedCapacity { get; init; }

    [NoEffect("warm pools are refused")]
    public int? MinSize { get; init; }

    [NoEffect("warm pools are refused")]
    public string? PoolState { get; init; }

    public override Nothing Apply(Draft draft)
    {
        ScalingLookups.Living(draft, AutoScalingGroupName);
        throw ScalingFaults.NotEmulated("Warm pools are");
    }
}
