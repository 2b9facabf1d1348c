using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists the transitions that hooks hold. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLifecycleHookTypes.html</summary>
public sealed record DescribeLifecycleHookTypes : Query<DescribeLifecycleHookTypes.Result>
{
    public sealed record Result(IReadOnlyList<string> LifecycleHookTypes);

    public override Result Answer(Scope scope) => new([LifecycleHook.Launching, LifecycleHook.TerminatingName]);
}
