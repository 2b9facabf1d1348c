using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Reads what was printed for the kernel as the kernel would, for one packet: a hit in a set tells only the rule, never the element, so the objects behind it are looked up here; and where several rules admit a packet the kernel tells only the first.
/// Only what filters ask: addresses, protocols, ports, sets. What a rule asks of connections or devices is not known here, and it does not match.
/// </summary>
internal sealed class PrintedRules(NftTable table)
{
    private const int MostJumps = 16;

    private readonly byte[] registers = new byte[16 * 4];
    private Packet packet;

    /// <summary>The device that packets came in by; null: not known.</summary>
    public string? InDevice { get; set; }

    public NftRule? RuleAt(ChainHit hit) =>
        hit.Place is { } place and >= 0 && table.Chains.TryGetValue(hit.Chain, out var chain) && place < chain.Rules.Length ? chain.Rules[place] : null;

    /// <summary>The element of a map for a device or a device group.</summary>
    public NftElement? ElementOf(string map, byte[] key) => table.Sets.TryGetValue(map, out var set) ? set.Elements.GetValueOrDefault(new NftKey(key)) : null;

    /// <summary>The objects behind one rule, for this packet.</summary>
    public ReasonSet ReasonsOf(NftRule rule, Packet asked)
    {
        packet = asked;
        return Matches(rule, out _, out var element) && element is not null ? element : rule.Reasons;
    }

    /// <summary>The objects behind the element of the rule's map that leads to the packet's destination.</summary>
    public ReasonSet ReasonsOfPlace(NftRule rule, Packet asked)
    {
        var place = new NftKey(Words.Key(Words.AddressBytes(asked.Destination), Words.Port16(asked.DestinationPort)));
        foreach (var lookup in rule.Expressions.OfType<NftExpression.Lookup>())
        {
            if (table.Sets.TryGetValue(lookup.Set, out var set) && set.Elements.Values.FirstOrDefault(e => place.Equals(e.Data)) is { Reasons: { } reasons }) return reasons;
        }
        return rule.Reasons;
    }

    /// <summary>The objects behind every rule of the chain, and of those that it leads into, that admits the packet.</summary>
    public ReasonSet Admitting(string chain, Packet asked)
    {
        packet = asked;
        var found = new List<Reason>();
        Collect(chain, found, 0);
        return ReasonSet.Of(found);
    }

    /// <summary>The first rule of the chain that decides about the packet; null where none does.</summary>
    public (bool Admits, ReasonSet Reasons)? Deciding(string chain, Packet asked)
    {
        packet = asked;
        foreach (var rule in Rules(chain))
        {
            if (Matches(rule, out var verdict, out var element) && verdict is { Code: NftVerdictCode.Accept or NftVerdictCode.Drop } or { Chain: "refuse" }) return (verdict?.Code == NftVerdictCode.Accept, element ?? rule.Reasons);
        }
        return null;
    }

    private IEnumerable<NftRule> Rules(string chain) => table.Chains.TryGetValue(chain, out var found) ? found.Rules : [];

    private void Collect(string chain, List<Reason> found, int jumps)
    {
        if (jumps > MostJumps) return;
        foreach (var rule in Rules(chain))
        {
            if (!Matches(rule, out var verdict, out var element)) continue;
            if (verdict is { Code: NftVerdictCode.Accept }) found.AddRange(element ?? rule.Reasons);
            else if (verdict?.Chain is { } next) Collect(next, found, jumps + 1);
        }
    }

    private bool Matches(NftRule rule, out NftVerdict? verdict, out ReasonSet? element)
    {
        (verdict, element) = (null, null);
        foreach (var expression in rule.Expressions)
        {
            switch (expression)
            {
                case NftExpression.Decide decide:
                    verdict = decide.Verdict;
                    break;
                case NftExpression.Lookup lookup:
                    if (Find(lookup) is not { } found) return false;
                    element = found.Reasons;
                    break;
                case NftExpression.Count or NftExpression.Load or NftExpression.SetMark:
                    break;
                default:
                    if (!Holds(expression)) return false;
                    break;
            }
        }
        return true;
    }

