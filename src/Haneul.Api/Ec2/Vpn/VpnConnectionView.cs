using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A VPN connection as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html</summary>
public sealed record VpnConnectionView
{
    public required string Category { get; init; }

    public required string GatewayAssociationState { get; init; }

    public required VpnConnectionOptionsView Options { get; init; }

    [Wire("routes")]
    public required IReadOnlyList<VpnStaticRoute> Routes { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    [Wire("vgwTelemetry")]
    public required IReadOnlyList<VgwTelemetry> VgwTelemetry { get; init; }

    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public required string State { get; init; }

    /// <summary>For the customer's router; while the connection lives.</summary>
    public string? CustomerGatewayConfiguration { get; init; }

    public required string Type { get; init; }

    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public Id<VpnGateway>? VpnGatewayId { get; init; }

    public static VpnConnectionView Of(Scope scope, VpnConnection c) => new()
    {
        Category = "VPN",
        GatewayAssociationState = c.VpnGatewayId is null ? "not-associated" : "associated",
        Options = VpnConnectionOptionsView.Of(c),
        Routes = [.. c.StaticRoutes.Select(r => new VpnStaticRoute(r, "Static", c.State == "pending" ? "pending" : "available"))],
        Tags = scope.TagsFor(c.Id.Value),
        VgwTelemetry = [.. c.Tunnels.Select(t => new VgwTelemetry(0, c.CreateTime, t.OutsideAddress, "DOWN", "IPSEC IS DOWN"))],
        VpnConnectionId = c.Id,
        State = c.State,
        CustomerGatewayConfiguration = c.IsLiving ? RouterConfiguration.Write(scope, c) : null,
        Type = VpnTypes.Ipsec,
        CustomerGatewayId = c.CustomerGatewayId,
        VpnGatewayId = c.VpnGatewayId,
    };
}

/// <summary>A network of the customer's.</summary>
public sealed record VpnStaticRoute(Cidr DestinationCidrBlock, string Source, string State);

/// <summary>What is seen of a tunnel: in Haneul it is down, for tunnels are records.</summary>
public sealed record VgwTelemetry(int AcceptedRouteCount, DateTimeOffset LastStatusChange, Ip OutsideIpAddress, string Status, string StatusMessage);

/// <summary>The options of a connection.</summary>
public sealed record VpnConnectionOptionsView
{
    public required bool EnableAcceleration { get; init; }

    public required bool StaticRoutesOnly { get; init; }

    public required Cidr LocalIpv4NetworkCidr { get; init; }

    public required Cidr RemoteIpv4NetworkCidr { get; init; }

    public required string OutsideIpAddressType { get; init; }

    public required string TunnelInsideIpVersion { get; init; }

    public required IReadOnlyList<TunnelOptionsView> TunnelOptions { get; init; }

    public static VpnConnectionOptionsView Of(VpnConnection c) => new()
    {
        EnableAcceleration = c.EnableAcceleration,
        StaticRoutesOnly = c.StaticRoutesOnly,
        LocalIpv4NetworkCidr = c.LocalIpv4NetworkCidr,
        RemoteIpv4NetworkCidr = c.RemoteIpv4NetworkCidr,
        OutsideIpAddressType = "PublicIpv4",
        TunnelInsideIpVersion = "ipv4",
        TunnelOptions = [.. c.Tunnels.Select(TunnelOptionsView.Of)],
    };
}
