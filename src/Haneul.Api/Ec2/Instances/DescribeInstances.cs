using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists instances by reservation. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html</summary>
public sealed record DescribeInstances : DescribeQuery<DescribeInstances.Result>
{
    public IReadOnlyList<Id<Instance>> InstanceIds { get; init; } = [];

    [Wire.NoEffect("no service manages instances of others here")]
    public bool IncludeManagedResources { get; init; }

    public sealed record Result([property: Wire.Wire("reservationSet")] IReadOnlyList<ReservationView> Reservations, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Instance>(scope, scope.All<Instance>()).Named(InstanceIds).Where(Filters, InstanceFilters.Known).Paged(MaxResults, NextToken);
        var reservations = page.Rows.GroupBy(i => i.ReservationId).Select(r => new ReservationView(
            r.Key, scope.Account, [], [.. r.OrderBy(i => i.LaunchIndex).Select(i => InstanceView.Of(scope, i))]));
        return new Result([.. reservations], page.NextToken);
    }
}

/// <summary>Instances that were launched together.</summary>
public sealed record ReservationView(
    string ReservationId, string OwnerId, [property: Wire.Wire("groupSet")] IReadOnlyList<GroupIdentifierView> Groups, [property: Wire.Wire("instancesSet")] IReadOnlyList<InstanceView> Instances);
