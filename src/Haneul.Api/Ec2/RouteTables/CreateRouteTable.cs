using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a route table. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html</summary>
public sealed record CreateRouteTable : Command<CreateRouteTable.Result>, ITokened
{
    public required Id<Vpc> VpcId { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(RouteTableView RouteTable, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        draft.Get(VpcId);
        draft.Admit(Quotas.RouteTablesPerVpc, draft.All<RouteTable>().Count(t => t.VpcId == VpcId));
        var table = draft.Put(new RouteTable { Id = draft.NewId<RouteTable>(), VpcId = VpcId });
        draft.TagNew(table.Id, TagSpecifications);
        return new Result(RouteTableView.Of(draft, table), ClientToken);
    }
}
