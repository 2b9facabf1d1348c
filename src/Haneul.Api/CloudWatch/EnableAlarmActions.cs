using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Lets alarms act again. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html</summary>
public sealed record EnableAlarmActions : Command<Nothing>
{
    public required IReadOnlyList<string> AlarmNames { get; init; }

    public override Nothing Apply(Draft draft)
    {
        foreach (var alarm in Alarms.Named(draft, AlarmNames)) draft.Put(alarm with { ActionsEnabled = true });
        return Nothing.Value;
    }
}
