using System.Globalization;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists customer gateways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeCustomerGateways.html</summary>
public sealed record DescribeCustomerGateways : Query<DescribeCustomerGateways.Result>
{
    public IReadOnlyList<Id<CustomerGateway>> CustomerGatewayIds { get; init; } = [];

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public sealed record Result(IReadOnlyList<CustomerGatewayView> CustomerGateways);

    private static readonly Dictionary<string, Reads<CustomerGateway>> Known = new(StringComparer.Ordinal)
    {
        ["bgp-asn"] = (_, g) => [g.BgpAsn.ToString(CultureInfo.InvariantCulture)],
        ["customer-gateway-id"] = (_, g) => [g.Id.Value],
        ["ip-address"] = (_, g) => [g.Address?.ToString()],
        ["state"] = (_, g) => [g.State],
        ["type"] = (_, _) => [VpnTypes.Ipsec],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<CustomerGateway>(scope, scope.All<CustomerGateway>()).Named(CustomerGatewayIds).Where(Filters, Known).Paged(null, null);
        return new Result([.. page.Rows.Select(g => CustomerGatewayView.Of(scope, g))]);
    }
}
