using System.Text.RegularExpressions;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a launch template with its first version. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html</summary>
public sealed partial record CreateLaunchTemplate : Command<CreateLaunchTemplate.Result>, ITokened
{
    public required string LaunchTemplateName { get; init; }

    public required LaunchTemplateData LaunchTemplateData { get; init; }

    public string? VersionDescription { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(LaunchTemplateView LaunchTemplate);

    public override Result Apply(Draft draft)
    {
        if (!NamePattern().IsMatch(LaunchTemplateName)) throw new Fault("InvalidLaunchTemplateName.MalformedException", "A launch template's name has 3 to 128 letters, digits and ( ) . - / _");
        if (LaunchTemplates.Named(draft, LaunchTemplateName) is not null)
        {
            throw new Fault("InvalidLaunchTemplateName.AlreadyExistsException", $"Launch template name already in use: {LaunchTemplateName}");
        }
        draft.Admit(Quotas.LaunchTemplates, draft.All<LaunchTemplateRow>().Count);
        var id = draft.NewId<LaunchTemplateRow>();
        var template = new LaunchTemplateRow { Id = id, Name = LaunchTemplateName, CreateTime = draft.Now, DefaultVersion = 1, LatestVersion = 0, LastNumber = 0 };
        LaunchTemplates.Add(draft, template, LaunchTemplateData, VersionDescription);
        draft.TagNew(id, TagSpecifications);
        return new Result(LaunchTemplateView.Of(draft, draft.Get(id)));
    }

    [GeneratedRegex(@"^[a-zA-Z0-9().\-/_]{3,128}$")]
    private static partial Regex NamePattern();
}
