using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>An alarm that acts by a policy.</summary>
public sealed record PolicyAlarm(string AlarmName, [property: Wire("AlarmARN")] string AlarmArn)
{
    internal static IReadOnlyList<PolicyAlarm> Of(Scope scope, ScalingPolicy policy)
    {
        var arn = policy.Arn(scope.Place);
        return [.. scope.All<MetricAlarm>().Where(a => a.AlarmActions.Contains(arn)).Select(a => new PolicyAlarm(a.Id.Value, scope.Arn("cloudwatch", $"alarm:{a.Id}")))];
    }
}
