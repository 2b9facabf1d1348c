using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a group that lets everything out and nothing in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html</summary>
public sealed record CreateSecurityGroup : Command<CreateSecurityGroup.Result>
{
    [Wire("GroupDescription")]
    public required string Description { get; init; }

    public required string GroupName { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(Id<SecurityGroup> GroupId, IReadOnlyList<Tag> Tags, string SecurityGroupArn);

    public override Result Apply(Draft draft)
    {
        var vpc = VpcId is { } id ? draft.Get(id) : GroupNames.DefaultVpc(draft);
        var name = GroupNames.Check("groupName", GroupName.Trim());
        if (name.Length == 0) throw Fault.Missing("groupName");
        if (name.StartsWith("sg-", StringComparison.Ordinal)) throw Fault.Invalid("groupName", name, "Group names may not be in the format sg-*");
        if (name == "default") throw Fault.Invalid("groupName", name, "Cannot use reserved security group name: default");
        if (Description.Length == 0) throw Fault.Missing("GroupDescription");
        if (draft.All<SecurityGroup>().Any(g => g.VpcId == vpc.Id && g.Name == name))
        {
            throw new Fault("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.Id}'");
        }
        draft.Admit(Quotas.SecurityGroupsPerRegion, draft.All<SecurityGroup>().Count);
        var group = Networks.MakeGroup(draft, vpc, name, GroupNames.Check("groupDescription", Description));
        draft.TagNew(group.Id, TagSpecifications);
        return new Result(group.Id, draft.TagsFor(group.Id.Value), draft.Arn("ec2", $"security-group/{group.Id}"));
    }
}
