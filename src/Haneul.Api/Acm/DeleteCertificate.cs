using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Deletes a certificate that no listener shows. https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html</summary>
public sealed record DeleteCertificate : Command<Nothing>
{
    public required string CertificateArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var certificate = draft.Certificate(CertificateArn);
        if (Certificates.UsersOf(draft, certificate).FirstOrDefault() is { } user) throw new Fault("ResourceInUseException", $"Certificate {CertificateArn} is in use by {draft.Arn(LoadBalancer.Service, user.Id.Value)}");
        draft.Remove(certificate.Id);
        return Nothing.Value;
    }
}
