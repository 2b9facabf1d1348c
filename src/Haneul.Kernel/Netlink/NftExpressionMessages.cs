namespace Haneul.Kernel;

/// <summary>The expressions of rules as netlink attributes: a name, and data that depends on it.</summary>
internal static class NftExpressionMessages
{
    /// <summary>NFTA_DATA_VALUE</summary>
    public const int DataValue = 1;

    private const int DataVerdict = 2, VerdictCode = 1, VerdictChain = 2;
    private const int ExpressionName = 1, ExpressionData = 2;

    private const int RegisterVerdict = 0, FirstRegister = 8;

    private const int MetaTo = 1, MetaKey = 2, MetaFrom = 3;
    private const int PayloadTo = 1, PayloadBase = 2, PayloadOffset = 3, PayloadLength = 4, PayloadFrom = 5, PayloadSumType = 6, PayloadSumOffset = 7, PayloadSumFlags = 8;
    private const int MaskFrom = 1, MaskTo = 2, MaskLength = 3, MaskBits = 4, MaskFlip = 5;
    private const int CompareFrom = 1, CompareHow = 2, CompareWith = 3;
    private const int RangeFrom = 1, RangeHow = 2, RangeFirst = 3, RangeLast = 4;
    private const int LookupSet = 1, LookupFrom = 2, LookupTo = 3, LookupFlags = 5;
    private const int ImmediateTo = 1, ImmediateData = 2;
    private const int CtTo = 1, CtKey = 2, CtFrom = 4;
    private const int LogGroup = 1, LogPrefix = 2, LogSnapBytes = 3, LogQueue = 4;
    private const int LimitRate = 1, LimitUnit = 2, LimitBurst = 3;
    private const int GrowSet = 1, GrowHow = 3, GrowKey = 4, GrowExpression = 7, GrowUpdate = 1;
    private const int ConnectionsLimit = 1, ConnectionsFlags = 2, RandomTo = 1, RandomBelow = 2, RandomKind = 3;
    private const int HashFrom = 1, HashTo = 2, HashLength = 3, HashBelow = 4, HashSeed = 5;
    private const int FibTo = 1, FibResult = 2, FibFlags = 3;
    private const uint FibDevice = 1, FibKind = 3;
    private const int NatType = 1, NatFamily = 2, NatFirstAddress = 3, NatFirstPort = 5, NatLastPort = 6, NatFlags = 7;
    private const int RejectType = 1, RejectCode = 2;

    /// <summary>NFT_LOOKUP_F_INV, NF_NAT_RANGE_PROTO_RANDOM_FULLY, NFT_REJECT_TCP_RST, NFTA_FIB_F_DADDR, NFTA_FIB_F_MARK</summary>
    private const uint LookupInverted = 1, NatFullyRandom = 0x10, RejectReset = 1, FibDestination = 2, FibMark = 4;

    /// <summary>NFT_CONNLIMIT_F_INV, NFT_NG_RANDOM</summary>
    private const uint ConnectionsMore = 1, TrulyRandom = 1;

    /// <summary>NFT_PAYLOAD_CSUM_INET, NFT_PAYLOAD_L4CSUM_PSEUDOHDR</summary>
    private const uint SumOfInternet = 1, SumOfPseudoHeader = 1;

    /// <summary>Where the addresses begin in an IP header.</summary>
    private const int V4Addresses = 12, V6Addresses = 8;

    public static void Write(NetlinkWriter writer, NftExpression expression)
    {
        writer.Text(ExpressionName, NameOf(expression));
        using (writer.Begin(ExpressionData)) Data(writer, expression);
    }

    /// <summary>The verdict inside the attribute that was begun for it.</summary>
    public static void Verdict(NetlinkWriter writer, NftVerdict verdict)
    {
        using (writer.Begin(DataVerdict))
        {
            writer.NetworkNumber(VerdictCode, (uint)verdict.Code);
            if (verdict.Chain is { } chain) writer.Text(VerdictChain, chain);
        }
    }

