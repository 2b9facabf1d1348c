using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What an address rule admits: a range of addresses, of protocols, and of destination ports (of ICMP: type and code, as 256 × type + code). All ends inclusive.
/// </summary>
internal readonly record struct Box(UInt128 FromAddress, UInt128 ToAddress, int FromProtocol, int ToProtocol, int FromPort, int ToPort)
{
    public const int AllPorts = 65535;
    public const int AllProtocols = 255;

    public static Box Of(Cidr block, int fromProtocol, int toProtocol, int fromPort, int toPort) =>
        new(block.First.Bits, block.Last.Bits, fromProtocol, toProtocol, fromPort, toPort);
}

/// <summary>
/// Makes boxes disjoint: the kernel's interval sets refuse ranges that overlap, and a group's rules may overlap as they like. Each piece keeps the rules that it came from.
/// </summary>
internal static class Boxes
{
    /// <summary>The pieces; null where there would be more than the bound (n rules can make n³ pieces).</summary>
    public static List<(Box Box, ReasonSet Reasons)>? Disjoint(IReadOnlyList<(Box Box, Reason Reason)> boxes, int bound)
    {
        var pieces = new List<(Box, ReasonSet)>();
        foreach (var (fromProtocol, toProtocol) in Cuts(boxes, b => (b.FromProtocol, b.ToProtocol)))
        {
            var ofProtocol = boxes.Where(b => b.Box.FromProtocol <= fromProtocol && toProtocol <= b.Box.ToProtocol).ToList();
            (int From, int To, List<(UInt128, UInt128, ReasonSet)> Spans)? open = null;
            foreach (var (fromPort, toPort) in Cuts(ofProtocol, b => (b.FromPort, b.ToPort)))
            {
                var spans = Spans(ofProtocol.Where(b => b.Box.FromPort <= fromPort && toPort <= b.Box.ToPort));
                if (open is { } o && o.To + 1 == fromPort && o.Spans.SequenceEqual(spans)) open = o with { To = toPort };
                else
                {
                    Close(pieces, fromProtocol, toProtocol, open);
                    open = (fromPort, toPort, spans);
                }
                if (pieces.Count + spans.Count > bound) return null;
            }
            Close(pieces, fromProtocol, toProtocol, open);
        }
        return pieces;
    }

    private static void Close(List<(Box, ReasonSet)> pieces, int fromProtocol, int toProtocol, (int From, int To, List<(UInt128, UInt128, ReasonSet)> Spans)? open)
    {
        if (open is not { } done) return;
        foreach (var (from, to, reasons) in done.Spans) pieces.Add((new Box(from, to, fromProtocol, toProtocol, done.From, done.To), reasons));
    }

    /// <summary>The ranges between all ends of one side.</summary>
    private static List<(int From, int To)> Cuts(IReadOnlyList<(Box Box, Reason Reason)> boxes, Func<Box, (int From, int To)> side)
    {
        var starts = new SortedSet<int>();
        foreach (var (box, _) in boxes)
        {
            var (from, to) = side(box);
            starts.Add(from);
            starts.Add(to + 1);
        }
        var ordered = starts.ToArray();
        return [.. ordered.Zip(ordered.Skip(1), (a, b) => (a, b - 1)).Where(r => boxes.Any(b => side(b.Box).From <= r.a && r.Item2 <= side(b.Box).To))];
    }

    /// <summary>The disjoint ranges of addresses, in order, each with all rules that cover it; neighbours of the same rules are one.</summary>
    private static List<(UInt128 From, UInt128 To, ReasonSet Reasons)> Spans(IEnumerable<(Box Box, Reason Reason)> boxes)
    {
        var events = new List<(UInt128 At, bool Starts, Reason Reason)>();
        foreach (var (box, reason) in boxes)
        {
            events.Add((box.FromAddress, true, reason));
            if (box.ToAddress != UInt128.MaxValue) events.Add((box.ToAddress + 1, false, reason));
        }
        events.Sort((a, b) => a.At.CompareTo(b.At));
        var spans = new List<(UInt128, UInt128, ReasonSet)>();
        var active = new Dictionary<Reason, int>();
        for (var i = 0; i < events.Count;)
        {
            var at = events[i].At;
            for (; i < events.Count && events[i].At == at; i++)
            {
                var count = active.GetValueOrDefault(events[i].Reason) + (events[i].Starts ? 1 : -1);
                if (count == 0) active.Remove(events[i].Reason);
                else active[events[i].Reason] = count;
            }
            if (active.Count == 0) continue;
            var to = i < events.Count ? events[i].At - 1 : UInt128.MaxValue;
            var reasons = ReasonSet.Of(active.Keys);
            if (spans is [.., var (from, until, before)] && until + 1 == at && before.Equals(reasons)) spans[^1] = (from, to, before);
            else spans.Add((at, to, reasons));
        }
        return spans;
    }
}
