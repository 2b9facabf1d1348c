using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>What <c>haneul status</c> tells: mode, and how many resources of each kind are where.</summary>
internal sealed record StatusReport(string Version, string Mode, string Why, string Data, int Pid, IReadOnlyList<StatusReport.PlaceCount> Places)
{
    /// <summary>The resources of an account in a region, counted by kind.</summary>
    internal sealed record PlaceCount(string Account, string Region, IReadOnlyDictionary<string, int> Counts);

    public static StatusReport Of(World world, DaemonOptions options, ModeChosen mode) => new(
        OwnCalls.Version, mode.Name, mode.Why, options.Data, Environment.ProcessId,
        [.. world.Places.Where(p => p.Account.Length > 0).Select(p => new PlaceCount(p.Account, p.Region, CountsOf(world[p])))]);

    private static SortedDictionary<string, int> CountsOf(Shelf shelf)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in shelf.Rows)
        {
            var kind = row.GetType().Name;
            // What has ended stays visible for a while and counts no more.
            if (row is OpenRegion or TagSet or Api.Dispatch.ClientTokenRecord or IFading { ForgottenAt: not null }) continue;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
        return counts;
    }
}
