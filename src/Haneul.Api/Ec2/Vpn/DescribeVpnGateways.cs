using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists VPN gateways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnGateways.html</summary>
public sealed record DescribeVpnGateways : Query<DescribeVpnGateways.Result>
{
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public IReadOnlyList<Id<VpnGateway>> VpnGatewayIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<VpnGatewayView> VpnGateways);

    private static readonly Dictionary<string, Reads<VpnGateway>> Known = new(StringComparer.Ordinal)
    {
        ["amazon-side-asn"] = (_, g) => [g.AmazonSideAsn.ToString(CultureInfo.InvariantCulture)],
        ["attachment.state"] = (_, g) => [g.AttachmentState],
        ["attachment.vpc-id"] = (_, g) => [g.AttachmentState is null ? null : g.VpcId?.Value],
        ["availability-zone"] = (_, g) => [g.Zone],
        ["state"] = (_, g) => [g.State],
        ["type"] = (_, _) => [VpnTypes.Ipsec],
        ["vpn-gateway-id"] = (_, g) => [g.Id.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<VpnGateway>(scope, scope.All<VpnGateway>()).Named(VpnGatewayIds).Where(Filters, Known).Paged(null, null);
        return new Result([.. page.Rows.Select(g => VpnGatewayView.Of(scope, g))]);
    }
}
