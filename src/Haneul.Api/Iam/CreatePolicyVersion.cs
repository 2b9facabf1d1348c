using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Adds a version to a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html</summary>
public sealed record CreatePolicyVersion : Command<CreatePolicyVersion.Result>
{
    public required string PolicyArn { get; init; }

    public required string PolicyDocument { get; init; }

    public bool SetAsDefault { get; init; }

    public sealed record Result(PolicyVersionView PolicyVersion);

    public override Result Apply(Draft draft)
    {
        var policy = IamChecks.OwnPolicy(draft, PolicyArn);
        if (policy.Versions.Length >= IamPolicy.MostVersions) throw IamFaults.Limit("VersionsPerPolicy", IamPolicy.MostVersions);
        var version = new IamPolicyVersion(policy.NextVersion, IamChecks.Document(PolicyDocument, "PolicySize", RoleLimits.ManagedPolicyCharacters), draft.Now);
        var changed = draft.Put(policy with
        {
            Versions = policy.Versions.Add(version),
            NextVersion = policy.NextVersion + 1,
            DefaultVersion = SetAsDefault ? version.Number : policy.DefaultVersion,
            UpdateTime = draft.Now,
        });
        return new Result(PolicyVersionView.Of(changed, version, withDocument: false));
    }
}
