using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Finding alarms.</summary>
internal static class Alarms
{
    public static MetricAlarm Get(Scope scope, string name) => scope.Find<MetricAlarm>(new Id<MetricAlarm>(name)) is { } alarm ? alarm : throw new Fault("ResourceNotFound", $"There is no alarm {name}", 404);

    public static MetricAlarm OfArn(Scope scope, string arn)
    {
        var prefix = scope.Arn("cloudwatch", "alarm:");
        return arn.StartsWith(prefix, StringComparison.Ordinal) && scope.TryFind(new Id<MetricAlarm>(arn[prefix.Length..]), out var alarm)
            ? alarm
            : throw new Fault("ResourceNotFoundException", $"Unknown resource: {arn}", 404);
    }

    public static IEnumerable<MetricAlarm> Named(Scope scope, IReadOnlyList<string> names) => names.Select(n => scope.Find<MetricAlarm>(new Id<MetricAlarm>(n))).OfType<MetricAlarm>();
}
