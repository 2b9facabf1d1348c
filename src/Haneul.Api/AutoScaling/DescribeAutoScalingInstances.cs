using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists the instances of all groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html</summary>
public sealed record DescribeAutoScalingInstances : Query<DescribeAutoScalingInstances.Result>
{
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public int? MaxRecords { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<Details> AutoScalingInstances, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingInstanceDetails.html</summary>
    public sealed record Details(
        string InstanceId, string InstanceType, string AutoScalingGroupName, string AvailabilityZone, string LifecycleState, string HealthStatus, string? LaunchConfigurationName,
        LaunchTemplateSpecification? LaunchTemplate, bool ProtectedFromScaleIn);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<ScalingInstance>().Where(i => InstanceIds.Count == 0 || InstanceIds.Contains(i.Id.Value));
        var page = ScalingPages.Take(scope, rows, i => i.Id.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(Of)], page.NextToken);
    }

    private static Details Of(ScalingInstance i) => new(
        i.Id.Value, i.InstanceType, i.GroupId.Value, i.Zone, LifecycleWords.Of(i.State), i.IsHealthy ? "HEALTHY" : "UNHEALTHY", i.Launch?.ConfigurationName, LaunchTemplateSpecification.Of(i.Launch), i.IsProtected);
}