    private bool Holds(NftExpression expression)
    {
        switch (expression)
        {
            case NftExpression.Meta { Key: NftMeta.NfProto } e:
                registers[e.Register * 4] = packet.IsV6 ? Words.Ipv6 : Words.Ipv4;
                return true;
            case NftExpression.Meta { Key: NftMeta.L4Proto } e:
                registers[e.Register * 4] = (byte)packet.Protocol;
                return true;
            case NftExpression.Meta { Key: NftMeta.IifName } e when InDevice is { } device:
                Words.Name(device).CopyTo(registers.AsSpan(e.Register * 4));
                return true;
            case NftExpression.Payload e:
                return Load(e);
            case NftExpression.Mask e:
                for (var i = 0; i < e.Bits.Content.Length; i++) registers[e.Register * 4 + i] &= e.Bits.Content[i];
                return true;
            case NftExpression.Compare e:
                var order = At(e.Register, e.With.Content.Length).SequenceCompareTo(e.With.Content.AsSpan());
                return e.How switch { NftComparison.Equal => order == 0, NftComparison.NotEqual => order != 0, _ => false };
            case NftExpression.InRange e:
                var at = At(e.Register, e.From.Content.Length);
                return (at.SequenceCompareTo(e.From.Content.AsSpan()) >= 0 && at.SequenceCompareTo(e.To.Content.AsSpan()) <= 0) != e.Inverted;
            default:
                return false;
        }
    }

    private bool Load(NftExpression.Payload e)
    {
        var to = registers.AsSpan(e.Register * 4);
        if (e.Header == NftHeader.Network)
        {
            if (e.Length != (packet.IsV6 ? 16 : 4)) return false;
            var isSource = e.Offset == (packet.IsV6 ? 8 : 12);
            Words.AddressBytes(isSource ? packet.Source : packet.Destination).CopyTo(to);
            return true;
        }
        var (first, second) = Protocols.IsIcmp(packet.Protocol) ? (packet.IcmpType * 256 + packet.IcmpCode, 0) : (packet.SourcePort, packet.DestinationPort);
        byte[] header = [.. Words.Port16(first), .. Words.Port16(second)];
        if (e.Header != NftHeader.Transport || e.Offset + e.Length > header.Length) return false;
        header.AsSpan(e.Offset, e.Length).CopyTo(to);
        return true;
    }

    private ReadOnlySpan<byte> At(int register, int length) => registers.AsSpan(register * 4, length);

    private NftElement? Find(NftExpression.Lookup lookup)
    {
        if (!table.Sets.TryGetValue(lookup.Set, out var set)) return null;
        var widths = set.Key.Select(WidthOf).ToList();
        var key = At(lookup.Register, widths.Sum(w => (w + 3) / 4 * 4)).ToArray();
        if (!set.Interval)
        {
            // What a key's field leaves of its last four bytes is zero.
            return set.Elements.GetValueOrDefault(new NftKey(key));
        }
        foreach (var (range, element) in set.Elements)
        {
            if (Lies(key, range, widths)) return element;
        }
        return null;
    }

    /// <summary>Each field lies in the range of its own.</summary>
    private static bool Lies(byte[] key, NftKey range, List<int> widths)
    {
        var at = 0;
        foreach (var width in widths)
        {
            var field = key.AsSpan(at, width);
            if (field.SequenceCompareTo(range.From.Slice(at, width)) < 0 || field.SequenceCompareTo(range.To.Slice(at, width)) > 0) return false;
            at += (width + 3) / 4 * 4;
        }
        return true;
    }

    private static int WidthOf(NftType type) => type switch
    {
        NftType.InetProto => 1,
        NftType.InetService => 2,
        NftType.Ipv6Addr or NftType.IfName => 16,
        _ => 4,
    };
}
