using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>An IAM role, of the whole account. A record: Haneul authorises nothing. The id is its name.</summary>
public sealed record IamRole : IResource<IamRole>
{
    public static Kind Kind { get; } = new("iam-role", "", "", "NoSuchEntity", "ValidationError", "role", Breadth.Account);

    public required Id<IamRole> Id { get; init; }

    /// <summary>AROA…</summary>
    public required string UniqueId { get; init; }

    /// <summary>Begins and ends with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>Who may take the role, as JSON.</summary>
    public required string TrustPolicy { get; init; }

    public string? Description { get; init; }

    public int MaxSessionSeconds { get; init; } = 3600;

    public string? BoundaryArn { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Inline policies by name.</summary>
    public ImmutableSortedDictionary<string, string> InlinePolicies { get; init; } = TagSet.None;

    /// <summary>ARNs of managed policies, in the order of attachment.</summary>
    public ImmutableArray<string> AttachedPolicies { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    public bool IsServiceLinked => Path.StartsWith("/aws-service-role/", StringComparison.Ordinal);

    public string ArnIn(string account) => $"arn:aws:iam::{account}:role{Path}{Id}";
}
