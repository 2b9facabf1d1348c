using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists groups with their instances. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html</summary>
public sealed record DescribeAutoScalingGroups : Query<DescribeAutoScalingGroups.Result>
{
    public IReadOnlyList<string> AutoScalingGroupNames { get; init; } = [];

    public bool? IncludeInstances { get; init; }

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public sealed record Result(IReadOnlyList<GroupView> AutoScalingGroups, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<ScalingGroup>().Where(g => AutoScalingGroupNames.Count == 0 || AutoScalingGroupNames.Contains(g.Id.Value)).Where(g => Filters.All(f => Passes(g, f)));
        var page = ScalingPages.Take(scope, rows, g => g.Id.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(g => GroupView.Of(scope, g, IncludeInstances ?? true))], page.NextToken);
    }

    private static bool Passes(ScalingGroup group, Filter filter) => filter.Name switch
    {
        "tag-key" => group.Tags.Any(t => filter.Values.Contains(t.Key)),
        "tag-value" => group.Tags.Any(t => filter.Values.Contains(t.Value)),
        { } name when name.StartsWith("tag:", StringComparison.Ordinal) => group.Tags.Any(t => t.Key == name[4..] && filter.Values.Contains(t.Value)),
        var name => throw ScalingFaults.Invalid($"Filter type {name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>"),
    };
}
