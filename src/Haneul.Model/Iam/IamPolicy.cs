using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A managed policy of an account, with its versions. The id is its ARN.</summary>
public sealed record IamPolicy : IResource<IamPolicy>
{
    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html</summary>
    public const int MostVersions = 5;

    public static Kind Kind { get; } = new("iam-policy", "", "", "NoSuchEntity", "ValidationError", "policy", Breadth.Account);

    public required Id<IamPolicy> Id { get; init; }

    public required string Name { get; init; }

    /// <summary>ANPA…</summary>
    public required string UniqueId { get; init; }

    public required string Path { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>At most <see cref="MostVersions"/>, oldest first.</summary>
    public required ImmutableArray<IamPolicyVersion> Versions { get; init; }

    public required int DefaultVersion { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    /// <summary>Counts on: numbers of deleted versions are not used again.</summary>
    public required int NextVersion { get; init; }
}

/// <summary>One version of a policy's document (v1, v2 …).</summary>
public sealed record IamPolicyVersion(int Number, string Document, DateTimeOffset CreateTime);
