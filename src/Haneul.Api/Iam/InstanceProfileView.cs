using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>An instance profile as IAM answers it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html</summary>
public sealed record InstanceProfileView
{
    public required string Path { get; init; }

    public required string InstanceProfileName { get; init; }

    public required string InstanceProfileId { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    public required IReadOnlyList<RoleView> Roles { get; init; }

    /// <summary>Left out of listings.</summary>
    public IReadOnlyList<IamTag>? Tags { get; init; }

    public static InstanceProfileView Of(Scope scope, IamInstanceProfile profile, bool isListed = false) => new()
    {
        Path = profile.Path,
        InstanceProfileName = profile.Id.Value,
        InstanceProfileId = profile.UniqueId,
        Arn = profile.ArnIn(scope.Account),
        CreateDate = profile.CreateTime,
        Roles = scope.Find(profile.RoleId) is { } role ? [RoleView.Of(scope, role, isListed: true)] : [],
        Tags = isListed || profile.Tags.Count == 0 ? null : IamTag.Of(profile.Tags),
    };
}

/// <summary>The answer of actions that give one instance profile.</summary>
public sealed record InstanceProfileResult(InstanceProfileView InstanceProfile);
