using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>
/// A launch configuration: what came before launch templates. The id is its name. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchConfiguration.html
/// </summary>
public sealed record LaunchConfigurationRow : IResource<LaunchConfigurationRow>
{
    public static Kind Kind { get; } = new("launch-configuration", "", "", "ValidationError", "ValidationError", "launch configuration");

    public required Id<LaunchConfigurationRow> Id { get; init; }

    public required string Uuid { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required Ec2.LaunchTemplateData Data { get; init; }
}
