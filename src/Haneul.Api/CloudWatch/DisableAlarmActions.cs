using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Keeps alarms from acting. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html</summary>
public sealed record DisableAlarmActions : Command<Nothing>
{
    public required IReadOnlyList<string> AlarmNames { get; init; }

    public override Nothing Apply(Draft draft)
    {
        foreach (var alarm in Alarms.Named(draft, AlarmNames)) draft.Put(alarm with { ActionsEnabled = false });
        return Nothing.Value;
    }
}
