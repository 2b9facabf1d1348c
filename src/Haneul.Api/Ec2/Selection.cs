using System.Buffers.Text;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What a filter of one name reads from a row; several values where any may match.</summary>
public delegate IEnumerable<string?> Reads<in T>(Scope scope, T row);

/// <summary>
/// Chooses rows as EC2's Describe actions do: by ids (all must exist), filters, tags and pages.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
/// </summary>
public sealed class Selection<T>(Scope scope, IEnumerable<T> rows, Func<T, string>? keyOf = null)
{
    private const int MostResults = 1000;

    private readonly Func<T, string> keyOf =
        keyOf ?? (r => r is IResource row ? row.Key : throw new InvalidOperationException($"{typeof(T)} is no resource: say what its key is"));

    private IEnumerable<T> rows = rows;
    private bool named;

    /// <summary>Keeps these ids only, when any are given; one that names nothing is AWS's NotFound fault.</summary>
    public Selection<T> Named<TRow>(IReadOnlyList<Id<TRow>> ids) where TRow : IResource<TRow> =>
        Named([.. ids.Select(i => i.Value)], Fault.NotFound<TRow>);

    /// <summary>As above, for rows that are part of a resource and have ids of their own.</summary>
    public Selection<T> Named(IReadOnlyList<string> ids, Func<string, Fault> notFound)
    {
        if (ids.Count == 0) return this;
        named = true;
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = rows.Where(r => wanted.Contains(keyOf(r))).ToList();
        foreach (var row in found) wanted.Remove(keyOf(row));
        if (wanted.Count > 0) throw notFound(string.Join("', '", wanted.Order(StringComparer.Ordinal)));
        rows = found;
        return this;
    }

    /// <summary>Keeps the rows that pass all filters. Tag filters (<c>tag:Key</c>, <c>tag-key</c>, <c>tag-value</c>) work for every kind.</summary>
    public Selection<T> Where(IReadOnlyList<Filter> filters, IReadOnlyDictionary<string, Reads<T>> known)
    {
        foreach (var filter in filters)
        {
            if (filter.Values.Count == 0) throw Fault.Invalid("Filter.Value", filter.Name, "A filter needs at least one value");
            if (filter.Values.Count > 200) throw new Fault("FilterLimitExceeded", $"Filter {filter.Name} has more than 200 values");
            var reads = Reader(filter.Name, known);
            rows = [.. rows.Where(row => reads(scope, row).Any(v => v is not null && filter.Values.Any(p => Wildcard.Matches(p, v))))];
        }
        return this;
    }

    /// <summary>All rows, or a page of them where a size is given; ordered by id, so that a page goes on where the last one ended.</summary>
    public Page<T> Paged(int? maxResults, string? nextToken, int least = 5)
    {
        if (maxResults is { } n && (n < least || n > MostResults))
        {
            throw Fault.Invalid("MaxResults", n.ToString(), $"It must be between {least} and {MostResults}");
        }
        if (maxResults is not null && named) throw Fault.Combination("MaxResults cannot be given together with ids");
        var after = nextToken is { Length: > 0 } ? Decode(nextToken) : "";
        var rest = after.Length == 0 ? rows : rows.OrderBy(keyOf, StringComparer.Ordinal).SkipWhile(r => string.CompareOrdinal(keyOf(r), after) <= 0);
        if (maxResults is not { } size) return new Page<T>([.. rest], null);
        var page = rest.OrderBy(keyOf, StringComparer.Ordinal).Take(size + 1).ToList();
        if (page.Count <= size) return new Page<T>(page, null);
        page.RemoveAt(size);
        return new Page<T>(page, Encode(keyOf(page[^1])));
    }

    private Reads<T> Reader(string name, IReadOnlyDictionary<string, Reads<T>> known)
    {
        if (name.StartsWith("tag:", StringComparison.Ordinal))
        {
            var key = name[4..];
            return (s, r) => [s.TagsOf(keyOf(r)).GetValueOrDefault(key)];
        }
        if (name == "tag-key") return (s, r) => s.TagsOf(keyOf(r)).Keys;
        if (name == "tag-value") return (s, r) => s.TagsOf(keyOf(r)).Values;
        return known.GetValueOrDefault(name) ?? throw new Fault("InvalidParameterValue", $"The filter '{name}' is invalid");
    }

    private static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes("v1/" + key));

    private static string Decode(string token)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (text.StartsWith("v1/", StringComparison.Ordinal)) return text[3..];
        }
        catch (FormatException)
        {
            // Falls through: a token that is not base64 is as wrong as one that Haneul did not give out.
        }
        throw Fault.Invalid("NextToken", token[..Math.Min(token.Length, 40)], "It was not given out by this action");
    }
}

/// <summary>A page of rows, and the token for the next one where there is more.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? NextToken);

/// <summary>Filter values: * stands for any text, ? for one character, a backslash takes their meaning away.</summary>
public static class Wildcard
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Literal(pattern, p) == text[t]))
            {
                p += pattern[p] == '\\' && p + 1 < pattern.Length ? 2 : 1;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static char Literal(ReadOnlySpan<char> pattern, int p) => pattern[p] == '\\' && p + 1 < pattern.Length ? pattern[p + 1] : pattern[p];
}
