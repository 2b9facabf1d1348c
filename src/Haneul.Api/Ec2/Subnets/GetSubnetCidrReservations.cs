using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the reservations of a subnet. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSubnetCidrReservations.html</summary>
public sealed record GetSubnetCidrReservations : DescribeQuery<GetSubnetCidrReservations.Result>
{
    public required Id<Subnet> SubnetId { get; init; }

    public sealed record Result(
        IReadOnlyList<SubnetCidrReservationView> SubnetIpv4CidrReservations, IReadOnlyList<SubnetCidrReservationView> SubnetIpv6CidrReservations, string? NextToken);

    private static readonly Dictionary<string, Reads<SubnetCidrReservation>> Known = new(StringComparer.Ordinal)
    {
        ["reservationType"] = (_, r) => [r.Type],
        ["subnet-id"] = (_, r) => [r.SubnetId.Value],
    };

    public override Result Answer(Scope scope)
    {
        scope.Get(SubnetId);
        var page = new Selection<SubnetCidrReservation>(scope, scope.All<SubnetCidrReservation>().Marked(SubnetId.Value)).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result(
            [.. page.Rows.Where(r => !r.Block.IsV6).Select(r => SubnetCidrReservationView.Of(scope, r))],
            [.. page.Rows.Where(r => r.Block.IsV6).Select(r => SubnetCidrReservationView.Of(scope, r))],
            page.NextToken);
    }
}
