namespace Haneul.Kernel;

/// <summary>The elements of a set that counts, as netlink messages (NFT_MSG_GETSETELEM, linux/netfilter/nf_tables.h).</summary>
internal static class FlowMessages
{
    private const int GetElements = 13, NewElements = 12;
    private const int Header = 4, Subsystem = 10;
    private const int Table = 1, Set = 2, List = 3;
    private const int Key = 1, Timeout = 4, Expiration = 5, Expression = 7, Expressions = 11;
    private const int Data = 2, CounterBytes = 1, CounterPackets = 2;

    /// <summary>Asks for all elements of a set.</summary>
    public static void Ask(NetlinkWriter writer, string table, string set)
    {
        NftMessages.Begin(writer, GetElements, NetlinkFlags.Dump);
        writer.Text(Table, table);
        writer.Text(Set, set);
        writer.End();
    }

    /// <summary>Hands out each element of an answer: its key, what it counted, and for how long nothing was.</summary>
    public static void Read(NetlinkMessage message, CountHandler handler)
    {
        if (message.Type != ((Subsystem << 8) | NewElements)) return;
        foreach (var attribute in message.Attributes(Header))
        {
            if (attribute.Type != List) continue;
            foreach (var element in attribute.Inside) Element(element.Inside, handler);
        }
    }

    private static void Element(NetlinkAttributes fields, CountHandler handler)
    {
        ReadOnlySpan<byte> key = [];
        var (timeout, expiration, packets, bytes) = (0ul, 0ul, 0ul, 0ul);
        foreach (var field in fields)
        {
            switch (field.Type)
            {
                case Key:
                    foreach (var value in field.Inside) key = value.Value;
                    break;
                case Timeout:
                    timeout = field.NetworkLong;
                    break;
                case Expiration:
                    expiration = field.NetworkLong;
                    break;
                case Expression:
                    (packets, bytes) = Counter(field.Inside);
                    break;
                case Expressions:
                    foreach (var one in field.Inside) (packets, bytes) = Counter(one.Inside);
                    break;
                default:
                    break;
            }
        }
        handler(key, packets, bytes, timeout, expiration);
    }

    private static (ulong Packets, ulong Bytes) Counter(NetlinkAttributes expression)
    {
        var (packets, bytes) = (0ul, 0ul);
        foreach (var part in expression)
        {
            if (part.Type != Data) continue;
            foreach (var field in part.Inside)
            {
                if (field.Type == CounterBytes) bytes = field.NetworkLong;
                else if (field.Type == CounterPackets) packets = field.NetworkLong;
            }
        }
        return (packets, bytes);
    }
}

/// <summary>Takes an element: times are milliseconds, 0 where the set forgets nothing or all elements alike.</summary>
internal delegate void CountHandler(ReadOnlySpan<byte> key, ulong packets, ulong bytes, ulong timeoutMs, ulong expirationMs);
