using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Tests.Api;

/// <summary>The one writer of a world that is kept in memory, with model mode's back end: what is on its way arrives right after the step that sent it.</summary>
public sealed class TestLedger(IIds ids) : ILedger
{
    private const int MostTurns = 50;

    private readonly Dictionary<(Place Place, string Kind, string Key), IResource> rows = [];

    public World Current { get; private set; } = World.Empty;

    /// <summary>A manual clock.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>False holds everything where it is (pending, deleting) until <see cref="Settle"/> is called.</summary>
    public bool SettlesByItself { get; set; } = true;

    public Task<T> TakeAsync<T>(Place place, Func<Draft, T> step, CancellationToken cancel)
    {
        var result = Take(place, step);
        if (SettlesByItself) Settle();
        return Task.FromResult(result);
    }

    /// <summary>Lets everything that is on its way arrive.</summary>
    public void Settle()
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var reports = rows.Select(r => (r.Value as ITransient)?.Settled(r.Key.Place)).OfType<Report>().ToList();
            if (reports.Count == 0) return;
            foreach (var report in reports) Report(report);
        }
        throw new InvalidOperationException($"Something is still on its way after {MostTurns} turns");
    }

    /// <summary>Lets time pass, and forgets what has ended long enough ago.</summary>
    public void Advance(TimeSpan time)
    {
        Now += time;
        foreach (var (key, row) in rows.ToList())
        {
            if (row is IFading { ForgottenAt: { } at } && at <= Now) Report(new Forget(key.Place, row));
        }
        if (SettlesByItself) Settle();
    }

    /// <summary>A back end tells something.</summary>
    public void Report(Report report) => Take(Place.Between, draft =>
    {
        report.Apply(draft);
        return true;
    });

    private T Take<T>(Place place, Func<Draft, T> step)
    {
        var draft = new Draft(Current, place, Now, ids);
        var result = step(draft);
        Current = draft.World;
        foreach (var change in draft.Changes)
        {
            if (change.Row is null) rows.Remove((change.Place, change.Kind.Name, change.Key));
            else rows[(change.Place, change.Kind.Name, change.Key)] = change.Row;
        }
        return result;
    }
}

/// <summary>Identifiers that count up, so that a test gives the same ids every time.</summary>
public sealed class CountedIds : IIds
{
    private long count;

    public string Hex(int digits) => (++count).ToString("x").PadLeft(digits, '0')[^digits..];
}
