using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// The rules of a listener, ready to be asked: which is the first whose conditions all hold. Asking allocates nothing, and does not look at each rule:
/// hosts and paths narrow them down by hashes of whole texts, of beginnings (paths) and ends (hosts); only what is left is evaluated.
/// </summary>
public sealed class RuleTable
{
    /// <summary>Priorities are 1 to 50,000 and unique.</summary>
    public const int MostRules = 50_000;

    private readonly ImmutableArray<ConditionTest>[] rules;
    private readonly Keys hosts;
    private readonly Keys paths;
    private readonly int words;

    private RuleTable(ImmutableArray<ConditionTest>[] rules)
    {
        this.rules = rules;
        words = (rules.Length + 63) / 64;
        hosts = new Keys(rules, ConditionField.HostHeader, words);
        paths = new Keys(rules, ConditionField.PathPattern, words);
    }

    public int Count => rules.Length;

    /// <summary>Of the conditions of each rule, the lowest priority first. Throws <see cref="FormatException"/> where a value cannot be read.</summary>
    public static RuleTable Compile(IEnumerable<ImmutableArray<RuleCondition>> rules)
    {
        var compiled = rules.Select(r => ConditionTest.Compile(r)).ToArray();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compiled.Length, MostRules, nameof(rules));
        return new RuleTable(compiled);
    }

    /// <summary>The number of the first rule whose conditions all hold, counted from 0; -1: none, so the listener's default actions.</summary>
    public int Find<TRequest>(scoped in TRequest request)
        where TRequest : IRequestView, allows ref struct
    {
        if (words == 0) return -1;
        Span<ulong> left = stackalloc ulong[words];
        Span<ulong> byPath = stackalloc ulong[words];
        hosts.Narrow(left, RequestHost.NameOf(request.Host));
        paths.Narrow(byPath, request.Path);
        for (var word = 0; word < words; word++)
        {
            for (var some = left[word] & byPath[word]; some != 0; some &= some - 1)
            {
                var rule = (word << 6) + BitOperations.TrailingZeroCount(some);
                if (Holds(rule, request)) return rule;
            }
        }
        return -1;
    }

    private bool Holds<TRequest>(int rule, scoped in TRequest request)
        where TRequest : IRequestView, allows ref struct
    {
        foreach (var condition in rules[rule])
        {
            if (!condition.Holds(request)) return false;
        }
        return true;
    }

    /// <summary>What one field narrows rules down by.</summary>
    private sealed class Keys
    {
        private readonly bool isHost;
        private readonly ulong[] always;
        private readonly ByteIndex whole;
        private readonly ByteIndex ends;

        public Keys(ImmutableArray<ConditionTest>[] rules, ConditionField field, int words)
        {
            isHost = field == ConditionField.HostHeader;
            var unkeyed = new List<int>();
            var exact = new List<(byte[] Key, int Rule)>();
            var partial = new List<(byte[] Key, int Rule)>();
            for (var rule = 0; rule < rules.Length; rule++)
            {
                var patterns = rules[rule].FirstOrDefault(c => c.Field == field)?.Patterns;
                if (patterns is null || !patterns.All(IsKeyed))
                {
                    unkeyed.Add(rule);
                    continue;
                }
                foreach (var pattern in patterns)
                {
                    if (pattern.Exact is { } text) exact.Add((text, rule));
                    else partial.Add((EndOf(pattern).ToArray(), rule));
                }
            }
            always = Bits.Of(unkeyed, words);
            whole = new ByteIndex(exact, words, isHost);
            ends = new ByteIndex(partial, words, isHost);
        }

        public void Narrow(Span<ulong> set, ReadOnlySpan<byte> text)
        {
            always.CopyTo(set);
            whole.AddTo(set, text);
            foreach (var length in ends.Lengths)
            {
                if (length > text.Length) return;
                ends.AddTo(set, isHost ? text[^length..] : text[..length]);
            }
        }

        // Only ASCII is compared without case.
        private bool IsKeyed(TextPattern pattern) => pattern.Exact is { } text ? !isHost || Ascii.IsValid(text) : EndOf(pattern) is { Length: > 0 } end && (!isHost || Ascii.IsValid(end));

        private ReadOnlySpan<byte> EndOf(TextPattern pattern) => isHost ? pattern.Suffix : pattern.Prefix;
    }
}
