using System.Text.Json.Serialization;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Checks;

/// <summary>What became of checks, as <c>POST /_haneul/check</c> and <c>haneul check --json</c> tell it.</summary>
internal sealed record CheckReport(IReadOnlyList<CheckOutcome> Checks)
{
    public bool Passed => Checks.All(c => c.Passed);

    /// <summary>Some check could not be asked.</summary>
    [JsonIgnore]
    public bool IsAskedWrongly => Checks.Any(c => c.Fault is not null);
}

/// <summary>What became of one check.</summary>
/// <param name="Check">The claim.</param>
/// <param name="Paths">What it was asked of, as many as were tried.</param>
/// <param name="Failed">How many of them are not as claimed.</param>
/// <param name="Failures">The first of those.</param>
/// <param name="Fault">Why it could not be asked.</param>
internal sealed record CheckOutcome(Check Check, IReadOnlyList<CheckedPath> Paths, int Failed, IReadOnlyList<CheckFailure> Failures, string? Fault = null)
{
    public bool Passed => Failed == 0 && Fault is null && Differing == 0;

    /// <summary>Paths on which a real packet went as predicted; absent: none was sent.</summary>
    public int? Proved { get; init; }

    /// <summary>Paths on which a real packet did not go as predicted; the first of them are among the failures.</summary>
    public int Differing { get; init; }
}

/// <summary>One source and one destination of a check: what a trace is asked (ids), and what people call them.</summary>
internal sealed record CheckedPath(string From, string To, int? Port, string FromLabel, string ToLabel)
{
    [JsonIgnore]
    public string Told => $"{FromLabel} → {ToLabel}{(Port is { } port ? $":{PortNames.Told(port)}" : "")}";
}

/// <summary>A path that is not as claimed, with its trace; or of which the kernel's account differs from the prediction.</summary>
/// <param name="Path">The path.</param>
/// <param name="Trace">What was predicted.</param>
/// <param name="Differs">Where the observed path leaves the predicted one, if it was probed and does.</param>
internal sealed record CheckFailure(CheckedPath Path, TraceReport Trace, string? Differs = null);
