using System.Buffers.Binary;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Reads the messages of nf_tables' tracing (linux/netfilter/nf_tables.h, NFTA_TRACE_*).</summary>
internal static class TraceMessages
{
    /// <summary>NFNLGRP_NFTRACE, linux/netfilter/nfnetlink.h.</summary>
    public const int Group = 9;

    /// <summary>NFNL_SUBSYS_NFTABLES, NFT_MSG_TRACE</summary>
    private const ushort Type = (10 << 8) | 17;

    private const int Header = 4;
    private const int Table = 1, Chain = 2, RuleHandle = 3, Kind = 4, Verdict = 5, Id = 6, NetworkHeader = 8, TransportHeader = 9, In = 10, Out = 12, Mark = 14, Policy = 16;
    private const int VerdictCode = 1;

    /// <summary>The event in a message; null in any other.</summary>
    public static TraceEvent? EventIn(string ns, NetlinkMessage message)
    {
        if (message.Type != Type) return null;
        var (table, chain, kind, handle, verdict, id, mark, @in, @out) = ("", "", 0, 0UL, NftVerdictCode.Continue, 0U, 0U, 0, 0);
        ReadOnlySpan<byte> network = [], transport = [];
        foreach (var attribute in message.Attributes(Header))
        {
            switch (attribute.Type)
            {
                case Table: table = attribute.Text; break;
                case Chain: chain = attribute.Text; break;
                case RuleHandle: handle = attribute.NetworkLong; break;
                case Kind: kind = (int)attribute.NetworkNumber; break;
                case Verdict: verdict = VerdictIn(attribute); break;
                case Policy: verdict = (NftVerdictCode)(int)attribute.NetworkNumber; break;
                case Id: id = attribute.NetworkNumber; break;
                case Mark: mark = attribute.NetworkNumber; break;
                case In: @in = (int)attribute.NetworkNumber; break;
                case Out: @out = (int)attribute.NetworkNumber; break;
                case NetworkHeader: network = attribute.Value; break;
                case TransportHeader: transport = attribute.Value; break;
            }
        }
        return new TraceEvent(ns, id, table, chain, (TraceEventKind)kind, handle, verdict, mark, HeaderOf(network, transport), @in, @out);
    }

    private static NftVerdictCode VerdictIn(NetlinkAttribute verdict)
    {
        foreach (var attribute in verdict.Inside)
        {
            if (attribute.Type == VerdictCode) return (NftVerdictCode)(int)attribute.NetworkNumber;
        }
        return NftVerdictCode.Continue;
    }

    /// <summary>The kernel tells at most 40 bytes of the network's header and 20 of the transport's.</summary>
    private static TracedHeader? HeaderOf(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport)
    {
        if (network.Length < 20) return null;
        var v6 = network[0] >> 4 == 6;
        if (v6 && network.Length < 40) return null;
        var protocol = v6 ? network[6] : network[9];
        var source = AddressAt(network, v6 ? 8 : 12, v6);
        var destination = AddressAt(network, v6 ? 24 : 16, v6);
        var packet = new Packet(source, destination, protocol);
        if (transport.Length >= 4 && Protocols.HasPorts(protocol))
        {
            packet = packet with { SourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport), DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) };
        }
        else if (transport.Length >= 2 && Protocols.IsIcmp(protocol))
        {
            packet = packet with { IcmpType = transport[0], IcmpCode = transport[1] };
        }
        var cookie = Cookie.InTransport(protocol, transport);
        return new TracedHeader(packet, cookie?.Cookie, cookie?.IsAnswer == true);
    }

    private static Ip AddressAt(ReadOnlySpan<byte> header, int at, bool v6) =>
        v6 ? new Ip(BinaryPrimitives.ReadUInt128BigEndian(header[at..]), true) : Ip.V4(BinaryPrimitives.ReadUInt32BigEndian(header[at..]));
}
