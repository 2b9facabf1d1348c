using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A security policy of AWS: which versions of TLS and which ciphers a listener speaks, in the order that the balancer prefers them.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
/// </summary>
/// <param name="Name">AWS's name.</param>
/// <param name="Protocols">In the words of DescribeSSLPolicies: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3.</param>
/// <param name="Ciphers">In OpenSSL's names; those of TLS 1.3 begin with <c>TLS_</c>.</param>
public sealed record SslPolicy(string Name, ImmutableArray<string> Protocols, ImmutableArray<string> Ciphers)
{
    /// <summary>What a listener has that is made by the API without a word of policy.</summary>
    public const string Default = "ELBSecurityPolicy-2016-08";

    /// <summary>What a balancer offers to its targets over TLS where the listener's policy speaks TLS 1.3, or not.</summary>
    public const string ToTargetsWith13 = "ELBSecurityPolicy-TLS13-1-0-2021-06", ToTargets = Default;

    /// <summary>The kinds of balancer that know it.</summary>
    public ImmutableArray<string> BalancerTypes { get; init; } = ["application", "network"];

    /// <summary>Keys are agreed upon with ML-KEM as well, where both ends can.</summary>
    public bool IsPostQuantum { get; init; }

    public bool Speaks13 => Protocols.Contains("TLSv1.3");
}
