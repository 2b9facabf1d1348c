using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The cloud's end of VPN connections, attached to one VPC.</summary>
public sealed record VpnGateway : IResource<VpnGateway>
{
    public static Kind Kind { get; } = new(
        "vpn-gateway", "vgw", "vpn-gateway", "InvalidVpnGatewayID.NotFound", "InvalidVpnGatewayID.Malformed", "vpnGateway ID");

    public required Id<VpnGateway> Id { get; init; }

    public required long AmazonSideAsn { get; init; }

    /// <summary>available or deleted.</summary>
    public string State { get; init; } = "available";

    public string? Zone { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    /// <summary>attached or detached: what was attached last, shown for a while.</summary>
    public string? AttachmentState { get; init; }
}

/// <summary>The customer's end of VPN connections: a router on the internet.</summary>
public sealed record CustomerGateway : IResource<CustomerGateway>
{
    public static Kind Kind { get; } = new(
        "customer-gateway", "cgw", "customer-gateway", "InvalidCustomerGatewayID.NotFound", "InvalidCustomerGatewayId.Malformed", "customerGateway ID");

    public required Id<CustomerGateway> Id { get; init; }

    public required long BgpAsn { get; init; }

    public Ip? Address { get; init; }

    public string? CertificateArn { get; init; }

    public string? DeviceName { get; init; }

    /// <summary>available or deleted.</summary>
    public string State { get; init; } = "available";
}

/// <summary>A site-to-site VPN. A record: its tunnels are not up, and nothing passes.</summary>
public sealed record VpnConnection : IResource<VpnConnection>
{
    public static Kind Kind { get; } = new(
        "vpn-connection", "vpn", "vpn-connection", "InvalidVpnConnectionID.NotFound", "InvalidVpnConnectionID.Malformed", "vpnConnection ID");

    public required Id<VpnConnection> Id { get; init; }

    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public Id<VpnGateway>? VpnGatewayId { get; init; }

    /// <summary>pending, available, deleting or deleted.</summary>
    public required string State { get; init; }

    public bool StaticRoutesOnly { get; init; }

    /// <summary>The customer's networks, where routes are static; propagated to the route tables that ask for them.</summary>
    public ImmutableArray<Cidr> StaticRoutes { get; init; } = [];

    public Cidr? LocalIpv4NetworkCidr { get; init; }

    public Cidr? RemoteIpv4NetworkCidr { get; init; }

    public ImmutableArray<VpnTunnel> Tunnels { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }
}

/// <summary>One of a connection's two tunnels.</summary>
public sealed record VpnTunnel(Ip OutsideAddress, Cidr InsideCidr, string PreSharedKey)
{
    public bool LogEnabled { get; init; }

    public string? LogGroupArn { get; init; }

    public string? LogOutputFormat { get; init; }
}
