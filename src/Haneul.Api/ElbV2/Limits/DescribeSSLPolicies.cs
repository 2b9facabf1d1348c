using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists policies of TLS versions and ciphers. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeSSLPolicies.html</summary>
public sealed record DescribeSSLPolicies : Query<DescribeSSLPolicies.Result>
{
    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public string? LoadBalancerType { get; init; }

    public sealed record Result(IReadOnlyList<PolicyView> SslPolicies, string? NextMarker);

    /// <summary>A policy.</summary>
    public sealed record PolicyView(IReadOnlyList<string> SslProtocols, IReadOnlyList<CipherView> Ciphers, string Name, IReadOnlyList<string> SupportedLoadBalancerTypes);

    /// <summary>A cipher and its place.</summary>
    public sealed record CipherView(string Name, int Priority);

    public override Result Answer(Scope scope)
    {
        var type = LoadBalancerType is { } word ? BalancerWords.Type(word) : BalancerType.Application;
        IEnumerable<SslPolicy> rows = type == BalancerType.Gateway ? []
            : Names.Count == 0 ? SslPolicies.All : Names.Distinct().Select(n => SslPolicies.Find(n) ?? throw new Fault("SSLPolicyNotFound", $"SSL policy '{n}' not found"));
        var page = ElbPages.Take(scope, rows, p => p.Name, PageSize, Marker);
        return new Result([.. page.Rows.Select(View)], page.NextToken);
    }

    private static PolicyView View(SslPolicy policy) => new(policy.Protocols, [.. policy.Ciphers.Select((c, i) => new CipherView(c, i + 1))], policy.Name, [.. policy.BalancerTypes]);
}
