using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the tags of resources. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html</summary>
public sealed record DescribeTags : Query<DescribeTags.Result>
{
    public required IReadOnlyList<string> ResourceArns { get; init; }

    public sealed record Result(IReadOnlyList<TagDescription> TagDescriptions);

    /// <summary>A resource and its tags.</summary>
    public sealed record TagDescription(string ResourceArn, IReadOnlyList<ElbTag> Tags);

    public override Result Answer(Scope scope)
    {
        TaggedResources.CheckCount(ResourceArns);
        return new Result([.. ResourceArns.Select(arn => new TagDescription(arn, ElbTag.Of(TaggedResources.TagsOf(scope, arn))))]);
    }
}
