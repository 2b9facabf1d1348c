namespace Haneul.Balancer.Http2;

/// <summary>
/// Bounds what a peer may make us do for nothing (RFC 9113, section 10.5; CVE-2019-9512 and on, CVE-2023-44487): every frame that is not part of a request or an answer costs one,
/// and what is there grows with time and with requests that come to their end.
/// </summary>
internal sealed class FloodGuard(long nowMs)
{
    private const int Most = 1000, PerSecond = 200, PerRequest = 2;

    private int left = Most;
    private long lastMs = nowMs;

    /// <summary>False where the peer has had enough.</summary>
    public bool TrySpend(long nowMs)
    {
        if (nowMs - lastMs is > 0 and var passed)
        {
            var earned = passed * PerSecond / 1000;
            if (earned > 0) (left, lastMs) = ((int)Math.Min(Most, left + earned), nowMs);
        }
        return left-- > 0;
    }

    public void RequestEnded() => left = Math.Min(Most, left + PerRequest);
}
