using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists the termination policies. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTerminationPolicyTypes.html</summary>
public sealed record DescribeTerminationPolicyTypes : Query<DescribeTerminationPolicyTypes.Result>
{
    public sealed record Result(IReadOnlyList<string> TerminationPolicyTypes);

    public override Result Answer(Scope scope) => new(TerminationPolicies.All);
}
