using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a launch template with all versions. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplate.html</summary>
public sealed record DeleteLaunchTemplate : Command<DeleteLaunchTemplate.Result>
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    public sealed record Result(LaunchTemplateView LaunchTemplate);

    public override Result Apply(Draft draft)
    {
        var template = LaunchTemplates.Get(draft, LaunchTemplateId, LaunchTemplateName);
        var result = new Result(LaunchTemplateView.Of(draft, template));
        foreach (var version in LaunchTemplates.VersionsOf(draft, template).ToList()) draft.Remove(version.Id);
        draft.Remove(template.Id);
        return result;
    }
}
