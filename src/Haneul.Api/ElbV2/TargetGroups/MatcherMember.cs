using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>The codes that mean health. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html</summary>
public sealed record MatcherMember
{
    public string? HttpCode { get; init; }

    public string? GrpcCode { get; init; }

    internal static MatcherMember? Of(TargetGroup group) => group.HealthCheck.Matcher is not { } matcher ? null
        : group.ProtocolVersion == "GRPC" ? new MatcherMember { GrpcCode = matcher } : new MatcherMember { HttpCode = matcher };

    internal string? CodesFor(string? version)
    {
        if (HttpCode is not null && GrpcCode is not null) throw BalancerFaults.Validation("A matcher has HTTP codes or gRPC codes, not both");
        if ((version == "GRPC" ? HttpCode : GrpcCode) is not null) throw BalancerFaults.Configuration($"The matcher does not fit protocol version {version ?? "HTTP1"}");
        return HttpCode ?? GrpcCode;
    }
}
