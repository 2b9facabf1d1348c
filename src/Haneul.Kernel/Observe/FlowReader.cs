using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>Reads what one router has counted, by sockets of its own in the router's namespace, beside whoever changes it. One thread at a time.</summary>
public sealed class FlowReader : IDisposable
{
    private const int MostAnswers = 4 * 1024 * 1024;

    private readonly NetlinkSocket netfilter;
    private readonly NetlinkSocket route;
    private readonly NetlinkWriter writer = new();
    private readonly Dictionary<int, string> devices = [];

    private FlowReader(NetlinkSocket netfilter, NetlinkSocket route) => (this.netfilter, this.route) = (netfilter, route);

    /// <summary>Opens the router's namespace; it is held until this is disposed of.</summary>
    public static FlowReader Open(NamespaceEntry entry, string name) => entry.In(name, () =>
    {
        var netfilter = NetlinkSocket.Open(NetlinkSocket.Netfilter);
        netfilter.AllowAnswersOf(MostAnswers);
        return new FlowReader(netfilter, NetlinkSocket.Open(NetlinkSocket.Route));
    });

    /// <summary>Everything counted; sets that the router has not are empty.</summary>
    public FlowSample Read()
    {
        var counts = new List<FlowCount>();
        foreach (var v6 in (ReadOnlySpan<bool>)[false, true])
        {
            Collect(RouterObservation.Of(RouterObservation.Passed, v6), counts);
            Collect(RouterObservation.Of(RouterObservation.Refused, v6), counts);
        }
        var missed = ReadMissed();
        return new FlowSample(
            counts, missed.GetValueOrDefault(RouterObservation.PassedUncounted), missed.GetValueOrDefault(RouterObservation.RefusedUncounted), missed.GetValueOrDefault(RouterObservation.RefusedUntold));
    }

    /// <summary>Refused packets that came too fast to be told, since the router began.</summary>
    public ulong RefusedUntold() => ReadMissed().GetValueOrDefault(RouterObservation.RefusedUntold);

    private Dictionary<uint, ulong> ReadMissed()
    {
        var missed = new Dictionary<uint, ulong>();
        Dump(RouterObservation.Missed, (key, packets, _, _, _) =>
        {
            if (key.Length == sizeof(uint)) missed[MemoryMarshal.Read<uint>(key)] = packets;
        }, missed.Clear);
        return missed;
    }

    /// <summary>The name of a device by its index; null where there is none (any more). Indices are not given twice.</summary>
    public string? DeviceOf(int index)
    {
        if (index == 0) return null;
        if (!devices.ContainsKey(index)) ReadDevices();
        // What is gone is not looked for again and again.
        if (!devices.TryGetValue(index, out var name)) devices[index] = name = "";
        return name.Length == 0 ? null : name;
    }

    public void Dispose()
    {
        netfilter.Dispose();
        route.Dispose();
    }

    private void Collect(string set, List<FlowCount> counts)
    {
        const ulong Whole = RouterObservation.ForgetSeconds * 1000;
        var first = counts.Count;
        Dump(set, (key, packets, bytes, timeout, expiration) =>
        {
            var idle = (timeout == 0 ? Whole : timeout) - expiration;
            if (FlowKey.Read(key) is { } flow) counts.Add(new FlowCount(flow, packets, bytes, expiration == 0 || idle > Whole ? 0 : (long)idle));
        }, () => counts.RemoveRange(first, counts.Count - first));
    }

    private void Dump(string set, CountHandler handler, Action restart)
    {
        writer.Clear();
        FlowMessages.Ask(writer, TableBuilder.Name, set);
        try
        {
            netfilter.Dump(writer, $"the set {set}", message => FlowMessages.Read(message, handler), restart);
        }
        catch (KernelException missing) when (missing.Errno == Errno.NoSuchEntry)
        {
            // The router is not observed, or has no IPv6, or is being made.
            restart();
        }
    }

    private void ReadDevices()
    {
        writer.Clear();
        writer.Begin(Rtm.GetLink, NetlinkFlags.Dump);
        writer.Fixed(LinkAttribute.Header);
        writer.Number(LinkAttribute.ExtMask, LinkAttribute.WithoutStatistics);
        writer.End();
        route.Dump(writer, "devices", message =>
        {
            if (message.Type != Rtm.NewLink || message.Body.Length < LinkAttribute.Header) return;
            var index = MemoryMarshal.Read<int>(message.Body[4..]);
            foreach (var attribute in message.Attributes(LinkAttribute.Header))
            {
                if (attribute.Type == LinkAttribute.Name) devices[index] = attribute.Text;
            }
        }, () => { });
    }
}
