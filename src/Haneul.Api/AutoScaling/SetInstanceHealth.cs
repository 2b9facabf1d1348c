using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Says how an instance is; one that is unhealthy is replaced. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceHealth.html</summary>
public sealed record SetInstanceHealth : Command<Nothing>
{
    public required string InstanceId { get; init; }

    public required string HealthStatus { get; init; }

    public bool ShouldRespectGracePeriod { get; init; } = true;

    public override Nothing Apply(Draft draft)
    {
        var instance = ScalingLookups.Instance(draft, InstanceId);
        if (HealthStatus is not ("Healthy" or "Unhealthy")) throw ScalingFaults.Invalid($"Invalid HealthStatus: {HealthStatus}. Valid values are Healthy and Unhealthy");
        var group = draft.Get(instance.GroupId);
        var isYoung = instance.InServiceSince is null || instance.InServiceSince?.AddSeconds(group.HealthCheckGraceSeconds) > draft.Now;
        if (HealthStatus == "Unhealthy" && ShouldRespectGracePeriod && group.HealthCheckGraceSeconds > 0 && isYoung) return Nothing.Value;
        draft.Put(instance with { IsHealthy = HealthStatus == "Healthy", Complaint = HealthStatus == "Healthy" ? null : "a user health-check" });
        return Nothing.Value;
    }
}
