using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Tells of the customer's router; the same router told twice is one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html</summary>
public sealed record CreateCustomerGateway : Command<CreateCustomerGateway.Result>
{
    public int? BgpAsn { get; init; }

    /// <summary>The older name of <see cref="IpAddress"/>.</summary>
    public Ip? PublicIp { get; init; }

    public string? CertificateArn { get; init; }

    public required string Type { get; init; }

    public string? DeviceName { get; init; }

    public Ip? IpAddress { get; init; }

    public long? BgpAsnExtended { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(CustomerGatewayView CustomerGateway);

    public override Result Apply(Draft draft)
    {
        VpnTypes.Require(Type);
        if (BgpAsn is not null && BgpAsnExtended is not null) throw Fault.Combination("Give either BgpAsn or BgpAsnExtended");
        var address = IpAddress ?? PublicIp;
        if (address is null && string.IsNullOrEmpty(CertificateArn)) throw Fault.Missing("IpAddress");
        var asn = VpnTypes.CheckAsn("BgpAsn", BgpAsn ?? BgpAsnExtended ?? CustomerGateway.DefaultAsn);
        var living = draft.All<CustomerGateway>().Where(g => g.State == "available").ToList();
        var same = address is null ? null : living.FirstOrDefault(g => g.Address == address && g.BgpAsn == asn);
        if (same is null) draft.Admit(Quotas.CustomerGateways, living.Count);
        var gateway = same ?? draft.Put(new CustomerGateway
        {
            Id = draft.NewId<CustomerGateway>(),
            BgpAsn = asn,
            Address = address,
            CertificateArn = CertificateArn,
            DeviceName = DeviceName,
        });
        draft.TagNew(gateway.Id, TagSpecifications);
        return new Result(CustomerGatewayView.Of(draft, gateway));
    }
}
