using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Deletes alarms; names of none are passed over, as on AWS. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html</summary>
public sealed record DeleteAlarms : Command<Nothing>
{
    private const int Most = 100;

    public required IReadOnlyList<string> AlarmNames { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (AlarmNames.Count > Most) throw MonitoringFaults.Invalid($"At most {Most} alarms are deleted at once");
        foreach (var name in AlarmNames) draft.Remove(new Id<MetricAlarm>(name));
        return Nothing.Value;
    }
}
