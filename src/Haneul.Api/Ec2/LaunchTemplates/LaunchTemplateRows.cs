using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A named set of launch data with versions.</summary>
public sealed record LaunchTemplateRow : IResource<LaunchTemplateRow>
{
    public static Kind Kind { get; } = new(
        "launch-template", "lt", "launch-template", "InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.Malformed", "launch template ID");

    public required Id<LaunchTemplateRow> Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required long DefaultVersion { get; init; }

    /// <summary>The highest number of those that are there.</summary>
    public required long LatestVersion { get; init; }

    /// <summary>The last number that was given; none is given twice.</summary>
    public required long LastNumber { get; init; }
}

/// <summary>One version of a launch template; the id is the template's, a slash and the number.</summary>
public sealed record LaunchTemplateVersionRow : IResource<LaunchTemplateVersionRow>
{
    public static Kind Kind { get; } = new(
        "launch-template-version", "", "", "InvalidLaunchTemplateId.VersionNotFound", "InvalidLaunchTemplateId.VersionNotFound", "launch template version");

    public required Id<LaunchTemplateVersionRow> Id { get; init; }

    public required Id<LaunchTemplateRow> TemplateId { get; init; }

    public required long Number { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required LaunchTemplateData Data { get; init; }

    public static Id<LaunchTemplateVersionRow> IdOf(Id<LaunchTemplateRow> template, long number) => new($"{template}/{number:D9}");
}
