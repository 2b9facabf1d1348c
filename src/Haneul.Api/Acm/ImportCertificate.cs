using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Imports a certificate with its key, anew or in the place of one that was imported. https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html</summary>
public sealed record ImportCertificate : Command<ImportCertificate.Result>, IPrepared
{
    /// <summary>That of a certificate to be replaced.</summary>
    public string? CertificateArn { get; init; }

    public required byte[] Certificate { get; init; }

    public required byte[] PrivateKey { get; init; }

    public byte[]? CertificateChain { get; init; }

    public IReadOnlyList<AcmTag> Tags { get; init; } = [];

    internal ImportedMaterial? Material { get; init; }

    public sealed record Result(string CertificateArn);

    public Call Prepared(IObservations seen) => this with { Material = ImportedMaterial.Read(Certificate, PrivateKey, CertificateChain) };

    public override Result Apply(Draft draft)
    {
        var material = Material ?? ImportedMaterial.Read(Certificate, PrivateKey, CertificateChain);
        var (notBefore, notAfter) = (Time(material.Certificate.NotBefore), Time(material.Certificate.NotAfter));
        if (notAfter <= draft.Now) throw AcmFaults.Validation($"The certificate has expired: it was good until {notAfter:yyyy-MM-dd HH:mm:ss}Z");
        if (notBefore > draft.Now) throw AcmFaults.Validation($"The certificate is not valid yet: it will be from {notBefore:yyyy-MM-dd HH:mm:ss}Z");
        var before = CertificateArn is { Length: > 0 } arn ? draft.Certificate(arn) : null;
        if (before is not null && Tags.Count > 0) throw new Fault("InvalidTagException", "Tags cannot be given when a certificate is imported again");
        if (before is null) draft.Admit(BalancerQuotas.Certificates, draft.All<Certificate>().Count);
        var row = draft.Put(new Certificate
        {
            Id = before?.Id ?? new Id<Certificate>($"certificate/{Uuid(draft.Hex(32))}"),
            Body = material.Body,
            Chain = material.Chain,
            PrivateKey = material.PrivateKey,
            DomainName = material.DomainName,
            Names = material.Names,
            NotBefore = notBefore,
            NotAfter = notAfter,
            ImportedAt = draft.Now,
            CreateTime = before?.CreateTime ?? draft.Now,
            Tags = before?.Tags ?? AcmTag.Add(TagSet.None, Tags),
        });
        return new Result(draft.Arn(Certificates.Service, row.Id.Value));
    }

    private static DateTimeOffset Time(DateTime local) => new DateTimeOffset(local).ToUniversalTime();

    private static string Uuid(string hex) => $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
}
