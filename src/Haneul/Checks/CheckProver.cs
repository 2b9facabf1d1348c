using System.Text.Json;
using Haneul.Commands;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Proof;
using Haneul.Tracing;

namespace Haneul.Checks;

/// <summary>Sends a real packet on every path that was checked, one after another, and notes where it did not go as predicted.</summary>
internal sealed class CheckProver(string endpoint, CheckRequest request)
{
    /// <summary>Each takes a moment.</summary>
    public const int MostPaths = 5000;

    private const int MostTold = 50;

    public async Task<CheckReport> ProveAsync(CheckReport report, CancellationToken cancel)
    {
        var paths = report.Checks.Sum(c => c.Paths.Count);
        if (paths > MostPaths) throw new UserError($"The checks ask for {paths} paths; with --prove at most {MostPaths} are asked at once: name fewer ends");
        var outcomes = new List<CheckOutcome>();
        foreach (var outcome in report.Checks) outcomes.Add(outcome.Fault is null ? await ProveAsync(outcome, cancel) : outcome);
        return new CheckReport(outcomes);
    }

    private async Task<CheckOutcome> ProveAsync(CheckOutcome outcome, CancellationToken cancel)
    {
        var differing = new List<CheckFailure>();
        foreach (var path in outcome.Paths)
        {
            var asked = new TraceRequest { From = path.From, To = path.To, Port = path.Port, Protocol = outcome.Check.Protocol, Ipv6 = outcome.Check.Ipv6, Account = request.Account, Region = request.Region };
            var answer = await Shared.CallAsync(endpoint, HttpMethod.Post, "prove", asked, cancel);
            var proof = answer.Deserialize<ProofReport>(Json.Options) ?? throw new UserError($"What answers at {endpoint} is not this Haneul");
            if (proof.Difference is { } d) differing.Add(new CheckFailure(path, proof.Predicted, $"a real packet did not go as predicted: step {d.Number} {(d.Direction == Fabric.Direction.Return ? "of the way back" : "of the way there")}: {d.What}"));
        }
        return outcome with { Proved = outcome.Paths.Count - differing.Count, Differing = differing.Count, Failures = [.. outcome.Failures, .. differing.Take(MostTold)] };
    }
}
