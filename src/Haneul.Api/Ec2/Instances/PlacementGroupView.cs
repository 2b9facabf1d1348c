using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A placement group as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PlacementGroup.html</summary>
public sealed record PlacementGroupView(
    string GroupName, Id<PlacementGroup> GroupId, string GroupArn, string State, string Strategy, int? PartitionCount, string? SpreadLevel, IReadOnlyList<Tag> Tags)
{
    public static PlacementGroupView Of(Scope scope, PlacementGroup g) => new(
        g.Name, g.Id, scope.Arn("ec2", $"placement-group/{g.Name}"), "available", g.Strategy, g.PartitionCount, g.SpreadLevel, scope.TagsFor(g.Id.Value));
}
