using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>One rule as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html</summary>
public sealed record SecurityGroupRuleView
{
    public required string SecurityGroupRuleId { get; init; }

    public required Id<SecurityGroup> GroupId { get; init; }

    public required string GroupOwnerId { get; init; }

    public required bool IsEgress { get; init; }

    public required string IpProtocol { get; init; }

    /// <summary>-1 where the protocol has no ports.</summary>
    public required int FromPort { get; init; }

    public required int ToPort { get; init; }

    public Cidr? CidrIpv4 { get; init; }

    public Cidr? CidrIpv6 { get; init; }

    public Id<PrefixList>? PrefixListId { get; init; }

    public ReferencedSecurityGroup? ReferencedGroupInfo { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required string SecurityGroupRuleArn { get; init; }

    public static SecurityGroupRuleView Of(Scope scope, SecurityGroup group, SecurityGroupRule rule) => new()
    {
        SecurityGroupRuleId = rule.Id,
        GroupId = group.Id,
        GroupOwnerId = scope.Account,
        IsEgress = rule.IsEgress,
        IpProtocol = Protocols.NameOf(rule.Protocol),
        FromPort = rule.FromPort ?? -1,
        ToPort = rule.ToPort ?? -1,
        CidrIpv4 = rule.Peer.Block is { IsV6: false } v4 ? v4 : null,
        CidrIpv6 = rule.Peer.Block is { IsV6: true } v6 ? v6 : null,
        PrefixListId = rule.Peer.PrefixListId,
        ReferencedGroupInfo = ReferencedSecurityGroup.Of(scope, rule),
        Description = rule.Description,
        Tags = scope.TagsFor(rule.Id),
        SecurityGroupRuleArn = scope.Arn("ec2", $"security-group-rule/{rule.Id}"),
    };
}

/// <summary>The group that a rule names.</summary>
public sealed record ReferencedSecurityGroup(Id<SecurityGroup> GroupId, string UserId)
{
    public string? PeeringStatus { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    public Id<VpcPeering>? VpcPeeringConnectionId { get; init; }

    public static ReferencedSecurityGroup? Of(Scope scope, SecurityGroupRule rule) => rule.Peer.GroupId is not { } id ? null : new(id, rule.Peer.GroupOwner ?? scope.Account)
    {
        PeeringStatus = UserIdGroupPair.StatusOf(scope, rule),
        VpcId = rule.Peer.PeeringId is null ? null : rule.Peer.PeerVpcId,
        VpcPeeringConnectionId = rule.Peer.PeeringId,
    };
}
