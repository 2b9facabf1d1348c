using System.Collections.Immutable;
using System.Globalization;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>Codes that mean health: <c>200</c>, <c>200,202</c>, <c>200-299</c>. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html</summary>
public sealed class CodeMatcher
{
    private readonly ImmutableArray<(int First, int Last)> ranges;

    private CodeMatcher(ImmutableArray<(int, int)> ranges) => this.ranges = ranges;

    public static CodeMatcher Of(WantedPool pool) => Parse(pool.HealthCheck.Matcher ?? (pool.ProtocolVersion == "GRPC" ? "12" : pool.Protocol is BalancerProtocol.Http or BalancerProtocol.Https ? "200" : "200-399"));

    public static CodeMatcher Parse(string text) => new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(Range)]);

    public bool Has(int code)
    {
        foreach (var (first, last) in ranges)
        {
            if (code >= first && code <= last) return true;
        }
        return false;
    }

    private static (int, int) Range(string text)
    {
        var ends = text.Split('-', 2);
        var first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return (first, ends.Length == 1 ? first : int.Parse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
