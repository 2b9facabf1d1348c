using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a volume that nothing uses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html</summary>
public sealed record DeleteVolume : Command<Done>
{
    public required Id<Volume> VolumeId { get; init; }

    public override Done Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        if (volume.InstanceId is { } user) throw new Fault("VolumeInUse", $"Volume {VolumeId} is currently attached to {user}");
        draft.Remove(VolumeId);
        return Done.Value;
    }
}
