using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Adds or replaces tags. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html</summary>
public sealed record AddTags : Command<Nothing>
{
    public required IReadOnlyList<string> ResourceArns { get; init; }

    public required IReadOnlyList<ElbTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TaggedResources.CheckCount(ResourceArns);
        foreach (var arn in ResourceArns) TaggedResources.Retag(draft, arn, tags => ElbTag.Add(tags, Tags));
        return Nothing.Value;
    }
}
