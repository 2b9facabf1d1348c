using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A launch template as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplate.html</summary>
public sealed record LaunchTemplateView(
    Id<LaunchTemplateRow> LaunchTemplateId, string LaunchTemplateName, DateTimeOffset CreateTime, string CreatedBy, long DefaultVersionNumber, long LatestVersionNumber, IReadOnlyList<Tag> Tags)
{
    public static LaunchTemplateView Of(Scope scope, LaunchTemplateRow t) => new(
        t.Id, t.Name, t.CreateTime, LaunchTemplates.CreatorIn(scope), t.DefaultVersion, t.LatestVersion, scope.TagsFor(t.Id.Value));
}

/// <summary>A version of a launch template. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateVersion.html</summary>
public sealed record LaunchTemplateVersionView(
    Id<LaunchTemplateRow> LaunchTemplateId, string LaunchTemplateName, long VersionNumber, string? VersionDescription, DateTimeOffset CreateTime, string CreatedBy, bool DefaultVersion,
    LaunchTemplateData LaunchTemplateData)
{
    public static LaunchTemplateVersionView Of(Scope scope, LaunchTemplateRow t, LaunchTemplateVersionRow v) => new(
        t.Id, t.Name, v.Number, v.Description, v.CreateTime, LaunchTemplates.CreatorIn(scope), v.Number == t.DefaultVersion, v.Data);
}
