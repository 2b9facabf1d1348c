using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the cores and threads of a stopped instance. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCpuOptions.html</summary>
public sealed record ModifyInstanceCpuOptions : Command<ModifyInstanceCpuOptions.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public int? CoreCount { get; init; }

    public int? ThreadsPerCore { get; init; }

    public sealed record Result(Id<Instance> InstanceId, int? CoreCount, int? ThreadsPerCore);

    public override Result Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireStopped(instance, "CPU options");
        Launching.CheckCpu(Model.InstanceTypes.Get(instance.InstanceType), CoreCount, ThreadsPerCore);
        var changed = draft.Put(instance with { CoreCount = CoreCount ?? instance.CoreCount, ThreadsPerCore = ThreadsPerCore ?? instance.ThreadsPerCore });
        return new Result(InstanceId, changed.CoreCount, changed.ThreadsPerCore);
    }
}
