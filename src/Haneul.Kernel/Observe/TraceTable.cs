using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// The table that has the kernel tell what becomes of probes: before everything else a rule that marks them as traced (in each namespace anew: the mark is lost on the way to the next), and chains without rules which only tell that a packet was here.
/// It belongs to the socket that lays it and goes with it, so nothing is left behind by a process that is killed.
/// </summary>
internal static class TraceTable
{
    /// <summary>Where a packet comes in, where one is made, where one is delivered, and where one leaves, with all translations done.</summary>
    public const string Enter = "enter", Made = "made", Stayed = "stayed", Left = "left";

    /// <summary>Tables of observation are named so; several may be there at once.</summary>
    public const string Prefix = "haneul-proof";

    /// <summary>Before all that anybody has there, and after all.</summary>
    private const int First = -450, Last = 1000;

    private const int SequenceAt = 4, AcknowledgedAt = 8, ContentAt = 8;

    /// <param name="name">Its name.</param>
    /// <param name="only">Trace this probe alone; null: all.</param>
    public static NftTable Of(string name, Cookie? only)
    {
        var (mask, value) = only is { } one ? (uint.MaxValue, one.Number) : (Cookie.CommonMask, Cookie.Common);
        NftRule[] rules =
        [
            Words.Rule(Words.Protocol(Protocols.Tcp), At(SequenceAt, mask, value), Trace()),
            Words.Rule(Words.Protocol(Protocols.Tcp), At(AcknowledgedAt, mask, value + 1), Trace()),
            .. ((int[])[Protocols.Udp, Protocols.Icmp, Protocols.Icmpv6]).Select(p =>
                Words.Rule(Words.Protocol(p), At(ContentAt, uint.MaxValue, Cookie.Magic), At(ContentAt + 4, mask, value), Trace())),
        ];
        var table = new TableBuilder();
        table.AddBase(Enter, new NftHook("filter", NftHook.Prerouting, First, Drops: false), rules);
        table.AddBase(Made, new NftHook("filter", NftHook.Output, First, Drops: false), rules);
        table.AddBase(Stayed, new NftHook("filter", NftHook.Input, Last, Drops: false));
        table.AddBase(Left, new NftHook("filter", NftHook.Postrouting, Last, Drops: false));
        return table.Build() with { Name = name };
    }

    /// <summary>Four bytes of the transport's header or content.</summary>
    private static NftExpression[] At(int offset, uint mask, uint value)
    {
        NftExpression load = new NftExpression.Payload(NftHeader.Transport, offset, 4, 0);
        NftExpression compare = new NftExpression.Compare(0, NftComparison.Equal, Bytes.Of(Wire(value & mask)));
        return mask == uint.MaxValue ? [load, compare] : [load, new NftExpression.Mask(0, Bytes.Of(Wire(mask))), compare];
    }

    private static NftExpression[] Trace() => [new NftExpression.Load(0, Bytes.Of(1)), new NftExpression.SetTrace(0)];

    private static byte[] Wire(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
