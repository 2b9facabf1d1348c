using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes an egress-only internet gateway in a VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateEgressOnlyInternetGateway.html</summary>
public sealed record CreateEgressOnlyInternetGateway : Command<CreateEgressOnlyInternetGateway.Result>, ITokened
{
    public required Id<Vpc> VpcId { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(EgressOnlyInternetGatewayView EgressOnlyInternetGateway, string? ClientToken);

    public override Result Apply(Draft draft)
    {
        draft.Get(VpcId);
        draft.Admit(Quotas.EgressOnlyInternetGateways, draft.All<EgressOnlyInternetGateway>().Count);
        var gateway = draft.Put(new EgressOnlyInternetGateway { Id = draft.NewId<EgressOnlyInternetGateway>(), VpcId = VpcId });
        draft.TagNew(gateway.Id, TagSpecifications);
        return new Result(EgressOnlyInternetGatewayView.Of(draft, gateway), ClientToken);
    }
}
