using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>
/// Sets, maps and their elements as netlink messages. A set of ranges in one field is a tree of borders: each range is an element where it begins and one, marked so, where it has ended. One of ranges in several fields holds each range as one element with two ends.
/// </summary>
internal static class NftSetMessages
{
    /// <summary>The elements of a message are one attribute, which holds less than 64 KiB; the longest element is far shorter than the rest.</summary>
    private const int FullElements = 63_000;

    private const int NewSet = 9, DelSet = 11, NewElement = 12, DelElement = 14;

    private const int SetTable = 1, SetName = 2, SetFlags = 3, SetKeyType = 4, SetKeyLength = 5, SetDataType = 6, SetDataLength = 7, SetDescription = 9, SetId = 10, SetTimeout = 11, SetUserdata = 13;
    private const int DescriptionSize = 1, DescriptionFields = 2, FieldLength = 1, ListElement = 1;
    private const uint FlagInterval = 4, FlagMap = 8, FlagTimeout = 0x10, FlagGrows = 0x20, FlagConcatenation = 0x80;

    private const int ElementsTable = 1, ElementsSet = 2, ElementsList = 3;
    private const int ElementKey = 1, ElementData = 2, ElementFlags = 3, ElementKeyEnd = 10;
    private const uint EndOfRange = 1;

    /// <summary>NFT_DATA_VERDICT</summary>
    private const uint VerdictType = 0xffff_ff00;

    /// <summary>How many bits nft gives to the type of each field of a key.</summary>
    private const int TypeBits = 6;

