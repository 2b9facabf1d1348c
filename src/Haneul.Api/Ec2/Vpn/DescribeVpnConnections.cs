using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists VPN connections. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpnConnections.html</summary>
public sealed record DescribeVpnConnections : Query<DescribeVpnConnections.Result>
{
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public IReadOnlyList<Id<VpnConnection>> VpnConnectionIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<VpnConnectionView> VpnConnections);

    private static readonly Dictionary<string, Reads<VpnConnection>> Known = new(StringComparer.Ordinal)
    {
        ["bgp-asn"] = (s, c) => [s.Find<CustomerGateway>(c.CustomerGatewayId)?.BgpAsn.ToString(CultureInfo.InvariantCulture)],
        ["customer-gateway-configuration"] = (s, c) => [RouterConfiguration.Write(s, c)],
        ["customer-gateway-id"] = (_, c) => [c.CustomerGatewayId.Value],
        ["option.static-routes-only"] = (_, c) => [c.StaticRoutesOnly ? "true" : "false"],
        ["route.destination-cidr-block"] = (_, c) => c.StaticRoutes.Select(r => r.ToString()),
        ["state"] = (_, c) => [c.State],
        ["transit-gateway-id"] = (_, _) => [],
        ["type"] = (_, _) => [VpnTypes.Ipsec],
        ["vpn-connection-id"] = (_, c) => [c.Id.Value],
        ["vpn-gateway-id"] = (_, c) => [c.VpnGatewayId?.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<VpnConnection>(scope, scope.All<VpnConnection>()).Named(VpnConnectionIds).Where(Filters, Known).Paged(null, null);
        return new Result([.. page.Rows.Select(c => VpnConnectionView.Of(scope, c))]);
    }
}
