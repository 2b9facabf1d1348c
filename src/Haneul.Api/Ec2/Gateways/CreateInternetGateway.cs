using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes an internet gateway, not yet attached. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html</summary>
public sealed record CreateInternetGateway : Command<CreateInternetGateway.Result>
{
    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(InternetGatewayView InternetGateway);

    public override Result Apply(Draft draft)
    {
        // AWS raises this quota together with that of VPCs: there may be as many gateways as VPCs.
        var quota = draft.QuotaOf(Quotas.VpcsPerRegion) > draft.QuotaOf(Quotas.InternetGateways) ? Quotas.VpcsPerRegion : Quotas.InternetGateways;
        var have = draft.All<InternetGateway>().Count;
        if (have >= draft.QuotaOf(quota)) throw Fault.QuotaExceeded(Quotas.InternetGateways, draft.QuotaOf(quota));
        var gateway = draft.Put(new InternetGateway { Id = draft.NewId<InternetGateway>() });
        draft.TagNew(gateway.Id, TagSpecifications);
        return new Result(InternetGatewayView.Of(draft, gateway));
    }
}
