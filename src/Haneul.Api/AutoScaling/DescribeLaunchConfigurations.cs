using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists launch configurations. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLaunchConfigurations.html</summary>
public sealed record DescribeLaunchConfigurations : Query<DescribeLaunchConfigurations.Result>
{
    public IReadOnlyList<string> LaunchConfigurationNames { get; init; } = [];

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<View> LaunchConfigurations, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchConfiguration.html</summary>
    public sealed record View(
        string LaunchConfigurationName, [property: Wire("LaunchConfigurationARN")] string LaunchConfigurationArn, string ImageId, string KeyName, IReadOnlyList<string> SecurityGroups, string UserData,
        string InstanceType, string KernelId, string RamdiskId, IReadOnlyList<LaunchDeviceMapping> BlockDeviceMappings, Ec2.EnabledOption InstanceMonitoring, string? IamInstanceProfile,
        DateTimeOffset CreatedTime, bool EbsOptimized, bool? AssociatePublicIpAddress, string? PlacementTenancy, LaunchMetadataOptions? MetadataOptions);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<LaunchConfigurationRow>().Where(c => LaunchConfigurationNames.Count == 0 || LaunchConfigurationNames.Contains(c.Id.Value));
        var page = ScalingPages.Take(scope, rows, c => c.Id.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(c => Of(scope, c, c.Data))], page.NextToken);
    }

    private static View Of(Scope scope, LaunchConfigurationRow row, Ec2.LaunchTemplateData d) => new(
        row.Id.Value, scope.Arn("autoscaling", $"launchConfiguration:{row.Uuid}:launchConfigurationName/{row.Id}"), d.ImageId ?? "", d.KeyName ?? "",
        d.SecurityGroupIds ?? d.NetworkInterfaces?[0].Groups ?? [], d.UserData ?? "", d.InstanceType ?? "", "", "", [.. (d.BlockDeviceMappings ?? []).Select(LaunchDeviceMapping.Of)],
        d.Monitoring ?? new Ec2.EnabledOption { Enabled = true }, d.IamInstanceProfile?.Arn ?? d.IamInstanceProfile?.Name, row.CreateTime, d.EbsOptimized ?? false,
        d.NetworkInterfaces?[0].AssociatePublicIpAddress, d.Placement?.Tenancy, LaunchMetadataOptions.Of(d.MetadataOptions));
}
