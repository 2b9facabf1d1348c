using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the versions of a policy, newest first. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html</summary>
public sealed record ListPolicyVersions : Query<ListPolicyVersions.Result>
{
    public required string PolicyArn { get; init; }

    [NoEffect("a policy has five versions at most: all fit on a page")]
    public string? Marker { get; init; }

    [NoEffect("a policy has five versions at most: all fit on a page")]
    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<PolicyVersionView> Versions, bool IsTruncated);

    public override Result Answer(Scope scope)
    {
        var policy = IamChecks.Policy(scope, PolicyArn);
        return new Result([.. policy.Versions.Reverse().Select(v => PolicyVersionView.Of(policy, v, withDocument: false))], false);
    }
}
