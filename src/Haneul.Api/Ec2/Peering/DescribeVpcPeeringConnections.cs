using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the peerings that this region of this account is a side of. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html</summary>
public sealed record DescribeVpcPeeringConnections : DescribeQuery<DescribeVpcPeeringConnections.Result>
{
    public IReadOnlyList<Id<VpcPeering>> VpcPeeringConnectionIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<VpcPeeringView> VpcPeeringConnections, string? NextToken);

    private static readonly Dictionary<string, Reads<VpcPeering>> Known = new(StringComparer.Ordinal)
    {
        ["accepter-vpc-info.cidr-block"] = (s, p) => Blocks(s, p.Accepter),
        ["accepter-vpc-info.owner-id"] = (_, p) => [p.Accepter.Account],
        ["accepter-vpc-info.vpc-id"] = (_, p) => [p.Accepter.VpcId.Value],
        ["expiration-time"] = (_, p) => [Wire.Scalars.Write(p.ExpirationTime)],
        ["requester-vpc-info.cidr-block"] = (s, p) => Blocks(s, p.Requester),
        ["requester-vpc-info.owner-id"] = (_, p) => [p.Requester.Account],
        ["requester-vpc-info.vpc-id"] = (_, p) => [p.Requester.VpcId.Value],
        ["status-code"] = (_, p) => [PeeringStates.NameOf(p.State)],
        ["status-message"] = (_, p) => [p.Message],
        ["vpc-peering-connection-id"] = (_, p) => [p.Id.Value],
    };

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<VpcPeering>().Where(p => Peerings.IsSeenFrom(scope.Place, p));
        var page = new Selection<VpcPeering>(scope, rows).Named(VpcPeeringConnectionIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(p => VpcPeeringView.Of(scope, p))], page.NextToken);
    }

    private static IEnumerable<string> Blocks(Scope scope, PeeringSide side) =>
        scope.World.At(side.Place).Find<Vpc>(side.VpcId)?.Cidrs.Select(c => c.ToString()) ?? [];
}
