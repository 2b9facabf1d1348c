using System.Globalization;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A template by id or name, and one of its versions.</summary>
public sealed record LaunchTemplateSpecification
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    /// <summary>A number, $Latest or $Default.</summary>
    public string? Version { get; init; }
}

/// <summary>Finding templates and versions. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html</summary>
internal static class LaunchTemplates
{
    public static LaunchTemplateRow? Named(Scope scope, string name) => scope.All<LaunchTemplateRow>().FirstOrDefault(t => t.Name == name);

    /// <summary>The template, by exactly one of id and name.</summary>
    public static LaunchTemplateRow Get(Scope scope, Id<LaunchTemplateRow>? id, string? name)
    {
        if (id is not null && name is not null) throw Fault.Combination("A launch template is named by its id or by its name, not both");
        if (id is { } one) return scope.Get(one);
        if (name is null) throw Fault.Missing("LaunchTemplateId or LaunchTemplateName");
        return Named(scope, name) ?? throw new Fault("InvalidLaunchTemplateName.NotFoundException", $"The specified launch template, with template name {name}, does not exist.");
    }

    /// <summary>The version that a number, $Latest or $Default means.</summary>
    public static LaunchTemplateVersionRow VersionOf(Scope scope, LaunchTemplateRow template, string? version) =>
        Find(scope, template, NumberOf(template, version ?? "$Default"))
        ?? throw new Fault("InvalidLaunchTemplateId.VersionNotFound", $"Could not find the specified version {version} for the launch template with ID {template.Id}.");

    public static LaunchTemplateVersionRow? Find(Scope scope, LaunchTemplateRow template, long number) =>
        scope.TryFind(LaunchTemplateVersionRow.IdOf(template.Id, number), out var row) ? row : null;

    public static IEnumerable<LaunchTemplateVersionRow> VersionsOf(Scope scope, LaunchTemplateRow template) =>
        scope.All<LaunchTemplateVersionRow>().Where(v => v.TemplateId == template.Id);

    public static long NumberOf(LaunchTemplateRow template, string version) => version switch
    {
        "$Default" => template.DefaultVersion,
        "$Latest" => template.LatestVersion,
        _ => long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new Fault("InvalidLaunchTemplateId.VersionNotFound", $"'{version}' is no version: give a number, $Latest or $Default"),
    };

    /// <summary>Calls are not told apart by user: whoever made it is the account's root.</summary>
    public static string CreatorIn(Scope scope) => $"arn:aws:iam::{scope.Account}:root";

    /// <summary>Adds a version; its number is one more than the last.</summary>
    public static LaunchTemplateVersionRow Add(Draft draft, LaunchTemplateRow template, LaunchTemplateData data, string? description)
    {
        Check(data, description);
        var number = template.LastNumber + 1;
        draft.Put(template with { LatestVersion = number, LastNumber = number });
        return draft.Put(new LaunchTemplateVersionRow
        {
            Id = LaunchTemplateVersionRow.IdOf(template.Id, number), TemplateId = template.Id, Number = number, Description = description, CreateTime = draft.Now, Data = data,
        });
    }

    public static LaunchTemplateData DataOf(Scope scope, LaunchTemplateSpecification named) =>
        VersionOf(scope, Get(scope, named.LaunchTemplateId, named.LaunchTemplateName), named.Version).Data;

    /// <summary>Tags an instance with the template that it was launched by, as AWS does.</summary>
    public static void Mark(Draft draft, Instance instance, LaunchTemplateSpecification named)
    {
        var template = Get(draft, named.LaunchTemplateId, named.LaunchTemplateName);
        var version = VersionOf(draft, template, named.Version).Number.ToString(CultureInfo.InvariantCulture);
        draft.Tag(instance.Id.Value, [new("aws:ec2launchtemplate:id", template.Id.Value), new("aws:ec2launchtemplate:version", version)]);
    }

    /// <summary>Templates are checked when they are used; only what could never be is refused before.</summary>
    private static void Check(LaunchTemplateData data, string? description)
    {
        if (description?.Length > 255) throw Fault.Invalid("VersionDescription", description[..40], "It has 255 characters at most");
        if (data.InstanceType is not null && data.InstanceRequirements is not null) throw Fault.Combination("Instance type and instance requirements cannot be given together");
        LaunchReading.UserData(data.UserData);
    }
}
