namespace Haneul.Fabric;

/// <summary>What an application balancer makes of a request beside choosing a target, as far as it follows from what was asked.</summary>
/// <param name="Status">The balancer answers with it itself; null: a target or a function is asked.</param>
/// <param name="Unauthenticated">Who is not logged in is answered with this instead: 302 (sent to the provider) or 401; null: nobody has to be.</param>
/// <param name="Provider">The issuer whom users log in at.</param>
/// <param name="NeedsHttp2">The target group takes requests of HTTP/2 alone, and others are answered with 464.</param>
public sealed record RequestOutcome(int? Status, int? Unauthenticated, string? Provider, bool NeedsHttp2)
{
    /// <summary>The target group does not take such requests: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues</summary>
    public const int Incompatible = 464;
}
