using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A launch template by id or name, and a version. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html</summary>
public sealed record LaunchTemplateSpecification
{
    public string? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    /// <summary>A number, $Latest or $Default.</summary>
    public string? Version { get; init; }

    internal static LaunchTemplateSpecification? Of(LaunchSource? source) => source?.TemplateId is null ? null : new LaunchTemplateSpecification
    {
        LaunchTemplateId = source.TemplateId, LaunchTemplateName = source.TemplateName, Version = source.Version,
    };
}
