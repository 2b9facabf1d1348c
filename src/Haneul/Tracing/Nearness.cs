namespace Haneul.Tracing;

/// <summary>How far apart two names are: insertions, deletions and replacements of letters (Levenshtein).</summary>
internal static class Nearness
{
    private const int LongestCompared = 128;

    public static int Distance(string one, string other)
    {
        if (one.Length > LongestCompared || other.Length > LongestCompared) return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                (row[j], diagonal) = (Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost), row[j]);
            }
        }
        return row[^1];
    }
}
