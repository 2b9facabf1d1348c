namespace Haneul.Kernel;

/// <summary>
/// Listens to what the kernel tells about probes in a number of namespaces, and asks it for what it does not tell by itself: the names of devices, the places of rules, the route that it takes. Ends without a trace when it is disposed of, or when the process dies.
/// One thread at a time.
/// </summary>
public sealed class PacketWatch : IDisposable
{
    /// <summary>A packet that crosses ten namespaces makes about two hundred messages.</summary>
    private const int MostWaiting = 16 * 1024 * 1024;

    /// <summary>Datagrams read from one socket before the next has its turn.</summary>
    private const int AtOnce = 256;

    private const int MostLetGo = 16;

    private readonly Dictionary<string, WatchedNamespace> watched = new(StringComparer.Ordinal);
    private readonly NamespaceEntry entry;
    private readonly NftTable table;
    private List<NetlinkSocket> ears = [];

    private PacketWatch(NamespaceEntry entry, Cookie? only)
    {
        this.entry = entry;
        table = TraceTable.Of(only is { } one ? $"{TraceTable.Prefix}-{one.Number:x}" : TraceTable.Prefix, only);
    }

    /// <summary>The kernel had more to tell than was read in time: what was heard has holes.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Watches one probe, or all.</summary>
    public static PacketWatch Open(NamespaceEntry entry, IEnumerable<string> namespaces, Cookie? only)
    {
        var watch = new PacketWatch(entry, only);
        try
        {
            foreach (var name in namespaces) watch.watched[name] = WatchedNamespace.Open(entry, name, watch.table, MostWaiting);
            watch.ears = [.. watch.watched.Values.Select(w => w.Ear)];
            return watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    public bool Watches(string name) => watched.ContainsKey(name);

    /// <summary>What has been told since; waits at most so long for a first word.</summary>
    public IReadOnlyList<TraceEvent> Heard(int waitMilliseconds)
    {
        var events = new List<TraceEvent>();
        if (!NetlinkSocket.AnyHeard(ears, waitMilliseconds)) return events;
        foreach (var one in watched.Values)
        {
            for (var i = 0; i < AtOnce; i++)
            {
                var told = one.Ear.Heard(out var lost);
                HasLost |= lost;
                if (told.IsEmpty) break;
                foreach (var message in new NetlinkMessages(told))
                {
                    if (TraceMessages.EventIn(one.Name, message) is { } heard) events.Add(heard);
                }
            }
        }
        return events;
    }

    /// <summary>The name of a device; null for none, and for one that is gone.</summary>
    public string? DeviceOf(string ns, int index) => index == 0 ? null : watched[ns].Devices.GetValueOrDefault(index);

    /// <summary>The place of a rule in its chain, from 0; null where Haneul's table has no such rule (any more).</summary>
    public int? PlaceOf(string ns, string chain, ulong handle) => watched[ns].Rules.TryGetValue((chain, handle), out var place) ? place : null;

    /// <summary>Forgets names and places: the rules have been changed.</summary>
    public void Reread()
    {
        foreach (var one in watched.Values) one.Reread();
    }

    /// <summary>The route that the kernel would take now for a packet as it came to this visit.</summary>
    public RouteSeen RouteOf(Visit visit) => watched[visit.Namespace].RouteOf(visit.Packet, visit.In, visit.Mark);

    public void Dispose()
    {
        // The kernel waits at each table until no packet is in it; they are let go side by side.
        Parallel.ForEach(watched.Values, new ParallelOptions { MaxDegreeOfParallelism = MostLetGo }, one => one.Dispose());
        watched.Clear();
    }
}
