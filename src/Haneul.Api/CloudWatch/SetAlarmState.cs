using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Sets an alarm's state until it is next evaluated, to try what it does. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html</summary>
public sealed record SetAlarmState : Command<Nothing>
{
    public required string AlarmName { get; init; }

    public required string StateValue { get; init; }

    public required string StateReason { get; init; }

    public string? StateReasonData { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var alarm = Alarms.Get(draft, AlarmName);
        if (StateValue is not ("OK" or "ALARM" or "INSUFFICIENT_DATA")) throw MonitoringFaults.Invalid($"Invalid state: {StateValue}. It is OK, ALARM or INSUFFICIENT_DATA");
        var transition = StateValue == alarm.State ? alarm.TransitionTime : draft.Now;
        var set = draft.Put(alarm with { State = StateValue, StateReason = StateReason, StateData = StateReasonData, StateTime = draft.Now, TransitionTime = transition, ToldTime = null });
        if (StateValue == "ALARM" && alarm.State != "ALARM") AlarmTurn.Tell(draft, set, null);
        return Nothing.Value;
    }
}
