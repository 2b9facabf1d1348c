using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists launch templates. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html</summary>
public sealed record DescribeLaunchTemplates : DescribeQuery<DescribeLaunchTemplates.Result>
{
    public IReadOnlyList<Id<LaunchTemplateRow>> LaunchTemplateIds { get; init; } = [];

    public IReadOnlyList<string> LaunchTemplateNames { get; init; } = [];

    [NoEffect("no service manages templates of others here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result([property: Wire("launchTemplates")] IReadOnlyList<LaunchTemplateView> LaunchTemplates, string? NextToken);

    private static readonly Dictionary<string, Reads<LaunchTemplateRow>> Known = new(StringComparer.Ordinal)
    {
        ["create-time"] = (_, t) => [Scalars.Write(t.CreateTime)],
        ["launch-template-name"] = (_, t) => [t.Name],
    };

    public override Result Answer(Scope scope)
    {
        IEnumerable<LaunchTemplateRow> rows = scope.All<LaunchTemplateRow>();
        if (LaunchTemplateNames.Count > 0) rows = [.. LaunchTemplateNames.Distinct(StringComparer.Ordinal).Select(n => LaunchTemplates.Get(scope, null, n))];
        var page = new Selection<LaunchTemplateRow>(scope, rows).Named(LaunchTemplateIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(t => LaunchTemplateView.Of(scope, t))], page.NextToken);
    }
}
