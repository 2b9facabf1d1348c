using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Registers a group's instances in target groups from now on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachTrafficSources.html</summary>
public sealed record AttachTrafficSources : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    [Wire("TrafficSources")]
    public required IReadOnlyList<TrafficSourceIdentifier> Sources { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TrafficSources.Attach(draft, AutoScalingGroupName, TrafficSourceIdentifier.ArnsOf(Sources));
        return Nothing.Value;
    }
}
