namespace Haneul.Bench;

/// <summary>Medians and ratios, printed alike by all benchmarks.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>One row: a figure of Haneul's, the peer's beside it where there is one, and how many times better Haneul is.</summary>
    public static void Print(string what, string unit, IReadOnlyList<double> ours, IReadOnlyList<double>? theirs, bool moreIsBetter)
    {
        var line = $"{what,-44} {Median(ours),10:0.0} {unit}";
        if (theirs is { Count: > 0 })
        {
            var ratio = Median(ours.Zip(theirs, (a, b) => moreIsBetter ? a / b : b / a));
            line += $"   moto {Median(theirs),10:0.0} {unit}   haneul is {ratio:0.0}x better";
        }
        else
        {
            line += "   moto not found";
        }
        Console.WriteLine(line);
    }
}
