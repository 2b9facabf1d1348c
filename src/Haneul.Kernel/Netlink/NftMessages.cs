namespace Haneul.Kernel;

/// <summary>Tables and chains of nf_tables as netlink messages (linux/netfilter/nf_tables.h), family inet.</summary>
internal static class NftMessages
{
    private const int Subsystem = 10;
    private const byte Inet = 1;
    private const int Header = 4;

    private const int NewTable = 0, GetTable = 1;
    private const int TableName = 1;

    public static void ListTables(NetlinkWriter writer)
    {
        Begin(writer, GetTable, NetlinkFlags.Dump);
        writer.End();
    }

    /// <summary>The name in an answer to <see cref="ListTables"/>; null in any other message.</summary>
    public static string? TableIn(NetlinkMessage message)
    {
        if (message.Type != TypeOf(NewTable) || message.Body.Length < Header || message.Body[0] != Inet) return null;
        foreach (var attribute in message.Attributes(Header))
        {
            if (attribute.Type == TableName) return attribute.Text;
        }
        return null;
    }

    private static ushort TypeOf(int message) => (ushort)((Subsystem << 8) | message);

    private static void Begin(NetlinkWriter writer, int message, ushort flags)
    {
        writer.Begin(TypeOf(message), flags);
        writer.Fixed(Header)[0] = Inet;
    }
}
