using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Captures;

/// <summary>The packets of one traced flow, wherever on its way they are met: with the addresses and destination port that it has at some hop, either way; and ICMP errors to who sent them.</summary>
internal static class FlowTest
{
    public static PacketTest Of(Trace trace)
    {
        var heads = trace.Forward.SelectMany(s => new[] { s.Before, s.After }).Append(trace.Packet).Select(p => new Head(p.Source, p.Destination, p.Protocol, p.DestinationPort)).ToHashSet();
        var senders = heads.SelectMany(h => new[] { h.Source, h.Destination }).ToHashSet();
        var ends = heads.SelectMany(h => new[] { (h.Source, h.Destination, h.Protocol), (h.Destination, h.Source, h.Protocol) }).ToHashSet();
        return (in p) => heads.Contains(new Head(p.Source, p.Destination, p.Protocol, p.HasPorts ? p.DestinationPort : 0))
            || heads.Contains(new Head(p.Destination, p.Source, p.Protocol, p.HasPorts ? p.SourcePort : 0))
            || p.IsLaterFragment && ends.Contains((p.Source, p.Destination, p.Protocol)) || Protocols.IsIcmp(p.Protocol) && IsError(p) && senders.Contains(p.Destination);
    }

    /// <summary>Unreachable, too big, redirect, time exceeded, bad parameter: RFC 792, RFC 4443 section 3.</summary>
    private static bool IsError(PacketView p) => p.IsV6 ? p.IcmpType < 128 : p.IcmpType is 3 or 4 or 5 or 11 or 12;

    private readonly record struct Head(Ip Source, Ip Destination, int Protocol, int Port);
}
