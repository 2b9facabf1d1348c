using System.Buffers.Binary;
using System.Text;

namespace Haneul.Kernel;

/// <summary>Tables, chains and rules of nf_tables as netlink messages (linux/netfilter/nf_tables.h), family inet. The second and third message of a kind are the question and the removal.</summary>
internal static class NftMessages
{
    private const int Subsystem = 10;
    private const byte Inet = 1;
    private const int Header = 4;

    /// <summary>NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END</summary>
    private const ushort BatchBegin = 16, BatchEnd = 17;

    private const int NewTable = 0, GetTable = 1, DelTable = 2, NewChain = 3, DelChain = 5, NewRule = 6, GetRule = 7, DelRule = 8;

    private const int TableName = 1, TableFlags = 2;
    /// <summary>NFT_TABLE_F_OWNER</summary>
    private const uint Owner = 2;

    private const int ChainTable = 1, ChainName = 3, ChainHook = 4, ChainPolicy = 5, ChainType = 7;
    private const int HookNumber = 1, HookPriority = 2;
    private const int RuleTable = 1, RuleChain = 2, RuleHandle = 3, RuleExpressions = 4, RuleUserdata = 7;
    private const int ListElement = 1;
    private const int LongestComment = 127;

    /// <summary>What stands between the two is done all or not at all.</summary>
    public static void BeginBatch(NetlinkWriter writer) => Batch(writer, BatchBegin);

    public static void EndBatch(NetlinkWriter writer) => Batch(writer, BatchEnd);

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

    /// <summary>A table that is there already stays as it is.</summary>
    /// <param name="owned">It belongs to the socket that makes it: others cannot change it, and it goes when the socket is closed, also by the death of the process (NFT_TABLE_F_OWNER, since Linux 5.12).</param>
    public static void AddTable(NetlinkWriter writer, string table, bool owned = false)
    {
        Begin(writer, NewTable, NetlinkFlags.Create);
        writer.Text(TableName, table);
        writer.NetworkNumber(TableFlags, owned ? Owner : 0u);
        writer.End();
    }

    public static void RemoveTable(NetlinkWriter writer, string table)
    {
        Begin(writer, DelTable, 0);
        writer.Text(TableName, table);
        writer.End();
    }

    public static void AddChain(NetlinkWriter writer, string table, NftChain chain, bool mayBeThere = false)
    {
        Begin(writer, NewChain, (ushort)(NetlinkFlags.Create | (mayBeThere ? 0 : NetlinkFlags.Exclusive)));
        writer.Text(ChainTable, table);
        writer.Text(ChainName, chain.Name);
        if (chain.Hook is { } hook)
        {
            using (writer.Begin(ChainHook))
            {
                writer.NetworkNumber(HookNumber, (uint)hook.Number);
                writer.NetworkNumber(HookPriority, (uint)hook.Priority);
            }
            writer.NetworkNumber(ChainPolicy, (uint)(hook.Drops ? NftVerdictCode.Drop : NftVerdictCode.Accept));
            writer.Text(ChainType, hook.Type);
        }
        writer.End();
    }

    /// <summary>With its rules; refused while anything leads to it.</summary>
    public static void RemoveChain(NetlinkWriter writer, string table, string chain)
    {
        Begin(writer, DelChain, 0);
        writer.Text(ChainTable, table);
        writer.Text(ChainName, chain);
        writer.End();
    }

    /// <summary>A removal that names no rule means all of the chain.</summary>
    public static void FlushChain(NetlinkWriter writer, string table, string chain)
    {
        Begin(writer, DelRule, 0);
        writer.Text(RuleTable, table);
        writer.Text(RuleChain, chain);
        writer.End();
    }

    /// <summary>At the end of its chain.</summary>
    public static void AddRule(NetlinkWriter writer, string table, string chain, NftRule rule)
    {
        Begin(writer, NewRule, NetlinkFlags.Create | NetlinkFlags.Append);
        writer.Text(RuleTable, table);
        writer.Text(RuleChain, chain);
        using (writer.Begin(RuleExpressions))
        {
            foreach (var expression in rule.Expressions)
            {
                using (writer.Begin(ListElement)) NftExpressionMessages.Write(writer, expression);
            }
        }
        Comment(writer, rule.Comment);
        writer.End();
    }

    public static void ListRules(NetlinkWriter writer, string table)
    {
        Begin(writer, GetRule, NetlinkFlags.Dump);
        writer.Text(RuleTable, table);
        writer.End();
    }

    /// <summary>Chain and handle of a rule in an answer to <see cref="ListRules"/>, where rules come in the order of their chain; null in any other message.</summary>
    public static (string Chain, ulong Handle)? RuleIn(NetlinkMessage message)
    {
        if (message.Type != TypeOf(NewRule) || message.Body.Length < Header || message.Body[0] != Inet) return null;
        var (chain, handle) = ("", 0UL);
        foreach (var attribute in message.Attributes(Header))
        {
            if (attribute.Type == RuleChain) chain = attribute.Text;
            else if (attribute.Type == RuleHandle) handle = attribute.NetworkLong;
        }
        return chain.Length == 0 ? null : (chain, handle);
    }

    internal static void Begin(NetlinkWriter writer, int message, ushort flags)
    {
        writer.Begin(TypeOf(message), flags);
        writer.Fixed(Header)[0] = Inet;
    }

    /// <summary>As nft keeps it: a list of type, length and value with type 0 for the comment, a text with its ending zero.</summary>
    private static void Comment(NetlinkWriter writer, string comment)
    {
        if (comment.Length == 0) return;
        var bytes = Encoding.UTF8.GetBytes(comment).AsSpan();
        // A character is not cut in two: its later bytes begin with the bits 10.
        var length = Math.Min(bytes.Length, LongestComment);
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xc0) == 0x80) length--;
        var room = writer.Attribute(RuleUserdata, length + 3);
        room[1] = (byte)(length + 1);
        bytes[..length].CopyTo(room[2..]);
    }

    private static ushort TypeOf(int message) => (ushort)((Subsystem << 8) | message);

    private static void Batch(NetlinkWriter writer, ushort type)
    {
        writer.Begin(type, 0);
        BinaryPrimitives.WriteUInt16BigEndian(writer.Fixed(Header)[2..], Subsystem);
        writer.End();
    }
}
