using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the groups that interfaces of a VPC can be put in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSecurityGroupsForVpc.html</summary>
public sealed record GetSecurityGroupsForVpc : DescribeQuery<GetSecurityGroupsForVpc.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public sealed record Result(IReadOnlyList<SecurityGroupForVpc> SecurityGroupForVpcs, string? NextToken);

    private static readonly Dictionary<string, Reads<SecurityGroup>> Known = new(StringComparer.Ordinal)
    {
        ["description"] = (_, g) => [g.Description],
        ["group-id"] = (_, g) => [g.Id.Value],
        ["group-name"] = (_, g) => [g.Name],
        ["owner-id"] = (s, _) => [s.Account],
        ["primary-vpc-id"] = (_, g) => [g.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        scope.Get(VpcId);
        var rows = scope.All<SecurityGroup>().Where(g => g.VpcId == VpcId);
        var page = new Selection<SecurityGroup>(scope, rows).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => SecurityGroupForVpc.Of(scope, g))], page.NextToken);
    }
}

/// <summary>A group as this action answers it.</summary>
public sealed record SecurityGroupForVpc(string Description, string GroupName, string OwnerId, Id<SecurityGroup> GroupId, IReadOnlyList<Tag> Tags, Id<Vpc> PrimaryVpcId)
{
    public static SecurityGroupForVpc Of(Scope scope, SecurityGroup g) => new(g.Description, g.Name, scope.Account, g.Id, scope.TagsFor(g.Id.Value), g.VpcId);
}
