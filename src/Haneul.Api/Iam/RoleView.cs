using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>A role as IAM answers it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html</summary>
public sealed record RoleView
{
    public required string Path { get; init; }

    public required string RoleName { get; init; }

    public required string RoleId { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>URL-encoded.</summary>
    public required string AssumeRolePolicyDocument { get; init; }

    public string? Description { get; init; }

    public required int MaxSessionDuration { get; init; }

    public BoundaryView? PermissionsBoundary { get; init; }

    /// <summary>Left out of listings.</summary>
    public IReadOnlyList<IamTag>? Tags { get; init; }

    public static RoleView Of(Scope scope, IamRole role, bool isListed = false) => new()
    {
        Path = role.Path,
        RoleName = role.Id.Value,
        RoleId = role.UniqueId,
        Arn = role.ArnIn(scope.Account),
        CreateDate = role.CreateTime,
        AssumeRolePolicyDocument = IamChecks.Escaped(role.TrustPolicy),
        Description = role.Description,
        MaxSessionDuration = role.MaxSessionSeconds,
        PermissionsBoundary = role.BoundaryArn is null || isListed ? null : new BoundaryView("Policy", role.BoundaryArn),
        Tags = isListed || role.Tags.Count == 0 ? null : IamTag.Of(role.Tags),
    };
}

/// <summary>The policy that bounds a role.</summary>
public sealed record BoundaryView(string PermissionsBoundaryType, string PermissionsBoundaryArn);

/// <summary>The answer of actions that give one role.</summary>
public sealed record RoleResult(RoleView Role);
