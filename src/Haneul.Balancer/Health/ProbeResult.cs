namespace Haneul.Balancer;

/// <summary>What came of one health check.</summary>
public enum ProbeVerdict
{
    Passed,

    /// <summary>An answer with a code that does not mean health.</summary>
    Mismatch,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or no answer that can be read.</summary>
    Failed,

    /// <summary>It could not be run.</summary>
    Broken,
}

/// <summary>What came of one health check, with the code that was answered.</summary>
public readonly record struct ProbeResult(ProbeVerdict Verdict, int Code = 0);