    private static string NameOf(NftExpression expression) => expression switch
    {
        NftExpression.Meta or NftExpression.SetMark or NftExpression.SetTrace => "meta",
        NftExpression.Payload or NftExpression.WritePayload => "payload",
        NftExpression.Mask => "bitwise",
        NftExpression.Compare => "cmp",
        NftExpression.InRange => "range",
        NftExpression.Lookup => "lookup",
        NftExpression.Decide or NftExpression.Load => "immediate",
        NftExpression.Ct or NftExpression.SetCt => "ct",
        NftExpression.SetIdle => "objref",
        NftExpression.Count => "counter",
        NftExpression.Log => "log",
        NftExpression.Limit => "limit",
        NftExpression.CountIn => "dynset",
        NftExpression.Random => "numgen",
        NftExpression.Hash => "hash",
        NftExpression.WayOut => "fib",
        NftExpression.Nat => "nat",
        NftExpression.Reset => "reject",
        _ => throw new ArgumentException($"No expression of the kernel is like {expression}"),
    };

    private static void Data(NetlinkWriter writer, NftExpression expression)
    {
        switch (expression)
        {
            case NftExpression.Meta e:
                Register(writer, MetaTo, e.Register);
                writer.NetworkNumber(MetaKey, (uint)e.Key);
                break;
            case NftExpression.SetMark e:
                writer.NetworkNumber(MetaKey, (uint)NftMeta.Mark);
                Register(writer, MetaFrom, e.Register);
                break;
            case NftExpression.SetTrace e:
                writer.NetworkNumber(MetaKey, (uint)NftMeta.Trace);
                Register(writer, MetaFrom, e.Register);
                break;
            case NftExpression.Payload e:
                Register(writer, PayloadTo, e.Register);
                Place(writer, e.Header, e.Offset, e.Length);
                break;
            case NftExpression.WritePayload e:
                WritePayload(writer, e);
                break;
            case NftExpression.Mask e:
                Register(writer, MaskFrom, e.Register);
                Register(writer, MaskTo, e.Register);
                writer.NetworkNumber(MaskLength, (uint)e.Bits.Content.Length);
                Value(writer, MaskBits, e.Bits);
                using (writer.Begin(MaskFlip)) writer.Attribute(DataValue, e.Bits.Content.Length);
                break;
            case NftExpression.Compare e:
                Register(writer, CompareFrom, e.Register);
                writer.NetworkNumber(CompareHow, (uint)e.How);
                Value(writer, CompareWith, e.With);
                break;
            case NftExpression.InRange e:
                Register(writer, RangeFrom, e.Register);
                writer.NetworkNumber(RangeHow, e.Inverted ? 1u : 0);
                Value(writer, RangeFirst, e.From);
                Value(writer, RangeLast, e.To);
                break;
            case NftExpression.Lookup e:
                Lookup(writer, e);
                break;
            default:
                Deed(writer, expression);
                break;
        }
    }

    private static void Deed(NetlinkWriter writer, NftExpression expression)
    {
        switch (expression)
        {
            case NftExpression.Decide e:
                writer.NetworkNumber(ImmediateTo, RegisterVerdict);
                using (writer.Begin(ImmediateData)) Verdict(writer, e.Verdict);
                break;
            case NftExpression.Load e:
                Register(writer, ImmediateTo, e.Register);
                Value(writer, ImmediateData, e.Value);
                break;
            case NftExpression.Ct e:
                Register(writer, CtTo, e.Register);
                writer.NetworkNumber(CtKey, (uint)e.Key);
                break;
            case NftExpression.SetCt e:
                writer.NetworkNumber(CtKey, (uint)e.Key);
                Register(writer, CtFrom, e.Register);
                break;
            case NftExpression.SetIdle e:
                NftIdleMessages.Give(writer, e.Seconds);
                break;
            case NftExpression.Nat e:
                Nat(writer, e);
                break;
            case NftExpression.Reset:
                writer.NetworkNumber(RejectType, RejectReset);
                writer.Byte(RejectCode, 0);
                break;
            default:
                Note(writer, expression);
                break;
        }
    }

