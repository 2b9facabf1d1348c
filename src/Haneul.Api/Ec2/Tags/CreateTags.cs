using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds or replaces tags of resources of any kind. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html</summary>
public sealed record CreateTags : Command<Done>
{
    [Wire("ResourceId")]
    public required IReadOnlyList<string> Resources { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public override Done Apply(Draft draft)
    {
        var tags = Tagging.Checked(Tags).ToList();
        foreach (var id in Resources)
        {
            TaggedKinds.Require(draft, id);
            draft.Tag(id, tags);
        }
        return Done.Value;
    }
}
