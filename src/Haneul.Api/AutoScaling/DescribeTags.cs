using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists tags of groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html</summary>
public sealed record DescribeTags : Query<DescribeTags.Result>
{
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<TagDescription> Tags, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<ScalingGroup>().SelectMany(g => g.Tags.Select(t => TagDescription.Of(g, t))).Where(t => Filters.All(f => Passes(t, f)));
        var page = ScalingPages.Take(scope, rows, t => $"{t.ResourceId}|{t.Key}", MaxRecords, NextToken);
        return new Result(page.Rows, page.NextToken);
    }

    private static bool Passes(TagDescription tag, Filter filter) => filter.Name switch
    {
        "auto-scaling-group" => filter.Values.Contains(tag.ResourceId),
        "key" => filter.Values.Contains(tag.Key),
        "value" => filter.Values.Contains(tag.Value),
        "propagate-at-launch" => filter.Values.Contains(tag.PropagateAtLaunch ? "true" : "false"),
        var name => throw ScalingFaults.Invalid($"Filter type {name} is not correct. Allowed Filter types are: auto-scaling-group, key, value, propagate-at-launch"),
    };
}