    private static void Note(NetlinkWriter writer, NftExpression expression)
    {
        switch (expression)
        {
            case NftExpression.Log e:
                writer.NetworkShort(LogGroup, e.Group);
                if (e.Prefix.Length > 0) writer.Text(LogPrefix, e.Prefix);
                writer.NetworkNumber(LogSnapBytes, (uint)e.SnapBytes);
                writer.NetworkShort(LogQueue, 0);
                break;
            case NftExpression.Limit e:
                writer.NetworkLong(LimitRate, (ulong)e.PerSecond);
                writer.NetworkLong(LimitUnit, 1);
                writer.NetworkNumber(LimitBurst, (uint)e.PerSecond);
                break;
            case NftExpression.CountIn e:
                writer.Text(GrowSet, e.Set);
                writer.NetworkNumber(GrowHow, e.ConnectionsOver is null ? GrowUpdate : 0u);
                Register(writer, GrowKey, e.Register);
                using (writer.Begin(GrowExpression)) CountOf(writer, e);
                break;
            case NftExpression.Random e:
                Register(writer, RandomTo, e.Register);
                writer.NetworkNumber(RandomBelow, (uint)e.Below);
                writer.NetworkNumber(RandomKind, TrulyRandom);
                break;
            case NftExpression.Hash e:
                Register(writer, HashFrom, e.Register);
                Register(writer, HashTo, e.Into);
                writer.NetworkNumber(HashLength, (uint)e.Length);
                writer.NetworkNumber(HashBelow, (uint)e.Below);
                writer.NetworkNumber(HashSeed, e.Seed);
                break;
            case NftExpression.WayOut e:
                Register(writer, FibTo, e.Register);
                writer.NetworkNumber(FibResult, e.Kind ? FibKind : FibDevice);
                writer.NetworkNumber(FibFlags, e.Kind ? FibDestination : FibDestination | FibMark);
                break;
            default:
                // A counter has no data.
                break;
        }
    }

    /// <summary>What an element of a set that grows holds.</summary>
    private static void CountOf(NetlinkWriter writer, NftExpression.CountIn e)
    {
        if (e.ConnectionsOver is not { } over)
        {
            Write(writer, new NftExpression.Count());
            return;
        }
        writer.Text(ExpressionName, "connlimit");
        using (writer.Begin(ExpressionData))
        {
            writer.NetworkNumber(ConnectionsLimit, (uint)over);
            writer.NetworkNumber(ConnectionsFlags, ConnectionsMore);
        }
    }

    private static void Lookup(NetlinkWriter writer, NftExpression.Lookup e)
    {
        writer.Text(LookupSet, e.Set);
        Register(writer, LookupFrom, e.Register);
        if (e.Verdict) writer.NetworkNumber(LookupTo, RegisterVerdict);
        else if (e.Into is { } into) Register(writer, LookupTo, into);
        if (e.Inverted) writer.NetworkNumber(LookupFlags, LookupInverted);
    }

    private static void Nat(NetlinkWriter writer, NftExpression.Nat e)
    {
        writer.NetworkNumber(NatType, e.Source ? 0u : 1);
        writer.NetworkNumber(NatFamily, Rtm.FamilyOf(e.V6));
        Register(writer, NatFirstAddress, e.Address);
        if (e.FromPort is { } first) Register(writer, NatFirstPort, first);
        if (e.ToPort is { } last) Register(writer, NatLastPort, last);
        if (e.FullyRandom) writer.NetworkNumber(NatFlags, NatFullyRandom);
    }

    /// <summary>The transport's checksum covers the addresses of the IP header: a write that touches them puts it right too.</summary>
    private static void WritePayload(NetlinkWriter writer, NftExpression.WritePayload e)
    {
        Register(writer, PayloadFrom, e.Register);
        Place(writer, e.Header, e.Offset, e.Length);
        writer.NetworkNumber(PayloadSumType, e.ChecksumOffset is null ? 0 : SumOfInternet);
        writer.NetworkNumber(PayloadSumOffset, (uint)(e.ChecksumOffset ?? 0));
        var addresses = e.ChecksumOffset is null ? V6Addresses : V4Addresses;
        writer.NetworkNumber(PayloadSumFlags, e.Header == NftHeader.Network && e.Offset + e.Length > addresses ? SumOfPseudoHeader : 0);
    }

    private static void Place(NetlinkWriter writer, NftHeader header, int offset, int length)
    {
        writer.NetworkNumber(PayloadBase, (uint)header);
        writer.NetworkNumber(PayloadOffset, (uint)offset);
        writer.NetworkNumber(PayloadLength, (uint)length);
    }

    private static void Value(NetlinkWriter writer, int type, Bytes value)
    {
        using (writer.Begin(type)) writer.Attribute(DataValue, value.Content.AsSpan());
    }

    private static void Register(NetlinkWriter writer, int type, int register) => writer.NetworkNumber(type, (uint)(FirstRegister + register));
}
