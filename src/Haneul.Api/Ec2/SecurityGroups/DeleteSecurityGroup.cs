using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a group that nothing uses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html</summary>
public sealed record DeleteSecurityGroup : Command<DeleteSecurityGroup.Result>
{
    public Id<SecurityGroup>? GroupId { get; init; }

    public string? GroupName { get; init; }

    public sealed record Result(bool Return, Id<SecurityGroup> GroupId);

    public override Result Apply(Draft draft)
    {
        var group = GroupNames.Find(draft, GroupId, GroupName);
        if (group.Name == "default") throw new Fault("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user");
        if (SecurityGroups.UserOf(draft, group) is { } user) throw Fault.Dependency($"resource {group.Id} has a dependent object: {user}");
        SecurityGroups.Revoke(draft, group, group.Rules);
        draft.Remove(group.Id);
        return new Result(true, group.Id);
    }
}
