using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes versions, each on its own; the default one stays. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html</summary>
public sealed record DeleteLaunchTemplateVersions : Command<DeleteLaunchTemplateVersions.Result>
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    [Wire("LaunchTemplateVersion")]
    public required IReadOnlyList<string> Versions { get; init; }

    public sealed record Result(
        IReadOnlyList<DeletedLaunchTemplateVersion> SuccessfullyDeletedLaunchTemplateVersions, IReadOnlyList<UndeletedLaunchTemplateVersion> UnsuccessfullyDeletedLaunchTemplateVersions);

    public override Result Apply(Draft draft)
    {
        var template = LaunchTemplates.Get(draft, LaunchTemplateId, LaunchTemplateName);
        var deleted = new List<DeletedLaunchTemplateVersion>();
        var kept = new List<UndeletedLaunchTemplateVersion>();
        foreach (var number in Versions.Select(v => LaunchTemplates.NumberOf(template, v)).Distinct())
        {
            if (number == template.DefaultVersion) throw Fault.Invalid("LaunchTemplateVersion", $"{number}", "The default version cannot be deleted");
            if (LaunchTemplates.Find(draft, template, number) is not { } version)
            {
                kept.Add(new(template.Id, template.Name, number, new VersionError("launchTemplateVersionDoesNotExist", "The version does not exist")));
                continue;
            }
            draft.Remove(version.Id);
            deleted.Add(new(template.Id, template.Name, number));
        }
        var latest = LaunchTemplates.VersionsOf(draft, template).Max(v => v.Number);
        if (latest < template.LatestVersion) draft.Put(template with { LatestVersion = latest });
        return new Result(deleted, kept);
    }
}

/// <summary>A version that was deleted.</summary>
public sealed record DeletedLaunchTemplateVersion(Id<LaunchTemplateRow> LaunchTemplateId, string LaunchTemplateName, long VersionNumber);

/// <summary>A version that was not, and why.</summary>
public sealed record UndeletedLaunchTemplateVersion(Id<LaunchTemplateRow> LaunchTemplateId, string LaunchTemplateName, long VersionNumber, VersionError ResponseError);

/// <summary>A code and a sentence.</summary>
public sealed record VersionError(string Code, string Message);
