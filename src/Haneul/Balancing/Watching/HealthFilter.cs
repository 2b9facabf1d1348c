using Haneul.Flows;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// Which changes of health a person wants to see who watches, by the words that also choose flows (<see cref="FlowFilter"/>, which refuses what is none): <c>health</c>, the state that came about, a port, an address or block,
/// and whatever target, group, VPC or reason is called. What only flows have is true of none: verdicts, protocols, <c>from:</c>.
/// </summary>
internal static class HealthFilter
{
    /// <summary>The word that lets no flow through.</summary>
    public const string Alone = "health";

    public static Func<HealthChange, bool> Read(string? text)
    {
        var tests = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word).ToList();
        return change => tests.TrueForAll(t => t(change));
    }

    private static Func<HealthChange, bool> Word(string word)
    {
        if (word.Length > 1 && word[0] == '!')
        {
            var test = Word(word[1..]);
            return change => !test(change);
        }
        if (word == Alone) return static _ => true;
        if (word.StartsWith("from:", StringComparison.Ordinal)) return static _ => false;
        var what = word.StartsWith("to:", StringComparison.Ordinal) ? word[3..] : word.StartsWith("port:", StringComparison.Ordinal) ? word[5..] : word;
        if (what.Length > 0 && int.TryParse(what.TrimStart(':'), out var port)) return change => change.Port == port;
        if (Cidr.TryParse(what, out var block)) return change => Ip.TryParse(change.Address, out var ip) && block.Contains(ip);
        if (Ip.TryParse(what, out var wanted)) return change => Ip.TryParse(change.Address, out var ip) && ip == wanted;
        return change => ((string?[])[change.To, change.Name, change.Target, change.Group, change.GroupArn, change.Vpc, change.Reason]).Any(n => string.Equals(n, what, StringComparison.OrdinalIgnoreCase));
    }
}
