using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the certificates of a listener, its default one first. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html</summary>
public sealed record DescribeListenerCertificates : Query<DescribeListenerCertificates.Result>
{
    public required string ListenerArn { get; init; }

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<CertificateMember> Certificates, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        var arns = scope.Listener(ListenerArn).CertificateArns;
        var page = ElbPages.Take(scope, arns, a => a, PageSize, Marker);
        return new Result([.. page.Rows.Select(a => new CertificateMember { CertificateArn = a, IsDefault = a == arns[0] })], page.NextToken);
    }
}
