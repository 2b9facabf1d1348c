using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A certificate that was imported, with its key. The id is the resource part of its ARN: <c>certificate/uuid</c>. https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html</summary>
public sealed record Certificate : IResource<Certificate>
{
    public static Kind Kind { get; } = new("certificate", "", "", "ResourceNotFoundException", "ValidationException", "certificate");

    public required Id<Certificate> Id { get; init; }

    /// <summary>PEM.</summary>
    public required string Body { get; init; }

    /// <summary>PEM of those that signed it, one after the other; may be empty.</summary>
    public required string Chain { get; init; }

    /// <summary>PEM, without a password.</summary>
    public required string PrivateKey { get; init; }

    public required string DomainName { get; init; }

    /// <summary>All names that it is good for.</summary>
    public required ImmutableArray<string> Names { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;
}
