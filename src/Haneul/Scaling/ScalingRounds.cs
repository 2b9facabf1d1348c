using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Scaling;

/// <summary>
/// Takes the engine's turns as steps, group by group, until none has anything to do. A turn is first run on a draft that is thrown away, so that nothing is written where nothing changes.
/// </summary>
internal sealed class ScalingRounds(ILedger ledger, ILaunches launches)
{
    /// <summary>Turns of one group at once; what is left is done at the next call.</summary>
    private const int MostTurns = 200;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var (place, group) in ledger.Current.Everywhere<ScalingGroup>().ToList())
        {
            for (var turn = 0; turn < MostTurns && await TurnAsync(place, group.Id, now, cancel); turn++)
            {
            }
        }
    }

    /// <summary>One turn, and one launch; false where neither had anything to do.</summary>
    private async Task<bool> TurnAsync(Place place, Id<ScalingGroup> id, DateTimeOffset now, CancellationToken cancel)
    {
        var trial = new Draft(ledger.Current, place, now, new TrialIds());
        ScalingTurn.Run(trial, id, launches);
        var changes = trial.Changes.Count > 0;
        if (changes) await ledger.TakeAsync(place, draft => { ScalingTurn.Run(draft, id, launches); return true; }, cancel);
        return await LaunchAsync(place, id, now, cancel) || changes;
    }

    private async Task<bool> LaunchAsync(Place place, Id<ScalingGroup> id, DateTimeOffset now, CancellationToken cancel)
    {
        var scope = ledger.Current.At(place);
        if (!scope.TryFind(id, out var group) || ScalingCapacity.NextLaunch(scope, group, now) is not { } wish) return false;
        try
        {
            return await ledger.TakeAsync(place, draft => ScalingTurn.Launch(draft, id, launches), cancel);
        }
        catch (Fault fault)
        {
            // Nothing was launched: the group says so, and tries again later.
            await ledger.TakeAsync(place, draft => { ScalingTurn.Failed(draft, id, wish, fault.Message); return true; }, cancel);
            return true;
        }
    }
}
