using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Tells the health of a group's targets. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html</summary>
public sealed record DescribeTargetHealth : Query<DescribeTargetHealth.Result>
{
    public required string TargetGroupArn { get; init; }

    public IReadOnlyList<TargetDescription> Targets { get; init; } = [];

    [NoEffect("which targets behave unlike the others is not told")]
    public IReadOnlyList<string> Include { get; init; } = [];

    public sealed record Result(IReadOnlyList<HealthView> TargetHealthDescriptions);

    /// <summary>A target and its health.</summary>
    public sealed record HealthView(TargetDescription Target, string? HealthCheckPort, StateView TargetHealth, OverrideView AdministrativeOverride);

    /// <summary>The health, and why it is not better.</summary>
    public sealed record StateView(string State, string? Reason, string? Description);

    /// <summary>Whether a zonal shift keeps traffic away.</summary>
    public sealed record OverrideView(string State, string Reason, string Description);

    public override Result Answer(Scope scope)
    {
        var group = scope.Group(TargetGroupArn);
        if (Include.FirstOrDefault(i => i is not ("AnomalyDetection" or "All")) is { } wrong) throw BalancerFaults.Validation($"Include '{wrong}' must be AnomalyDetection or All");
        var rows = scope.All<TargetRegistration>().Marked(group.Id.Value).Where(t => t.GroupId == group.Id).ToList();
        if (Targets.Count == 0) return new Result([.. rows.Select(t => View(group, TargetDescription.Of(t), TargetHealths.Of(scope, group, t)))]);
        return new Result([.. Targets.Select(asked =>
            rows.FirstOrDefault(t => t.TargetId == asked.Id && t.Port == (asked.Port ?? group.Port ?? 0)) is { } found
                ? View(group, TargetDescription.Of(found), TargetHealths.Of(scope, group, found))
                : View(group, asked with { Port = asked.Port ?? group.Port }, TargetHealths.NotRegistered))]);
    }

    private static HealthView View(TargetGroup group, TargetDescription target, TargetHealth health) => new(
        target,
        group.Type == TargetType.Lambda ? null : group.HealthCheck.Port == "traffic-port" ? target.Port?.ToString() : group.HealthCheck.Port,
        new StateView(health.State, health.Reason, health.Description),
        new OverrideView("no_override", "AdministrativeOverride.NoOverride", "No override is currently active on target"));
}
