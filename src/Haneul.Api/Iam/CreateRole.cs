using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Makes a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html</summary>
public sealed record CreateRole : Command<RoleResult>
{
    public string? Path { get; init; }

    public required string RoleName { get; init; }

    public required string AssumeRolePolicyDocument { get; init; }

    public string? Description { get; init; }

    public int MaxSessionDuration { get; init; } = 3600;

    public string? PermissionsBoundary { get; init; }

    public IReadOnlyList<IamTag> Tags { get; init; } = [];

    public override RoleResult Apply(Draft draft)
    {
        var name = IamChecks.Name("roleName", RoleName, 64);
        var role = new IamRole
        {
            Id = new Id<IamRole>(name),
            UniqueId = IamChecks.UniqueId(draft, "AROA"),
            Path = IamChecks.Path(Path),
            TrustPolicy = IamChecks.Document(AssumeRolePolicyDocument, "ACLSizePerRole", RoleLimits.TrustPolicyCharacters),
            Description = Description,
            MaxSessionSeconds = RoleLimits.CheckSession(MaxSessionDuration),
            BoundaryArn = PermissionsBoundary is { Length: > 0 } arn ? IamChecks.Policy(draft, arn).Id.Value : null,
            CreateTime = draft.Now,
            Tags = IamTag.Add(TagSet.None, Tags),
        };
        if (draft.All<IamRole>().Any(r => r.Id.Value.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamFaults.Exists($"Role with name {name} already exists.");
        return new RoleResult(RoleView.Of(draft, draft.Put(role)));
    }
}
