using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists groups with rules that name a group of a peered VPC which is gone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeStaleSecurityGroups.html</summary>
public sealed record DescribeStaleSecurityGroups : Query<DescribeStaleSecurityGroups.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<StaleSecurityGroup> StaleSecurityGroupSet, string? NextToken);

    public override Result Answer(Scope scope)
    {
        scope.Get(VpcId);
        var rows = scope.All<SecurityGroup>().Where(g => g.VpcId == VpcId && g.Rules.Any(r => SecurityGroups.IsStale(scope, r)));
        var page = new Selection<SecurityGroup>(scope, rows).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => StaleSecurityGroup.Of(scope, g))], page.NextToken);
    }
}

/// <summary>A group with its stale rules.</summary>
public sealed record StaleSecurityGroup
{
    public required string Description { get; init; }

    public required Id<SecurityGroup> GroupId { get; init; }

    public required string GroupName { get; init; }

    [Wire("staleIpPermissions")]
    public required IReadOnlyList<StaleIpPermission> StaleIpPermissions { get; init; }

    [Wire("staleIpPermissionsEgress")]
    public required IReadOnlyList<StaleIpPermission> StaleIpPermissionsEgress { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public static StaleSecurityGroup Of(Scope scope, SecurityGroup group)
    {
        var stale = group.Rules.Where(r => SecurityGroups.IsStale(scope, r)).ToList();
        return new StaleSecurityGroup
        {
            Description = group.Description,
            GroupId = group.Id,
            GroupName = group.Name,
            StaleIpPermissions = [.. IpPermission.Of(scope, stale.Where(r => !r.IsEgress)).Select(StaleIpPermission.Of)],
            StaleIpPermissionsEgress = [.. IpPermission.Of(scope, stale.Where(r => r.IsEgress)).Select(StaleIpPermission.Of)],
            VpcId = group.VpcId,
        };
    }
}

/// <summary>Stale rules of one protocol and port range.</summary>
public sealed record StaleIpPermission(int? FromPort, string? IpProtocol, int? ToPort, [property: Wire("groups")] IReadOnlyList<UserIdGroupPair> UserIdGroupPairs)
{
    public static StaleIpPermission Of(IpPermission p) => new(p.FromPort, p.IpProtocol, p.ToPort, p.UserIdGroupPairs);
}
