using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A security group by id and name. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GroupIdentifier.html</summary>
public sealed record GroupIdentifierView(Id<SecurityGroup> GroupId, string? GroupName)
{
    public static IReadOnlyList<GroupIdentifierView> Of(Scope scope, IEnumerable<Id<SecurityGroup>> groups) =>
        [.. groups.Select(id => new GroupIdentifierView(id, scope.Find<SecurityGroup>(id)?.Name))];
}
