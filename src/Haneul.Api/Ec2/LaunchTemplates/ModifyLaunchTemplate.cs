using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Says which version is the default one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html</summary>
public sealed record ModifyLaunchTemplate : Command<ModifyLaunchTemplate.Result>, ITokened
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    [Wire("SetDefaultVersion")]
    public string? DefaultVersion { get; init; }

    public string? ClientToken { get; init; }

    public sealed record Result(LaunchTemplateView LaunchTemplate);

    public override Result Apply(Draft draft)
    {
        var template = LaunchTemplates.Get(draft, LaunchTemplateId, LaunchTemplateName);
        var version = LaunchTemplates.VersionOf(draft, template, DefaultVersion ?? throw Fault.Missing("SetDefaultVersion"));
        return new Result(LaunchTemplateView.Of(draft, draft.Put(template with { DefaultVersion = version.Number })));
    }
}
