using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Tells for whom a NAT gateway speaks: the connections that it translates, read by a socket of its own in its namespace, not more often than so often. One thread at a time.</summary>
public sealed class TranslationReader : IDisposable
{
    private static readonly TimeSpan NotBefore = TimeSpan.FromMilliseconds(200);

    private readonly NetlinkSocket netfilter;
    private readonly NetlinkWriter writer = new();
    private readonly TimeProvider time;
    private readonly Dictionary<(int Protocol, int Port, Ip Peer, int PeerPort), (Ip Source, int Port)> insides = [];
    private long? read;

    private TranslationReader(NetlinkSocket netfilter, TimeProvider time) => (this.netfilter, this.time) = (netfilter, time);

    public static TranslationReader Open(NamespaceEntry entry, string gateway, TimeProvider time) =>
        new(entry.In(gateway, () => NetlinkSocket.Open(NetlinkSocket.Netfilter)), time);

    /// <summary>Who is behind a packet that the gateway sent; null where it is not known (now).</summary>
    public (Ip Source, int Port)? InsideOf(FlowKey sent)
    {
        var key = (sent.Protocol, sent.SourcePort, sent.Destination, sent.DestinationPort);
        if (insides.TryGetValue(key, out var known)) return known;
        if (read is { } last && time.GetElapsedTime(last) < NotBefore) return null;
        Read();
        return insides.TryGetValue(key, out known) ? known : null;
    }

    public void Dispose() => netfilter.Dispose();

    private void Read()
    {
        writer.Clear();
        ConnectionMessages.List(writer);
        netfilter.Dump(writer, "translations", message =>
        {
            if (ConnectionMessages.In(message) is not { } c || c.Answered.Destination == c.Asked.Source) return;
            var hasPorts = Protocols.HasPorts(c.Protocol);
            insides[(c.Protocol, hasPorts ? c.Answered.DestinationPort : 0, c.Asked.Destination, hasPorts ? c.Asked.DestinationPort : 0)] = (c.Asked.Source, hasPorts ? c.Asked.SourcePort : 0);
        }, insides.Clear);
        read = time.GetTimestamp();
    }
}
