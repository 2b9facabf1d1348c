using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes how a stopped instance shares bandwidth between network and volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceNetworkPerformanceOptions.html</summary>
public sealed record ModifyInstanceNetworkPerformanceOptions : Command<ModifyInstanceNetworkPerformanceOptions.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public required string BandwidthWeighting { get; init; }

    public sealed record Result(Id<Instance> InstanceId, string BandwidthWeighting);

    public override Result Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireStopped(instance, "bandwidth weighting");
        LaunchReading.OneOf("BandwidthWeighting", BandwidthWeighting, "default", "vpc-1", "ebs-1");
        draft.Put(instance with { BandwidthWeighting = BandwidthWeighting });
        return new Result(InstanceId, BandwidthWeighting);
    }
}
