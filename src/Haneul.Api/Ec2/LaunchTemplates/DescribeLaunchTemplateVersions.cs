using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>
/// Lists versions of one template, or ($Latest, $Default) of all. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
/// </summary>
public sealed record DescribeLaunchTemplateVersions : DescribeQuery<DescribeLaunchTemplateVersions.Result>
{
    public Id<LaunchTemplateRow>? LaunchTemplateId { get; init; }

    public string? LaunchTemplateName { get; init; }

    [Wire("LaunchTemplateVersion")]
    public IReadOnlyList<string> Versions { get; init; } = [];

    public string? MinVersion { get; init; }

    public string? MaxVersion { get; init; }

    public bool ResolveAlias { get; init; }

    [NoEffect("no service manages templates of others here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result(IReadOnlyList<LaunchTemplateVersionView> LaunchTemplateVersions, string? NextToken);

    private static readonly Dictionary<string, Reads<LaunchTemplateVersionRow>> Known = new(StringComparer.Ordinal)
    {
        ["create-time"] = (_, v) => [Scalars.Write(v.CreateTime)],
        ["ebs-optimized"] = (_, v) => [v.Data.EbsOptimized is { } b ? Scalars.Write(b) : null],
        ["http-endpoint"] = (_, v) => [v.Data.MetadataOptions?.HttpEndpoint],
        ["http-tokens"] = (_, v) => [v.Data.MetadataOptions?.HttpTokens],
        ["iam-instance-profile"] = (_, v) => [v.Data.IamInstanceProfile?.Arn ?? v.Data.IamInstanceProfile?.Name],
        ["image-id"] = (_, v) => [v.Data.ImageId],
        ["instance-type"] = (_, v) => [v.Data.InstanceType],
        ["is-default-version"] = (s, v) => [Scalars.Write(s.Get(v.TemplateId).DefaultVersion == v.Number)],
        ["kernel-id"] = (_, v) => [v.Data.KernelId],
        ["network-card-index"] = (_, v) => (v.Data.NetworkInterfaces ?? []).Select(n => n.NetworkCardIndex is { } at ? Scalars.Write(at) : null),
        ["ram-disk-id"] = (_, v) => [v.Data.RamDiskId],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<LaunchTemplateVersionRow>(scope, Chosen(scope)).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(v => LaunchTemplateVersionView.Of(scope, scope.Get(v.TemplateId), Resolved(scope, v)))], page.NextToken);
    }

    /// <summary>Newest first, as AWS answers.</summary>
    private IEnumerable<LaunchTemplateVersionRow> Chosen(Scope scope)
    {
        if (LaunchTemplateId is null && LaunchTemplateName is null)
        {
            if (Versions.Count == 0 || Versions.Any(v => v is not ("$Latest" or "$Default"))) throw Fault.Missing("LaunchTemplateId or LaunchTemplateName");
            return scope.All<LaunchTemplateRow>().SelectMany(t => Versions.Select(v => LaunchTemplates.VersionOf(scope, t, v)).Distinct());
        }
        var template = LaunchTemplates.Get(scope, LaunchTemplateId, LaunchTemplateName);
        if (Versions.Count > 0) return Versions.Select(v => LaunchTemplates.VersionOf(scope, template, v)).DistinctBy(v => v.Number);
        var least = MinVersion is { } min ? LaunchTemplates.NumberOf(template, min) : 0;
        var most = MaxVersion is { } max ? LaunchTemplates.NumberOf(template, max) : long.MaxValue;
        return LaunchTemplates.VersionsOf(scope, template).Where(v => v.Number >= least && v.Number <= most).OrderByDescending(v => v.Number);
    }

    private LaunchTemplateVersionRow Resolved(Scope scope, LaunchTemplateVersionRow version) =>
        ResolveAlias && version.Data.ImageId is { } image ? version with { Data = version.Data with { ImageId = LaunchReading.ImageIdOf(scope, image) } } : version;
}
