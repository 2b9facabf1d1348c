using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Adds or replaces tags of a certificate. https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html</summary>
public sealed record AddTagsToCertificate : Command<Nothing>
{
    public required string CertificateArn { get; init; }

    public required IReadOnlyList<AcmTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var certificate = draft.Certificate(CertificateArn);
        draft.Put(certificate with { Tags = AcmTag.Add(certificate.Tags, Tags) });
        return Nothing.Value;
    }
}
