using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Takes a group's instances out of target groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachTrafficSources.html</summary>
public sealed record DetachTrafficSources : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    [Wire("TrafficSources")]
    public required IReadOnlyList<TrafficSourceIdentifier> Sources { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TrafficSources.Detach(draft, AutoScalingGroupName, TrafficSourceIdentifier.ArnsOf(Sources));
        return Nothing.Value;
    }
}
