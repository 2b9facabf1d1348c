using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What a router counts packets by: where they came in and go out, addresses, protocol, ports, TCP flags, and who refused them. In the kernel it is the key of a set, one register of four bytes for each (an IPv6 address takes four).
/// </summary>
/// <param name="In">The index of the device that they came by.</param>
/// <param name="Out">Of the one that they leave by; 0 where that was not known yet.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="SourcePort">Of TCP and UDP; 0 for others.</param>
/// <param name="Flags">FIN 1, SYN 2, RST 4, and ACK 16, of TCP.</param>
/// <param name="Refusal">The mark of the refusal; 0: passed.</param>
public readonly record struct FlowKey(int In, int Out, Ip Source, Ip Destination, int Protocol, int SourcePort, int DestinationPort, int Flags, uint Refusal)
{
    /// <summary>Those that tell how a connection begins and ends (RFC 9293 section 3.1).</summary>
    public const int Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    /// <summary>Registers besides the addresses.</summary>
    private const int Fixed = 7;

    /// <summary>Bytes of a key.</summary>
    public static int LengthOf(bool v6) => 4 * (Fixed + 2 * WordsOf(v6));

    /// <summary>The words that lay the key of a packet at register 0.</summary>
    /// <param name="v6">The family.</param>
    /// <param name="protocol">TCP, UDP, or null for what has no ports that are looked at.</param>
    /// <param name="isRefused">The packet bears the mark of its refusal.</param>
    internal static NftExpression[] Load(bool v6, int? protocol, bool isRefused)
    {
        var (source, destination) = (2, 2 + WordsOf(v6));
        var rest = destination + WordsOf(v6);
        NftExpression[] ports = protocol is null
            ? [Zero(rest + 1), Zero(rest + 2)]
            : [new NftExpression.Payload(NftHeader.Transport, 0, 2, rest + 1), new NftExpression.Payload(NftHeader.Transport, 2, 2, rest + 2)];
        NftExpression[] flags = protocol == Protocols.Tcp
            ? [new NftExpression.Payload(NftHeader.Transport, 13, 1, rest + 3), new NftExpression.Mask(rest + 3, Bytes.Of(Fin | Syn | Rst | Ack))]
            : [Zero(rest + 3)];
        return
        [
            new NftExpression.Meta(NftMeta.Iif, 0), new NftExpression.Meta(NftMeta.Oif, 1),
            .. Words.Source(v6, source), .. Words.Destination(v6, destination),
            new NftExpression.Meta(NftMeta.L4Proto, rest), .. ports, .. flags,
            isRefused ? new NftExpression.Meta(NftMeta.Mark, rest + 4) : Zero(rest + 4),
        ];
    }

    /// <summary>The key from the bytes that the kernel has; null for what is none.</summary>
    internal static FlowKey? Read(ReadOnlySpan<byte> key)
    {
        var v6 = key.Length == LengthOf(v6: true);
        if (!v6 && key.Length != LengthOf(v6: false)) return null;
        var width = 4 * WordsOf(v6);
        var rest = key[(8 + 2 * width)..];
        return new FlowKey(
            MemoryMarshal.Read<int>(key), MemoryMarshal.Read<int>(key[4..]), Address(key.Slice(8, width)), Address(key.Slice(8 + width, width)),
            rest[0], BinaryPrimitives.ReadUInt16BigEndian(rest[4..]), BinaryPrimitives.ReadUInt16BigEndian(rest[8..]), rest[12], MemoryMarshal.Read<uint>(rest[16..]));
    }

    internal static Ip Address(ReadOnlySpan<byte> bytes) => bytes.Length == 16 ? new Ip(BinaryPrimitives.ReadUInt128BigEndian(bytes), true) : Ip.V4(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    private static NftExpression.Load Zero(int register) => new(register, Bytes.Of(0, 0, 0, 0));

    private static int WordsOf(bool v6) => v6 ? 4 : 1;
}
