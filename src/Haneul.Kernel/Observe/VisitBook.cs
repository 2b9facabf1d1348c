namespace Haneul.Kernel;

/// <summary>
/// Gathers the kernel's words into visits, probe by probe. Words of one packet come in order; those of several in one namespace may be mixed, and are told apart by the kernel's number. Pure: names of devices and places of rules come from whoever knows them.
/// </summary>
/// <param name="deviceOf">The name of a device in a namespace by its index.</param>
/// <param name="placeOf">The place of a rule of Haneul's table in its chain, by chain and handle.</param>
public sealed class VisitBook(Func<string, int, string?> deviceOf, Func<string, string, ulong, int?> placeOf)
{
    private readonly Dictionary<Cookie, List<Visit>> visits = [];
    private readonly Dictionary<(string, uint), (Visit Visit, ChainRun Run)> open = [];

    /// <summary>The visits of a probe and of its answer; of one namespace in order.</summary>
    public IReadOnlyList<Visit> Of(Cookie cookie) => visits.GetValueOrDefault(cookie) ?? [];

    /// <summary>Forgets a probe.</summary>
    public void Close(Cookie cookie) => visits.Remove(cookie);

    public void Add(IEnumerable<TraceEvent> events)
    {
        foreach (var one in events) Add(one);
    }

    private void Add(TraceEvent told)
    {
        var key = (told.Namespace, told.Id);
        if (told.Header is { } header)
        {
            if (header.Cookie is not { } cookie)
            {
                open.Remove(key);
                return;
            }
            var visit = VisitOf(told, header, cookie);
            if (visit is null) return;
            var run = new ChainRun(told.Table, told.Chain, header.Packet, deviceOf(told.Namespace, told.Out));
            visit.Begin(run);
            open[key] = (visit, run);
        }
        if (!open.TryGetValue(key, out var at)) return;
        at.Visit.Note(told.Mark);
        at.Run.Add(new ChainHit(told.Chain, PlaceOf(told), told.Verdict));
    }

    /// <summary>Rules of tables that are not Haneul's (a guest's own, those of observation) have no place that anybody asks for.</summary>
    private int? PlaceOf(TraceEvent told) => (told.Kind, told.Handle, told.Table) switch
    {
        (not TraceEventKind.Rule, _, _) or (_, 0, _) => null,
        (_, _, TableBuilder.Name) => placeOf(told.Namespace, told.Chain, told.Handle) ?? ChainHit.Unknown,
        _ => ChainHit.Unknown,
    };

    /// <summary>A visit begins where the packet comes in or is made; what is heard in the middle belongs to the newest there.</summary>
    private Visit? VisitOf(TraceEvent told, TracedHeader header, Cookie cookie)
    {
        if (!visits.TryGetValue(cookie, out var known)) visits[cookie] = known = [];
        if (told.Chain is TraceTable.Enter or TraceTable.Made && told.Table.StartsWith(TraceTable.Prefix, StringComparison.Ordinal))
        {
            var begun = new Visit(told.Namespace, header.IsAnswer, header.Packet, told.Chain == TraceTable.Made ? null : deviceOf(told.Namespace, told.In));
            known.Add(begun);
            return begun;
        }
        return known.FindLast(v => v.Namespace == told.Namespace && v.IsAnswer == header.IsAnswer);
    }
}
