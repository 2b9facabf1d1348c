using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Scaling;

/// <summary>Evaluates alarms when a period of theirs is over: those of minutes once a minute, those of seconds every ten.</summary>
internal sealed class AlarmRounds(ILedger ledger, IMetricReadings readings)
{
    private const int MinuteSeconds = 60, FineSeconds = 10;

    private long minute = -1, fine = -1;

    /// <summary>The minute that is over was not looked at yet; true once for each minute.</summary>
    public bool IsMinuteOver(DateTimeOffset now) => now.ToUnixTimeSeconds() / MinuteSeconds != minute;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var (thisMinute, thisFine) = (now.ToUnixTimeSeconds() / MinuteSeconds, now.ToUnixTimeSeconds() / FineSeconds);
        if (thisFine == fine) return;
        var whole = thisMinute != minute;
        (minute, fine) = (thisMinute, thisFine);
        foreach (var (place, alarm) in ledger.Current.Everywhere<MetricAlarm>().ToList())
        {
            if (!whole && alarm.PeriodSeconds >= MinuteSeconds) continue;
            var trial = new Draft(ledger.Current, place, now, new TrialIds());
            AlarmTurn.Run(trial, alarm.Id, readings);
            if (trial.Changes.Count > 0) await ledger.TakeAsync(place, draft => { AlarmTurn.Run(draft, alarm.Id, readings); return true; }, cancel);
        }
    }
}
