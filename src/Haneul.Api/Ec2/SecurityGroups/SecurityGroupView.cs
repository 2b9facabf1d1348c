using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A group as EC2 answers it, its rules gathered into permissions. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html</summary>
public sealed record SecurityGroupView
{
    public required Id<SecurityGroup> GroupId { get; init; }

    [Wire("ipPermissionsEgress")]
    public required IReadOnlyList<IpPermission> IpPermissionsEgress { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string SecurityGroupArn { get; init; }

    public required string OwnerId { get; init; }

    public required string GroupName { get; init; }

    [Wire("groupDescription")]
    public required string Description { get; init; }

    [Wire("ipPermissions")]
    public required IReadOnlyList<IpPermission> IpPermissions { get; init; }

    public static SecurityGroupView Of(Scope scope, SecurityGroup group) => new()
    {
        GroupId = group.Id,
        IpPermissionsEgress = IpPermission.Of(scope, group.Rules.Where(r => r.IsEgress)),
        Tags = scope.TagsFor(group.Id.Value),
        VpcId = group.VpcId,
        SecurityGroupArn = scope.Arn("ec2", $"security-group/{group.Id}"),
        OwnerId = scope.Account,
        GroupName = group.Name,
        Description = group.Description,
        IpPermissions = IpPermission.Of(scope, group.Rules.Where(r => !r.IsEgress)),
    };
}
