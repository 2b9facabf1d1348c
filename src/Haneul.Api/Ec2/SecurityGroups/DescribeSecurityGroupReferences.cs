using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Tells which peered VPCs have rules that name these groups. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupReferences.html</summary>
public sealed record DescribeSecurityGroupReferences : Query<DescribeSecurityGroupReferences.Result>
{
    public required IReadOnlyList<Id<SecurityGroup>> GroupId { get; init; }

    public sealed record Result(IReadOnlyList<SecurityGroupReference> SecurityGroupReferenceSet);

    public override Result Answer(Scope scope)
    {
        var rows =
            from id in GroupId
            let mine = scope.Get(id)
            from other in scope.World.Everywhere<SecurityGroup>()
            where other.Row.VpcId != mine.VpcId
            from rule in other.Row.Rules
            where rule.Peer.GroupId == id && rule.Peer.PeeringId is not null
            select new SecurityGroupReference(id, other.Row.VpcId, rule.Peer.PeeringId);
        return new Result([.. rows.Distinct()]);
    }
}

/// <summary>A group and a VPC that names it over a peering.</summary>
public sealed record SecurityGroupReference(Id<SecurityGroup> GroupId, Id<Vpc> ReferencingVpcId, Id<VpcPeering>? VpcPeeringConnectionId);
