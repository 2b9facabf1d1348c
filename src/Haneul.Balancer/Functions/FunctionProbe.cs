namespace Haneul.Balancer;

/// <summary>Checks a function's health by calling it. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda</summary>
internal static class FunctionProbe
{
    /// <summary>Throws <see cref="OperationCanceledException"/> where the time is over.</summary>
    public static async Task<ProbeResult> RunAsync(FunctionClient functions, HealthProbe asked, TimeProvider time, CancellationToken cancelled)
    {
        var function = ServedFunction.Of(asked.Pool);
        if (function.Url is not { } url) return new ProbeResult(ProbeVerdict.Failed);
        var (answer, failed) = await functions.CallAsync(url, FunctionEvent.HealthCheck(function, asked.Check.Path ?? "/"), Timeout.InfiniteTimeSpan, cancelled);
        cancelled.ThrowIfCancellationRequested();
        var said = failed ?? FunctionAnswer.Parse(answer ?? [], function.HasMultiValues, isHead: false, time.GetUtcNow());
        if (said.Reason is not null) return new ProbeResult(said.Status == 504 ? ProbeVerdict.TimedOut : ProbeVerdict.Failed);
        return new ProbeResult(CodeMatcher.Of(asked.Pool).Has(said.Status) ? ProbeVerdict.Passed : ProbeVerdict.Mismatch, said.Status);
    }
}
