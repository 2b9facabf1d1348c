using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Protects instances from scaling in, or no longer. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html</summary>
public sealed record SetInstanceProtection : Command<Nothing>
{
    public required IReadOnlyList<string> InstanceIds { get; init; }

    public required string AutoScalingGroupName { get; init; }

    public required bool ProtectedFromScaleIn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        foreach (var id in InstanceIds) draft.Put(ScalingLookups.Instance(draft, group, id) with { IsProtected = ProtectedFromScaleIn });
        return Nothing.Value;
    }
}
