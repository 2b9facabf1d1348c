using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds a version, from nothing or over another version. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html</summary>
public sealed record CreateLaunchTemplateVersion : Command<CreateLaunchTemplateVersion.Result>, ITokened
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    public string? SourceVersion { get; init; }

    public string? VersionDescription { get; init; }

    public required LaunchTemplateData LaunchTemplateData { get; init; }

    [NoEffect("image parameters are resolved at launch")]
    public bool ResolveAlias { get; init; }

    public string? ClientToken { get; init; }

    public sealed record Result(LaunchTemplateVersionView LaunchTemplateVersion);

    public override Result Apply(Draft draft)
    {
        var template = LaunchTemplates.Get(draft, LaunchTemplateId, LaunchTemplateName);
        var data = SourceVersion is { } source ? Replaced(LaunchTemplateData, LaunchTemplates.VersionOf(draft, template, source).Data) : LaunchTemplateData;
        var added = LaunchTemplates.Add(draft, template, data, VersionDescription);
        return new Result(LaunchTemplateVersionView.Of(draft, draft.Get(template.Id), added));
    }

    /// <summary>Each member that is given replaces that of the source version whole.</summary>
    private static LaunchTemplateData Replaced(LaunchTemplateData given, LaunchTemplateData source)
    {
        var merged = source with { };
        foreach (var member in Shape.Of(typeof(LaunchTemplateData), Dialect.Ec2Query).Members)
        {
            if (member.Property.GetValue(given) is { } value) member.Property.SetValue(merged, value);
        }
        return merged;
    }
}
