using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>A managed policy as IAM answers it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html</summary>
public sealed record PolicyView
{
    public required string PolicyName { get; init; }

    public required string PolicyId { get; init; }

    public required string Arn { get; init; }

    public required string Path { get; init; }

    public required string DefaultVersionId { get; init; }

    public required int AttachmentCount { get; init; }

    public required int PermissionsBoundaryUsageCount { get; init; }

    public required bool IsAttachable { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    public required DateTimeOffset UpdateDate { get; init; }

    /// <summary>Left out of listings.</summary>
    public IReadOnlyList<IamTag>? Tags { get; init; }

    public static PolicyView Of(Scope scope, IamPolicy policy, bool isListed = false) => new()
    {
        PolicyName = policy.Name,
        PolicyId = policy.UniqueId,
        Arn = policy.Id.Value,
        Path = policy.Path,
        DefaultVersionId = $"v{policy.DefaultVersion}",
        AttachmentCount = Users(scope, policy).Count(),
        PermissionsBoundaryUsageCount = scope.All<IamRole>().Count(r => r.BoundaryArn == policy.Id.Value),
        IsAttachable = true,
        Description = isListed ? null : policy.Description,
        CreateDate = policy.CreateTime,
        UpdateDate = policy.UpdateTime,
        Tags = isListed || policy.Tags.Count == 0 ? null : IamTag.Of(policy.Tags),
    };

    /// <summary>The roles that have the policy.</summary>
    internal static IEnumerable<IamRole> Users(Scope scope, IamPolicy policy) => scope.All<IamRole>().Where(r => r.AttachedPolicies.Contains(policy.Id.Value));
}

/// <summary>A version of a policy; listings leave the document out.</summary>
public sealed record PolicyVersionView
{
    /// <summary>URL-encoded.</summary>
    public string? Document { get; init; }

    public required string VersionId { get; init; }

    public required bool IsDefaultVersion { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    internal static PolicyVersionView Of(IamPolicy policy, IamPolicyVersion version, bool withDocument) => new()
    {
        Document = withDocument ? IamChecks.Escaped(version.Document) : null,
        VersionId = $"v{version.Number}",
        IsDefaultVersion = version.Number == policy.DefaultVersion,
        CreateDate = version.CreateTime,
    };
}
