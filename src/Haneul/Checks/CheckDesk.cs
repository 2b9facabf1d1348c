using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Checks;

/// <summary>Answers checks, all of them about one world.</summary>
internal sealed class CheckDesk(TraceDesk traces)
{
    /// <summary>Of one request; each path takes microseconds.</summary>
    public const int MostPaths = 1_000_000;

    /// <summary>Failures that a check tells in full.</summary>
    private const int MostTold = 50;

    public CheckReport Answer(CheckRequest request)
    {
        if (request.Region is { } region && !Regions.Exists(region)) throw Fault.Invalid("region", region, "There is no such region");
        var sight = traces.Look();
        var ends = new CheckEnds(sight, request.Account ?? traces.Account, request.Region);
        var paths = 0;
        return new CheckReport([.. request.Checks.Select(c => Answer(c, request, sight, ends, ref paths))]);
    }

    private CheckOutcome Answer(Check check, CheckRequest request, Sight sight, CheckEnds ends, ref int paths)
    {
        try
        {
            var pairs = ends.PathsOf(check);
            paths += pairs.Count;
            if (paths > MostPaths) throw new Fault("TooManyPaths", $"The checks ask for more than {MostPaths} paths; name fewer ends");
            var failed = 0;
            var failures = new List<CheckFailure>();
            foreach (var path in pairs)
            {
                var asked = new TraceRequest { From = path.From, To = path.To, Port = path.Port, Protocol = check.Protocol, Ipv6 = check.Ipv6, Account = request.Account, Region = request.Region };
                var trace = traces.Trace(sight, asked);
                if (trace.Reachable == check.Reachable) continue;
                if (failed++ < MostTold) failures.Add(new CheckFailure(path, traces.Tell(sight, trace)));
            }
            return new CheckOutcome(check, pairs, failed, failures);
        }
        catch (Fault fault)
        {
            return new CheckOutcome(check, [], 0, [], fault.Message);
        }
    }
}
