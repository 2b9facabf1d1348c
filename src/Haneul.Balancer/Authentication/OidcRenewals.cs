namespace Haneul.Balancer;

/// <summary>
/// Renewals of sessions that are under way or were made just now: a browser asks for many things at once with one cookie, and a provider may take a refresh token only once (RFC 6749, section 10.4).
/// </summary>
internal sealed class OidcRenewals(TimeProvider time)
{
    /// <summary>So many are remembered; then they are forgotten all.</summary>
    private const int Most = 4096;

    /// <summary>So long requests with the old cookie may still come.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Task<OidcFinding> Finding, long Began)> _known = [];

    /// <summary>What the provider says of a refresh token; it is asked once.</summary>
    /// <param name="client">Whose token it is.</param>
    /// <param name="token">The refresh token.</param>
    /// <param name="ask">Asks, with an end of its own.</param>
    public Task<OidcFinding> Of(string client, string token, Func<Task<OidcFinding>> ask)
    {
        var key = $"{client}|{token}";
        lock (_gate)
        {
            if (_known.TryGetValue(key, out var there) && !IsOver(there.Finding, there.Began)) return there.Finding;
            foreach (var old in _known.Where(k => IsOver(k.Value.Finding, k.Value.Began)).Select(k => k.Key).ToList()) _known.Remove(old);
            if (_known.Count >= Most) _known.Clear();
            var finding = Task.Run(ask);
            _known[key] = (finding, time.GetTimestamp());
            return finding;
        }
    }

    /// <summary>A provider that could not be asked is asked again.</summary>
    private bool IsOver(Task<OidcFinding> finding, long began) =>
        finding.IsCompleted && (!finding.IsCompletedSuccessfully || finding.Result.Status is 500 or 504 || time.GetElapsedTime(began) > Kept);
}