    /// <param name="writer">Where to.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="set">Without its elements.</param>
    /// <param name="id">Of no other set in the transaction.</param>
    public static void Add(NetlinkWriter writer, string table, NftSet set, uint id)
    {
        NftMessages.Begin(writer, NewSet, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        writer.Text(SetTable, table);
        writer.Text(SetName, set.Name);
        writer.NetworkNumber(SetFlags, FlagsOf(set));
        writer.NetworkNumber(SetKeyType, NumberOf(set.Key));
        writer.NetworkNumber(SetKeyLength, (uint)KeyLength(set));
        if (set.To != NftMapTo.Nothing)
        {
            writer.NetworkNumber(SetDataType, set.To == NftMapTo.Verdict ? VerdictType : NumberOf(TypesOf(set.To)));
            writer.NetworkNumber(SetDataLength, set.To == NftMapTo.Verdict ? 0 : (uint)LengthOf(TypesOf(set.To)));
        }
        writer.NetworkNumber(SetId, id);
        if (IsBoxes(set))
        {
            using (writer.Begin(SetDescription))
            using (writer.Begin(DescriptionFields))
            {
                foreach (var field in set.Key)
                {
                    using (writer.Begin(ListElement)) writer.NetworkNumber(FieldLength, (uint)LengthOf(field));
                }
            }
        }
        if (set.Growth > 0) Growth(writer, set);
        Userdata(writer, set);
        writer.End();
    }

    private static void Growth(NetlinkWriter writer, NftSet set)
    {
        using (writer.Begin(SetDescription)) writer.NetworkNumber(DescriptionSize, (uint)set.Growth);
        if (set.ForgetSeconds > 0) writer.NetworkLong(SetTimeout, (ulong)set.ForgetSeconds * 1000);
    }

    public static void Remove(NetlinkWriter writer, string table, string set)
    {
        NftMessages.Begin(writer, DelSet, 0);
        writer.Text(SetTable, table);
        writer.Text(SetName, set);
        writer.End();
    }

    /// <summary>In as many messages as it takes; nothing for no elements.</summary>
    public static void Elements(NetlinkWriter writer, string table, NftSet set, IReadOnlyList<KeyValuePair<NftKey, NftElement>> elements, bool add)
    {
        for (var next = 0; next < elements.Count;)
        {
            NftMessages.Begin(writer, add ? NewElement : DelElement, add ? (ushort)(NetlinkFlags.Create | NetlinkFlags.Exclusive) : (ushort)0);
            writer.Text(ElementsTable, table);
            writer.Text(ElementsSet, set.Name);
            using (var list = writer.Begin(ElementsList))
            {
                for (; next < elements.Count && list.Length < FullElements; next++) Element(writer, set, elements[next].Key, add ? elements[next].Value : null);
            }
            writer.End();
        }
    }

    /// <param name="writer">Where to.</param>
    /// <param name="set">The set.</param>
    /// <param name="key">The key.</param>
    /// <param name="element">Null: only the key, to remove it.</param>
    private static void Element(NetlinkWriter writer, NftSet set, NftKey key, NftElement? element)
    {
        var length = KeyLength(set);
        var from = Cut(set, key.From, length);
        var to = set.Interval ? Cut(set, key.IsRange ? key.To : key.From, length) : [];
        using (writer.Begin(ListElement))
        {
            Value(writer, ElementKey, from);
            if (IsBoxes(set)) Value(writer, ElementKeyEnd, to);
            if (element?.Verdict is { } verdict)
            {
                using (writer.Begin(ElementData)) NftExpressionMessages.Verdict(writer, verdict);
            }
            else if (element?.Data is { } data)
            {
                Value(writer, ElementData, data.From[..LengthOf(TypesOf(set.To))]);
            }
        }
        if (!set.Interval || IsBoxes(set)) return;
        Span<byte> end = stackalloc byte[length];
        to.CopyTo(end);
        // A range up to the largest value has no end.
        if (!Increment(end)) return;
        using (writer.Begin(ListElement))
        {
            writer.NetworkNumber(ElementFlags, EndOfRange);
            Value(writer, ElementKey, end);
        }
    }

    private static void Value(NetlinkWriter writer, int type, ReadOnlySpan<byte> value)
    {
        using (writer.Begin(type)) writer.Attribute(NftExpressionMessages.DataValue, value);
    }

    /// <summary>False where the number was the largest.</summary>
    private static bool Increment(Span<byte> number)
    {
        for (var i = number.Length - 1; i >= 0; i--)
        {
            if (++number[i] != 0) return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> Cut(NftSet set, ReadOnlySpan<byte> key, int length) => key.Length >= length
        ? key[..length]
        : throw new ArgumentException($"A key of {key.Length} bytes is not one of set {set.Name}, whose keys have {length}");

    /// <summary>Several fields with ranges (the kernel's pipapo).</summary>
    private static bool IsBoxes(NftSet set) => set is { Interval: true, Key.Length: > 1 };

    private static uint FlagsOf(NftSet set) =>
        (set.Interval ? FlagInterval : 0) | (set.To == NftMapTo.Nothing ? 0 : FlagMap) | (IsBoxes(set) ? FlagConcatenation : 0) | (set.Growth > 0 ? FlagGrows : 0) | (set.ForgetSeconds > 0 ? FlagTimeout : 0);

    /// <summary>As nft knows it: a flow's key is a long number.</summary>
    private static uint NumberOf(NftType type) => type == NftType.FlowV6 ? (uint)NftType.FlowV4 : (uint)type;

    private static uint NumberOf(ImmutableArray<NftType> types) => types.Aggregate(0u, (all, type) => (all << TypeBits) | NumberOf(type));

    private static int KeyLength(NftSet set) => LengthOf(set.Key);

    /// <summary>A single field as it is; several each padded to a register.</summary>
    private static int LengthOf(ImmutableArray<NftType> types) => types.Length == 1 ? LengthOf(types[0]) : types.Sum(t => (LengthOf(t) + 3) & ~3);

    private static int LengthOf(NftType type) => type switch
    {
        NftType.Ipv6Addr or NftType.IfName => 16,
        NftType.Ipv4Addr or NftType.Mark or NftType.DevGroup => 4,
        NftType.InetService => 2,
        NftType.InetProto => 1,
        NftType.FlowV4 => FlowKey.LengthOf(v6: false),
        NftType.FlowV6 => FlowKey.LengthOf(v6: true),
        _ => throw new ArgumentException($"No field of a key is of type {type}"),
    };

    private static ImmutableArray<NftType> TypesOf(NftMapTo to) => to switch
    {
        NftMapTo.Mark => [NftType.Mark],
        NftMapTo.Ipv4Addr => [NftType.Ipv4Addr],
        NftMapTo.Ipv6Addr => [NftType.Ipv6Addr],
        NftMapTo.Ipv4Place => [NftType.Ipv4Addr, NftType.InetService],
        NftMapTo.Ipv6Place => [NftType.Ipv6Addr, NftType.InetService],
        NftMapTo.Byte => [NftType.InetProto],
        _ => throw new ArgumentException($"A map to {to} has no data"),
    };

    /// <summary>What nft wants to know for listing: in which order the bytes of key and data stand (1: the machine's, 2: the network's, 0: each field's own).</summary>
    private static void Userdata(NetlinkWriter writer, NftSet set)
    {
        const byte KeyOrder = 0, DataOrder = 1;
        Span<byte> data = stackalloc byte[12];
        Order(data, KeyOrder, set.Key.Length == 1 ? OrderOf(set.Key[0]) : 0);
        if (set.To is not (NftMapTo.Nothing or NftMapTo.Verdict)) Order(data[6..], DataOrder, TypesOf(set.To) is [var type] ? OrderOf(type) : 0);
        else data = data[..6];
        writer.Attribute(SetUserdata, data);
    }

    private static void Order(Span<byte> data, byte what, int order)
    {
        data[0] = what;
        data[1] = sizeof(int);
        MemoryMarshal.Write(data[2..], order);
    }

    private static int OrderOf(NftType type) => type is NftType.Mark or NftType.DevGroup or NftType.IfName ? 1 : 2;
}
