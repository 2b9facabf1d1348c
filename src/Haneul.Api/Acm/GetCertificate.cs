using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Answers a certificate and its chain; never its key. https://docs.aws.amazon.com/acm/latest/APIReference/API_GetCertificate.html</summary>
public sealed record GetCertificate : Query<GetCertificate.Result>
{
    public required string CertificateArn { get; init; }

    public sealed record Result(string Certificate, string? CertificateChain);

    public override Result Answer(Scope scope)
    {
        var certificate = scope.Certificate(CertificateArn);
        return new Result(certificate.Body, certificate.Chain.Length > 0 ? certificate.Chain : null);
    }
}
