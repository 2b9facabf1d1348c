using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reads an instance's non-volatile UEFI variables; emulated hosts have none. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceUefiData.html</summary>
public sealed record GetInstanceUefiData : Query<GetInstanceUefiData.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public sealed record Result(Id<Instance> InstanceId, string UefiData);

    public override Result Answer(Scope scope)
    {
        var instance = scope.Get(InstanceId);
        var boot = Images.Find(scope, new Id<Image>(instance.ImageId))?.BootMode;
        if (boot is not ("uefi" or "uefi-preferred")) throw Fault.Unsupported($"The instance '{InstanceId}' does not boot with UEFI");
        return new Result(InstanceId, "");
    }
}
