using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a VPN gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html</summary>
public sealed record CreateVpnGateway : Command<CreateVpnGateway.Result>
{
    public string? AvailabilityZone { get; init; }

    public required string Type { get; init; }

    public long? AmazonSideAsn { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(VpnGatewayView VpnGateway);

    public override Result Apply(Draft draft)
    {
        VpnTypes.Require(Type);
        if (AvailabilityZone is { Length: > 0 } zone && Regions.Zone(draft.Region, zone) is null) throw Fault.Invalid("availabilityZone", zone, $"Region {draft.Region} has no such zone");
        draft.Admit(Quotas.VpnGateways, draft.All<VpnGateway>().Count(g => g.State == "available"));
        var gateway = draft.Put(new VpnGateway { Id = draft.NewId<VpnGateway>(), AmazonSideAsn = ReadAsn(), Zone = AvailabilityZone is { Length: > 0 } z ? z : null });
        draft.TagNew(gateway.Id, TagSpecifications);
        return new Result(VpnGatewayView.Of(draft, gateway));
    }

    /// <summary>Private numbers (RFC 6996) only.</summary>
    private long ReadAsn()
    {
        if (AmazonSideAsn is not { } asn) return VpnGateway.DefaultAsn;
        return asn is >= 64512 and <= 65534 or >= 4_200_000_000 and <= 4_294_967_294
            ? asn
            : throw Fault.Invalid("amazonSideAsn", $"{asn}", "It must be between 64512 and 65534, or between 4200000000 and 4294967294");
    }
}
