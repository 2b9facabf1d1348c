using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Lists the tags of a certificate. https://docs.aws.amazon.com/acm/latest/APIReference/API_ListTagsForCertificate.html</summary>
public sealed record ListTagsForCertificate : Query<ListTagsForCertificate.Result>
{
    public required string CertificateArn { get; init; }

    public sealed record Result(IReadOnlyList<AcmTag> Tags);

    public override Result Answer(Scope scope) => new(AcmTag.Of(scope.Certificate(CertificateArn).Tags));
}
