using System.Globalization;
using System.Text.RegularExpressions;
using Haneul.Bench.Kernel;

namespace Haneul.Bench.Balancer;

/// <summary>wrk and h2load: asked for work, read for what they did. What failed is an error.</summary>
internal static partial class Load
{
    public static (double Rate, double Count) Wrk(string arguments, string url, int seconds)
    {
        var said = Shell.Run("sh", "-c", $"wrk {arguments} -d{seconds}s {url}");
        var count = double.Parse(WrkCount().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || count == 0) throw new InvalidOperationException($"{url} failed: {said}");
        return (double.Parse(WrkRate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), count);
    }

    public static (double Rate, double Count) H2Load(string arguments, string url)
    {
        var said = Shell.Run("sh", "-c", $"h2load {arguments} {url}");
        var count = double.Parse(H2Count().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        if (count == 0 || double.Parse(H2Failed().Match(said).Groups[1].Value, CultureInfo.InvariantCulture) != 0) throw new InvalidOperationException($"{url} failed: {said}");
        return (double.Parse(H2Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), count);
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkCount();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex WrkRate();

    [GeneratedRegex(@"status codes: (\d+) 2xx")]
    private static partial Regex H2Count();

    [GeneratedRegex(@"(\d+) failed")]
    private static partial Regex H2Failed();

    [GeneratedRegex(@"([\d.]+) req/s")]
    private static partial Regex H2Rate();
}
