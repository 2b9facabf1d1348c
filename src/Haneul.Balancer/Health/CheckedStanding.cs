using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// How a target stands after the checks so far: the first success makes it healthy; afterwards so many in a row as the group says change it. Immutable.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
/// </summary>
/// <param name="Health">In AWS's words.</param>
/// <param name="Passed">Checks in a row that passed.</param>
/// <param name="Failed">Checks in a row that did not.</param>
internal sealed record CheckedStanding(TargetHealth Health, int Passed = 0, int Failed = 0)
{
    public static CheckedStanding New { get; } = new(TargetHealth.Checking);

    /// <summary>Its group is not checked: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html</summary>
    public static CheckedStanding Unchecked { get; } = new(new TargetHealth("unavailable", "Target.HealthCheckDisabled", "Health checks are not enabled for this target"));

    /// <summary>It is given requests.</summary>
    public bool TakesRequests => Health.State is "healthy" or "unavailable";

    public CheckedStanding After(ProbeResult result, HealthCheck check)
    {
        if (result.Verdict == ProbeVerdict.Passed)
        {
            var passed = Math.Min(Passed + 1, check.HealthyThreshold);
            return new CheckedStanding(Health.State == "initial" || passed >= check.HealthyThreshold ? TargetHealth.Healthy : Health, passed);
        }
        var failed = Math.Min(Failed + 1, check.UnhealthyThreshold);
        return new CheckedStanding(failed >= check.UnhealthyThreshold ? Unhealthy(result) : Health, 0, failed);
    }

    private static TargetHealth Unhealthy(ProbeResult result) => result.Verdict switch
    {
        ProbeVerdict.Mismatch => new TargetHealth("unhealthy", "Target.ResponseCodeMismatch", $"Health checks failed with these codes: [{result.Code}]"),
        ProbeVerdict.TimedOut => new TargetHealth("unhealthy", "Target.Timeout", "Request timed out"),
        ProbeVerdict.Broken => new TargetHealth("unhealthy", "Elb.InternalError", "Health checks failed due to an internal error"),
        _ => new TargetHealth("unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
    };
}
