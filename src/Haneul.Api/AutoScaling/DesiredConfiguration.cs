using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>What a group is to launch by from now on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DesiredConfiguration.html</summary>
public sealed record DesiredConfiguration
{
    public LaunchTemplateSpecification? LaunchTemplate { get; init; }

    public MixedInstancesPolicy? MixedInstancesPolicy { get; init; }
}
