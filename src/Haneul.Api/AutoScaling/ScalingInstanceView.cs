using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>An instance of a group. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html</summary>
public sealed record ScalingInstanceView(
    string InstanceId, string InstanceType, string AvailabilityZone, string LifecycleState, string HealthStatus, string? LaunchConfigurationName, LaunchTemplateSpecification? LaunchTemplate,
    bool ProtectedFromScaleIn)
{
    internal static ScalingInstanceView Of(ScalingInstance i) =>
        new(i.Id.Value, i.InstanceType, i.Zone, LifecycleWords.Of(i.State), i.IsHealthy ? "Healthy" : "Unhealthy", i.Launch?.ConfigurationName, LaunchTemplateSpecification.Of(i.Launch), i.IsProtected);
}
