using System.Security.Cryptography.X509Certificates;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>A certificate as it is described. https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html</summary>
public sealed record CertificateDetail
{
    public required string CertificateArn { get; init; }

    public required string DomainName { get; init; }

    public required IReadOnlyList<string> SubjectAlternativeNames { get; init; }

    public required string Serial { get; init; }

    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public string? KeyAlgorithm { get; init; }

    public required string SignatureAlgorithm { get; init; }

    public required IReadOnlyList<string> InUseBy { get; init; }

    public string Type { get; } = "IMPORTED";

    public required IReadOnlyList<UsageView> KeyUsages { get; init; }

    public required IReadOnlyList<PurposeView> ExtendedKeyUsages { get; init; }

    public string RenewalEligibility { get; } = "INELIGIBLE";

    public OptionsView Options { get; } = new("DISABLED");

    /// <summary>What the key may do.</summary>
    public sealed record UsageView(string Name);

    /// <summary>What the certificate is for.</summary>
    public sealed record PurposeView(string Name, string OID);

    /// <summary>Transparency logs know nothing of it.</summary>
    public sealed record OptionsView(string CertificateTransparencyLoggingPreference);

    internal static CertificateDetail Of(Scope scope, Certificate row, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(row.Body);
        return new CertificateDetail
        {
            CertificateArn = scope.Arn(Certificates.Service, row.Id.Value),
            DomainName = row.DomainName,
            SubjectAlternativeNames = row.Names,
            Serial = CertificateWords.Serial(certificate),
            Subject = certificate.Subject,
            Issuer = certificate.GetNameInfo(X509NameType.SimpleName, true),
            CreatedAt = row.CreateTime,
            ImportedAt = row.ImportedAt,
            Status = CertificateWords.Status(row, now),
            NotBefore = row.NotBefore,
            NotAfter = row.NotAfter,
            KeyAlgorithm = CertificateWords.KeyAlgorithm(certificate),
            SignatureAlgorithm = CertificateWords.SignatureAlgorithm(certificate),
            InUseBy = [.. Certificates.UsersOf(scope, row).Select(b => scope.Arn(LoadBalancer.Service, b.Id.Value))],
            KeyUsages = [.. CertificateWords.KeyUsages(certificate).Select(u => new UsageView(u))],
            ExtendedKeyUsages = [.. CertificateWords.ExtendedKeyUsages(certificate).Select(u => new PurposeView(u.Name, u.Oid))],
        };
    }
}
