using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes tags off resources: by key, by key and value, or all of them. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html</summary>
public sealed record DeleteTags : Command<Done>
{
    [Wire("ResourceId")]
    public required IReadOnlyList<string> Resources { get; init; }

    public IReadOnlyList<TagToDelete> Tags { get; init; } = [];

    public override Done Apply(Draft draft)
    {
        foreach (var id in Resources)
        {
            TaggedKinds.Require(draft, id);
            var left = Tags.Count == 0 ? TagSet.None : draft.TagsOf(id).RemoveRange(draft.TagsOf(id).Where(IsNamed).Select(t => t.Key));
            draft.Retag(id, left);
        }
        return Done.Value;
    }

    private bool IsNamed(KeyValuePair<string, string> tag) => Tags.Any(t => t.Key == tag.Key && (t.Value is null || t.Value == tag.Value));
}

/// <summary>A key, and the value that the tag must have to be deleted where one is given.</summary>
public sealed record TagToDelete
{
    public required string Key { get; init; }

    public string? Value { get; init; }
}
