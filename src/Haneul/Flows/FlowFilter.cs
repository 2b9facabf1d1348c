using Haneul.Balancing;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Flows;

/// <summary>
/// Which flows a person wants to see: words that must all be true. A verdict (accept, reject, drop), a protocol, a port (<c>:22</c>, <c>port:22</c>), an address or block, or whatever an end is called (name, interface, VPC).
/// <c>from:</c> and <c>to:</c> before an address, block, name or port mean that end; <c>!</c> before a word means the opposite.
/// </summary>
internal static class FlowFilter
{
    private const int MostWords = 20;

    public static Func<FlowView, bool> Read(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MostWords) throw Fault.Invalid("filter", text ?? "", $"It has {MostWords} words at most");
        var tests = words.Select(Word).ToList();
        return flow => tests.TrueForAll(t => t(flow));
    }

    private static Func<FlowView, bool> Word(string word)
    {
        if (word.Length > 1 && word[0] == '!')
        {
            var test = Word(word[1..]);
            return flow => !test(flow);
        }
        if (Enum.TryParse<FlowVerdict>(word, ignoreCase: true, out var verdict) && !char.IsDigit(word[0])) return flow => flow.Verdict == verdict;
        if (word == HealthFilter.Alone) return static _ => false;
        if (word is "rejected" or "accepted" or "dropped") return Word(word[..^2]);
        if (Protocols.TryParse(word, out var protocol) && !char.IsDigit(word[0]) && protocol >= 0) return flow => flow.Protocol == Protocols.NameOf(protocol);
        return word switch
        {
            _ when word.StartsWith("from:", StringComparison.Ordinal) => End(word[5..], from: true, to: false),
            _ when word.StartsWith("to:", StringComparison.Ordinal) => End(word[3..], from: false, to: true),
            _ when word.StartsWith("port:", StringComparison.Ordinal) => End(word[4..], from: true, to: true),
            _ => End(word, from: true, to: true),
        };
    }

    private static Func<FlowView, bool> End(string what, bool from, bool to)
    {
        if (what.Length == 0) throw Fault.Invalid("filter", what, "A word of it says nothing; write such as 'reject :22 10.0.0.0/16 from:bastion'");
        if (what[0] == ':' || what.All(char.IsAsciiDigit))
        {
            if (!int.TryParse(what.TrimStart(':'), out var port) || port is < 0 or > 65535) throw Fault.Invalid("filter", what, "A port is a number from 0 to 65535");
            return flow => from && flow.SourcePort == port || to && flow.DestinationPort == port;
        }
        if (Cidr.TryParse(what, out var block)) return Within(block, from, to);
        if (Ip.TryParse(what, out var ip)) return Within(Cidr.Host(ip), from, to);
        return flow => from && Is(flow.From, what) || to && Is(flow.To, what) || from && to && (flow.Vpc == what || flow.Interfaces.Contains(what) || Has(flow.By, what));
    }

    private static Func<FlowView, bool> Within(Cidr block, bool from, bool to) =>
        flow => from && Ip.TryParse(flow.Source, out var source) && block.Contains(source) || to && Ip.TryParse(flow.Destination, out var destination) && block.Contains(destination);

    private static bool Is(string? name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static bool Has(IReadOnlyList<ReasonReport>? by, string id) => by?.Any(b => b.Object.Id == id || b.Part == id) ?? false;
}
