using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Makes a managed policy, with its first version. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html</summary>
public sealed record CreatePolicy : Command<CreatePolicy.Result>
{
    public required string PolicyName { get; init; }

    public string? Path { get; init; }

    public required string PolicyDocument { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<IamTag> Tags { get; init; } = [];

    public sealed record Result(PolicyView Policy);

    public override Result Apply(Draft draft)
    {
        var name = IamChecks.Name("policyName", PolicyName, 128);
        var path = IamChecks.Path(Path);
        if (draft.All<IamPolicy>().Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamFaults.Exists($"A policy called {name} already exists. Duplicate names are not allowed.");
        var policy = draft.Put(new IamPolicy
        {
            Id = new Id<IamPolicy>($"arn:aws:iam::{draft.Account}:policy{path}{name}"),
            Name = name,
            UniqueId = IamChecks.UniqueId(draft, "ANPA"),
            Path = path,
            Description = Description,
            CreateTime = draft.Now,
            UpdateTime = draft.Now,
            Versions = [new IamPolicyVersion(1, IamChecks.Document(PolicyDocument, "PolicySize", RoleLimits.ManagedPolicyCharacters), draft.Now)],
            DefaultVersion = 1,
            NextVersion = 2,
            Tags = IamTag.Add(TagSet.None, Tags),
        });
        return new Result(PolicyView.Of(draft, policy));
    }
}
