using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// The words of which rules are made: each is a few expressions, a rule is some of them in a row. Registers are counted from 0; every word begins at the one that it is given.
/// </summary>
internal static class Words
{
    public const byte Ipv4 = 2;
    public const byte Ipv6 = 10;

    private const uint Invalid = 1;
    private const uint Established = 2;
    private const uint RelatedState = 4;
    private const uint New = 8;

    public static NftRule Rule(params ReadOnlySpan<NftExpression[]> words) => Rule(ReasonSet.None, words);

    public static NftRule Rule(ReasonSet reasons, params ReadOnlySpan<NftExpression[]> words)
    {
        var all = ImmutableArray.CreateBuilder<NftExpression>();
        foreach (var word in words) all.AddRange(word);
        return new NftRule(all.ToImmutable(), reasons);
    }

    public static NftExpression[] Family(bool v6) => [new NftExpression.Meta(NftMeta.NfProto, 0), Is(0, v6 ? Ipv6 : Ipv4)];

    public static NftExpression[] Protocol(int number) => [new NftExpression.Meta(NftMeta.L4Proto, 0), Is(0, (byte)number)];

    public static NftExpression[] NotProtocol(int number) => [new NftExpression.Meta(NftMeta.L4Proto, 0), IsNot(0, (byte)number)];

    public static NftExpression[] From(string device) => [new NftExpression.Meta(NftMeta.IifName, 0), Is(0, Name(device))];

    public static NftExpression[] To(string device) => [new NftExpression.Meta(NftMeta.OifName, 0), Is(0, Name(device))];

    public static NftExpression[] FromGroup(uint group) => [new NftExpression.Meta(NftMeta.IifGroup, 0), Is(0, Host(group))];

    public static NftExpression[] ToGroup(uint group) => [new NftExpression.Meta(NftMeta.OifGroup, 0), Is(0, Host(group))];

    public static NftExpression[] Load(NftMeta key, int register = 0) => [new NftExpression.Meta(key, register)];

    /// <summary>The source address into registers (one, or four).</summary>
    public static NftExpression[] Source(bool v6, int register = 0) => [new NftExpression.Payload(NftHeader.Network, v6 ? 8 : 12, v6 ? 16 : 4, register)];

    public static NftExpression[] Destination(bool v6, int register = 0) => [new NftExpression.Payload(NftHeader.Network, v6 ? 24 : 16, v6 ? 16 : 4, register)];

    public static NftExpression[] Address(Side side, bool v6, int register = 0) => side == Side.Source ? Source(v6, register) : Destination(v6, register);

    /// <summary>The destination port into a register; of ICMP, type and code.</summary>
    public static NftExpression[] Port(bool icmp, int register) => [new NftExpression.Payload(NftHeader.Transport, icmp ? 0 : 2, 2, register)];

    /// <summary>The address lies in the block.</summary>
    public static NftExpression[] InBlock(Side side, Cidr block)
    {
        if (block.Length == 0) return [];
        var v6 = block.IsV6;
        var network = AddressBytes(block.First);
        NftExpression load = Address(side, v6)[0];
        if (block.Length == (v6 ? 128 : 32)) return [load, Is(0, network)];
        return [load, new NftExpression.Mask(0, Bytes.Of(MaskOf(block))), Is(0, network)];
    }

    public static NftExpression[] DestinationPorts(int first, int last) =>
        first == last ? [.. Port(false, 1), Is(1, Port16(first))] : [.. Port(false, 1), new NftExpression.InRange(1, Bytes.Of(Port16(first)), Bytes.Of(Port16(last)))];

    /// <summary>ICMP type and code; -1 is any.</summary>
    public static NftExpression[] Icmp(int type, int code)
    {
        List<NftExpression> words = [];
        if (type >= 0) words.AddRange([new NftExpression.Payload(NftHeader.Transport, 0, 1, 1), Is(1, (byte)type)]);
        if (code >= 0) words.AddRange([new NftExpression.Payload(NftHeader.Transport, 1, 1, 1), Is(1, (byte)code)]);
        return [.. words];
    }

    public static NftExpression[] Tracked() => State(Established | RelatedState);

    public static NftExpression[] Related() => State(RelatedState);

    /// <summary>The packet goes the way that was asked (0), or the way of the answer (1).</summary>
    public static NftExpression[] Direction(byte direction) => [new NftExpression.Ct(NftCt.Direction, 0), Is(0, direction)];

    /// <summary>The connection has one of these labels.</summary>
    public static NftExpression[] HasLabels(byte[] labels) =>
        [new NftExpression.Ct(NftCt.Labels, 0), new NftExpression.Mask(0, Bytes.Of(labels)), IsNot(0, new byte[16])];

    /// <summary>The connection gets these labels besides those that it has.</summary>
    public static NftExpression[] SetLabels(byte[] labels) => [new NftExpression.Load(0, Bytes.Of(labels)), new NftExpression.SetCt(NftCt.Labels, 0)];

    public static NftExpression[] Malformed() => State(Invalid);

    public static NftExpression[] Fresh() => State(New);

    /// <summary>The destination was rewritten (IPS_DST_NAT).</summary>
    public static NftExpression[] Forwarded() =>
        [new NftExpression.Ct(NftCt.Status, 0), new NftExpression.Mask(0, Bytes.Of(Host(32))), IsNot(0, Host(0))];

