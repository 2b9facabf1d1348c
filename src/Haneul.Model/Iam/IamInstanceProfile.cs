using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What hands a role to an instance. The id is its name.</summary>
public sealed record IamInstanceProfile : IResource<IamInstanceProfile>
{
    public static Kind Kind { get; } = new("iam-instance-profile", "", "", "NoSuchEntity", "ValidationError", "instance profile", Breadth.Account);

    public required Id<IamInstanceProfile> Id { get; init; }

    /// <summary>AIPA…</summary>
    public required string UniqueId { get; init; }

    public required string Path { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>One at most.</summary>
    public Id<IamRole>? RoleId { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    public string ArnIn(string account) => $"arn:aws:iam::{account}:instance-profile{Path}{Id}";
}
