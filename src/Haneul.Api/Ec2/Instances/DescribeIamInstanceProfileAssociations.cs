using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists which instances have which profile. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html</summary>
public sealed record DescribeIamInstanceProfileAssociations : DescribeQuery<DescribeIamInstanceProfileAssociations.Result>
{
    [Wire("AssociationId")]
    public IReadOnlyList<string> AssociationIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<InstanceProfileAssociationView> IamInstanceProfileAssociations, string? NextToken);

    private static readonly Dictionary<string, Reads<Instance>> Known = new(StringComparer.Ordinal)
    {
        ["instance-id"] = (_, i) => [i.Id.Value],
        ["state"] = (_, i) => [i.InstanceProfileArn is null ? null : "associated"],
    };

    public override Result Answer(Scope scope)
    {
        var holders = AssociationIds.Count > 0
            ? AssociationIds.Select(id => InstanceProfileAssociationView.Holder(scope, id))
            : scope.All<Instance>().Where(i => i.InstanceProfileAssociationId is not null);
        var page = new Selection<Instance>(scope, holders).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(i => InstanceProfileAssociationView.Of(scope, i)).OfType<InstanceProfileAssociationView>()], page.NextToken);
    }
}
