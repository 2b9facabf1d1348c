using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the one attribute of a volume that can be. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolumeAttribute.html</summary>
public sealed record ModifyVolumeAttribute : Command<Done>
{
    public required Id<Volume> VolumeId { get; init; }

    [Wire("AutoEnableIO")]
    public BooleanValue? AutoEnableIo { get; init; }

    public override Done Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        draft.Put(volume with { AutoEnableIo = AutoEnableIo?.Value ?? throw Fault.Missing("AutoEnableIO.Value") });
        return Done.Value;
    }
}
