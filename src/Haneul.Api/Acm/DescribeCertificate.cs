using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Tells what a certificate says of itself, and who uses it. https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html</summary>
public sealed record DescribeCertificate : Query<DescribeCertificate.Result>
{
    public required string CertificateArn { get; init; }

    public sealed record Result(CertificateDetail Certificate);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen) => new(CertificateDetail.Of(scope, scope.Certificate(CertificateArn), seen.Now));
}
