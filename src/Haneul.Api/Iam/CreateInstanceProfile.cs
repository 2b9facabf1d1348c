using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Makes an instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html</summary>
public sealed record CreateInstanceProfile : Command<InstanceProfileResult>
{
    public required string InstanceProfileName { get; init; }

    public string? Path { get; init; }

    public IReadOnlyList<IamTag> Tags { get; init; } = [];

    public override InstanceProfileResult Apply(Draft draft)
    {
        var name = IamChecks.Name("instanceProfileName", InstanceProfileName, 128);
        if (draft.All<IamInstanceProfile>().Any(p => p.Id.Value.Equals(name, StringComparison.OrdinalIgnoreCase))) throw IamFaults.Exists($"Instance Profile {name} already exists.");
        var profile = draft.Put(new IamInstanceProfile
        {
            Id = new Id<IamInstanceProfile>(name),
            UniqueId = IamChecks.UniqueId(draft, "AIPA"),
            Path = IamChecks.Path(Path),
            CreateTime = draft.Now,
            Tags = IamTag.Add(TagSet.None, Tags),
        });
        return new InstanceProfileResult(InstanceProfileView.Of(draft, profile));
    }
}
