namespace Haneul.Kernel;

/// <summary>How long connections of TCP may be idle, as objects of nf_tables (<c>ct timeout</c>; linux/netfilter/nf_tables.h, linux/netfilter/nfnetlink_cttimeout.h). All other times are the namespace's. A kernel without CONFIG_NF_CONNTRACK_TIMEOUT refuses them.</summary>
internal static class NftIdleMessages
{
    private const int NewObject = 18;
    private const int ObjectTable = 1, ObjectName = 2, ObjectType = 3, ObjectData = 4;
    private const int TimeoutProtocol = 2, TimeoutData = 3;
    private const int ReferenceType = 1, ReferenceName = 2;

    /// <summary>NFT_OBJECT_CT_TIMEOUT, CTA_TIMEOUT_TCP_ESTABLISHED</summary>
    private const int Timeout = 7, Established = 3;

    private const byte Tcp = 6;

    public static string NameOf(int seconds) => $"idle-{seconds}";

    public static void Add(NetlinkWriter writer, string table, int seconds)
    {
        NftMessages.Begin(writer, NewObject, NetlinkFlags.Create);
        writer.Text(ObjectTable, table);
        writer.Text(ObjectName, NameOf(seconds));
        writer.NetworkNumber(ObjectType, Timeout);
        using (writer.Begin(ObjectData))
        {
            writer.Byte(TimeoutProtocol, Tcp);
            using (writer.Begin(TimeoutData)) writer.NetworkNumber(Established, (uint)seconds);
        }
        writer.End();
    }

    /// <summary>The data of the expression that gives one.</summary>
    public static void Give(NetlinkWriter writer, int seconds)
    {
        writer.NetworkNumber(ReferenceType, Timeout);
        writer.Text(ReferenceName, NameOf(seconds));
    }
}
