using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Removes tags. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveTags.html</summary>
public sealed record RemoveTags : Command<Nothing>
{
    public required IReadOnlyList<string> ResourceArns { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TaggedResources.CheckCount(ResourceArns);
        foreach (var arn in ResourceArns) TaggedResources.Retag(draft, arn, tags => tags.RemoveRange(TagKeys));
        return Nothing.Value;
    }
}
