using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Tells how many groups and launch configurations there may be. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAccountLimits.html</summary>
public sealed record DescribeAccountLimits : Query<DescribeAccountLimits.Result>
{
    public sealed record Result(int MaxNumberOfAutoScalingGroups, int MaxNumberOfLaunchConfigurations, int NumberOfAutoScalingGroups, int NumberOfLaunchConfigurations);

    public override Result Answer(Scope scope) => new(CreateAutoScalingGroup.MostGroups, CreateLaunchConfiguration.Most, scope.All<ScalingGroup>().Count, scope.All<LaunchConfigurationRow>().Count);
}
