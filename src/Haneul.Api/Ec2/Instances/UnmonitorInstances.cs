using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Turns detailed monitoring off. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnmonitorInstances.html</summary>
public sealed record UnmonitorInstances : Command<MonitoringChanges>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    public override MonitoringChanges Apply(Draft draft) => MonitoringChanges.Set(draft, InstanceIds, on: false);
}
