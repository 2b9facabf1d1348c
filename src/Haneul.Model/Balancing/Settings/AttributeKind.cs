using System.Collections.Immutable;
using System.Globalization;

namespace Haneul.Model;

/// <summary>An attribute of a balancer, listener or target group: AWS's key, its default, and what it may be.</summary>
public sealed record AttributeKind(string Key, string Default, SettingForm Form)
{
    /// <summary>The value, or AWS's fault for one that this attribute cannot have.</summary>
    public string Check(string value) =>
        Form.Wanted(value) is { } wanted ? throw BalancerFaults.Validation($"The value '{value}' of attribute '{Key}' is not valid: it must be {wanted}") : value;
}

/// <summary>What the value of an attribute may be; the words are for people.</summary>
public abstract record SettingForm
{
    public static SettingForm Truth { get; } = new OneOf(["true", "false"]);

    public static SettingForm Toggle { get; } = new OneOf(["on", "off"]);

    /// <summary>Null where the value is right, else what would be.</summary>
    public abstract string? Wanted(string value);

    /// <summary>One of few words.</summary>
    public sealed record OneOf(ImmutableArray<string> Words) : SettingForm
    {
        public override string? Wanted(string value) => Words.Contains(value) ? null : string.Join(" or ", Words);
    }

    /// <summary>AWS has more, and nothing here would act on it: only this is taken.</summary>
    public sealed record Only(string Value) : SettingForm
    {
        public override string? Wanted(string value) => value == Value ? null : $"{Value}, for nothing else would have an effect here";
    }

    /// <summary>A whole number within bounds, or a word instead of one.</summary>
    public sealed record Number(int Least, int Most, string? Word = null) : SettingForm
    {
        public override string? Wanted(string value) =>
            value == Word || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= Least && n <= Most
                ? null
                : $"a number from {Least} to {Most}{(Word is null ? "" : $", or {Word}")}";
    }

    /// <summary>Text of so many characters at most.</summary>
    public sealed record Text(int Most) : SettingForm
    {
        public override string? Wanted(string value) => value.Length <= Most && value.All(c => c is >= ' ' and <= '~') ? null : $"printable text of {Most} characters at most";
    }

    /// <summary>The name of an HTTP header (RFC 9110, section 5.1).</summary>
    public sealed record HeaderName : SettingForm
    {
        public override string? Wanted(string value) => value.Length is > 0 and <= 256 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : "the name of an HTTP header";
    }
}

/// <summary>The attributes that one kind of thing has, in the order in which they are answered.</summary>
public sealed class SettingList(params ImmutableArray<AttributeKind> settings)
{
    public ImmutableArray<AttributeKind> All { get; } = settings;

    public AttributeKind? Find(string key) => All.FirstOrDefault(s => s.Key == key);

    /// <summary>What was set, else the default; asking for an attribute that the thing has not is a mistake of ours.</summary>
    public string Value(IReadOnlyDictionary<string, string> set, string key) =>
        set.TryGetValue(key, out var value) ? value : Find(key)?.Default ?? throw new ArgumentException($"There is no attribute {key} here");

    /// <summary>What was set with these added or replaced; unknown keys and wrong values are faults. Terraform's provider reads AWS's words about unknown keys, and then asks again without them.</summary>
    /// <param name="set">What was set.</param>
    /// <param name="changes">Keys and values.</param>
    /// <param name="noun">Whose attributes they are: <c>Load balancer</c>.</param>
    /// <param name="which">Which of them have the same ones: <c>of type 'gateway'</c>.</param>
    public ImmutableSortedDictionary<string, string> With(ImmutableSortedDictionary<string, string> set, IEnumerable<KeyValuePair<string, string>> changes, string noun, string which)
    {
        foreach (var (key, value) in changes)
        {
            var setting = Find(key) ?? throw BalancerFaults.Validation($"{noun} attribute key '{key}' is not recognized. Those {which} have: {string.Join(", ", All.Select(s => s.Key).Order(StringComparer.Ordinal))}");
            set = set.SetItem(key, setting.Check(value));
        }
        return set;
    }
}
