using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Zones;

/// <summary>What <c>POST /_haneul/zones</c> takes: a zone by name or id, and whether it is to be dark.</summary>
internal sealed record ZoneRequest
{
    public string? Zone { get; init; }

    public bool? Failed { get; init; }
}

/// <summary>Lets zones fail and recover in the running daemon.</summary>
internal sealed class ZoneDesk(Ledger ledger)
{
    public ZonesReport List() => ZonesReport.Of(ledger.Current);

    /// <summary>Sets the zone's state; asking for what is so already changes nothing.</summary>
    public async Task<ZoneReport> SetAsync(ZoneRequest request, CancellationToken cancel)
    {
        var zone = ZoneFailure.Named(request.Zone ?? throw Fault.Missing("zone"));
        var fails = request.Failed ?? throw Fault.Missing("failed");
        return await ledger.TakeAsync(Place.Between, draft =>
        {
            if (fails) ZoneFailure.Fail(draft, zone);
            else ZoneFailure.Recover(draft, zone);
            return ZoneReport.Of(draft.World, zone);
        }, cancel);
    }
}