    public static NftExpression[] InSet(string set, int register = 0) => [new NftExpression.Lookup(set, register)];

    public static NftExpression[] ByMap(string map, int register = 0) => [new NftExpression.Lookup(map, register, Verdict: true)];

    public static NftExpression[] Mark(uint mark) => [new NftExpression.Load(0, Bytes.Of(Host(mark))), new NftExpression.SetMark(0)];

    /// <summary>The connection has the mark.</summary>
    public static NftExpression[] IsOfMark(uint mark) => [new NftExpression.Ct(NftCt.Mark, 0), Is(0, Host(mark))];

    public static NftExpression[] MarkConnection(uint mark) => [new NftExpression.Load(0, Bytes.Of(Host(mark))), new NftExpression.SetCt(NftCt.Mark, 0)];

    public static NftExpression[] Count() => [new NftExpression.Count()];

    public static NftExpression[] Accept() => [new NftExpression.Decide(NftVerdict.Accept)];

    public static NftExpression[] Return() => [new NftExpression.Decide(new NftVerdict(NftVerdictCode.Return))];

    public static NftExpression[] Drop() => [new NftExpression.Decide(NftVerdict.Drop)];

    public static NftExpression[] Jump(string chain) => [new NftExpression.Decide(NftVerdict.Jump(chain))];

    public static NftExpression[] Goto(string chain) => [new NftExpression.Decide(NftVerdict.Goto(chain))];

    /// <summary>The source becomes this address; the port stays where it is free, or is chosen from the range.</summary>
    public static NftExpression[] SourceBecomes(Ip address, int? fromPort = null, int toPort = 65535)
    {
        NftExpression load = new NftExpression.Load(0, Bytes.Of(AddressBytes(address)));
        if (fromPort is not { } from) return [load, new NftExpression.Nat(address.IsV6, Source: true, 0)];
        return
        [
            load, new NftExpression.Load(4, Bytes.Of(Port16(from))), new NftExpression.Load(5, Bytes.Of(Port16(toPort))),
            new NftExpression.Nat(address.IsV6, Source: true, 0, FromPort: 4, ToPort: 5),
        ];
    }

    public static NftExpression[] DestinationBecomes(Ip address) =>
        [new NftExpression.Load(0, Bytes.Of(AddressBytes(address))), new NftExpression.Nat(address.IsV6, Source: false, 0)];

    public static NftExpression[] DestinationBecomes(Ip address, int port) =>
    [
        new NftExpression.Load(0, Bytes.Of(AddressBytes(address))), new NftExpression.Load(4, Bytes.Of(Port16(port))),
        new NftExpression.Nat(address.IsV6, Source: false, 0, FromPort: 4, ToPort: 4),
    ];

    /// <summary>Source or destination becomes what the map has for the address at register 0.</summary>
    public static NftExpression[] BecomesBy(string map, bool source) => [new NftExpression.Lookup(map, 0, Into: 8), new NftExpression.Nat(V6: false, source, 8)];

    /// <summary>As <see cref="BecomesBy"/>, of this packet alone, whatever its connection; nothing where the map has not the address.</summary>
    public static NftExpression[] WrittenBy(string map, Side side) => [new NftExpression.Lookup(map, 0, Into: 8), new NftExpression.WritePayload(NftHeader.Network, side == Side.Source ? 12 : 16, 4, 8, ChecksumOffset: 10)];

    public static byte[] Name(string device)
    {
        var bytes = new byte[16];
        Encoding.ASCII.GetBytes(device, bytes);
        return bytes;
    }

    /// <summary>A number as the machine has it (marks, groups, connection states).</summary>
    public static byte[] Host(uint number) => BitConverter.GetBytes(number);

    public static byte[] Port16(int port)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        return bytes;
    }

    public static byte[] AddressBytes(Ip ip) => AddressBytes(ip.Bits, ip.IsV6);

    public static byte[] AddressBytes(UInt128 bits, bool v6)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return v6 ? bytes : bytes[12..];
    }

    /// <summary>The fields of a key in a row, each padded to four bytes.</summary>
    public static byte[] Key(params ReadOnlySpan<byte[]> fields)
    {
        var length = 0;
        foreach (var field in fields) length += (field.Length + 3) / 4 * 4;
        var key = new byte[length];
        var at = 0;
        foreach (var field in fields)
        {
            field.CopyTo(key, at);
            at += (field.Length + 3) / 4 * 4;
        }
        return key;
    }

    private static byte[] MaskOf(Cidr block) => AddressBytes(~(block.Last.Bits - block.First.Bits), block.IsV6);

    private static NftExpression[] State(uint states) =>
        [new NftExpression.Ct(NftCt.State, 0), new NftExpression.Mask(0, Bytes.Of(Host(states))), IsNot(0, Host(0))];

    private static NftExpression.Compare Is(int register, params ReadOnlySpan<byte> with) => new(register, NftComparison.Equal, Bytes.Of(with));

    private static NftExpression.Compare IsNot(int register, params ReadOnlySpan<byte> with) => new(register, NftComparison.NotEqual, Bytes.Of(with));
}
