using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads a version of a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html</summary>
public sealed record GetPolicyVersion : Query<GetPolicyVersion.Result>
{
    public required string PolicyArn { get; init; }

    public required string VersionId { get; init; }

    public sealed record Result(PolicyVersionView PolicyVersion);

    public override Result Answer(Scope scope)
    {
        var policy = IamChecks.Policy(scope, PolicyArn);
        var number = IamChecks.Version(policy, VersionId);
        return new Result(PolicyVersionView.Of(policy, policy.Versions.First(v => v.Number == number), withDocument: true));
    }
}
