using System.Text.Json.Serialization;
using Haneul.Fabric;
using Haneul.Tracing;

namespace Haneul.Proof;

/// <summary>A prediction and what was observed of a real packet, side by side, as <c>POST /_haneul/prove</c> and <c>haneul trace --prove --json</c> give it.</summary>
internal sealed record ProofReport
{
    /// <summary>Both are the same: verdict, steps, headers, translations, who decided.</summary>
    public required bool Agrees { get; init; }

    /// <summary>The packet arrived as predicted, where a program has the port that does not answer probes: of the answer nothing is proved.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>Where they part.</summary>
    public DifferenceReport? Difference { get; init; }

    public required TraceReport Predicted { get; init; }

    public required TraceReport Observed { get; init; }

    /// <summary>Step by step.</summary>
    public required IReadOnlyList<ProofRow> Rows { get; init; }

    /// <summary>What has to be known to read it: who answered, and why steps that are not the very same were taken to agree.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Where the packet ended at a load balancer and was answered: the proof of the balancer's own connection.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProofReport? Next { get; init; }

    /// <summary>What was sent got there and was answered, over all connections.</summary>
    [JsonIgnore]
    public bool IsSeenReachable => Observed.Reachable && Next is not { IsSeenReachable: false };
}

/// <summary>The first thing that is not the same.</summary>
/// <param name="Direction">On which way.</param>
/// <param name="Number">The step on that way, from 1.</param>
/// <param name="What">What of it differs.</param>
internal sealed record DifferenceReport(Direction Direction, int Number, string What);

/// <summary>One step, as it was predicted and as it was seen.</summary>
/// <param name="Direction">The way there, or back.</param>
/// <param name="At">Where.</param>
/// <param name="What">What is asked or done.</param>
/// <param name="Predicted">In short; absent: the prediction has no such step.</param>
/// <param name="Observed">In short; absent: nothing was seen.</param>
/// <param name="Recovered">The kernel does not tell it by itself.</param>
internal sealed record ProofRow(Direction Direction, ObjectReport At, string What, string? Predicted, string? Observed, bool Recovered);
