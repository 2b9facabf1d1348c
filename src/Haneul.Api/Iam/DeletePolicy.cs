using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes a policy that nothing has and that has one version only. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html</summary>
public sealed record DeletePolicy : Command<Nothing>
{
    public required string PolicyArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var policy = IamChecks.OwnPolicy(draft, PolicyArn);
        if (PolicyView.Users(draft, policy).Any() || draft.All<IamRole>().Any(r => r.BoundaryArn == policy.Id.Value)) throw IamFaults.Conflict("Cannot delete a policy attached to entities.");
        if (policy.Versions.Length > 1) throw IamFaults.Conflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions.");
        draft.Remove(policy.Id);
        return Nothing.Value;
    }
}
