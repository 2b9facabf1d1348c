using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The cloud's end of VPN connections, attached to one VPC.</summary>
public sealed record VpnGateway : IResource<VpnGateway>, ITransient, IFading
{
    /// <summary>What AWS takes where no number is asked for.</summary>
    public const long DefaultAsn = 64512;

    public static Kind Kind { get; } = new(
        "vpn-gateway", "vgw", "vpn-gateway", "InvalidVpnGatewayID.NotFound", "InvalidVpnGatewayID.Malformed", "vpnGateway ID");

    public required Id<VpnGateway> Id { get; init; }

    public required long AmazonSideAsn { get; init; }

    /// <summary>available or deleted.</summary>
    public string State { get; init; } = "available";

    public string? Zone { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    /// <summary>attaching, attached, detaching or detached: what was attached last, shown for a while.</summary>
    public string? AttachmentState { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? ForgottenAt => EndTime?.AddHours(1);

    public Report? Settled(Place place) => AttachmentState is "attaching" or "detaching" ? new VpnGatewayGoesOn(place, Id) : null;
}

/// <summary>The customer's end of VPN connections: a router on the internet.</summary>
public sealed record CustomerGateway : IResource<CustomerGateway>, IFading
{
    /// <summary>What AWS takes where no number is given.</summary>
    public const long DefaultAsn = 65000;

    public static Kind Kind { get; } = new(
        "customer-gateway", "cgw", "customer-gateway", "InvalidCustomerGatewayID.NotFound", "InvalidCustomerGatewayId.Malformed", "customerGateway ID");

    public required Id<CustomerGateway> Id { get; init; }

    public required long BgpAsn { get; init; }

    public Ip? Address { get; init; }

    public string? CertificateArn { get; init; }

    public string? DeviceName { get; init; }

    /// <summary>available or deleted.</summary>
    public string State { get; init; } = "available";

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? ForgottenAt => EndTime?.AddHours(1);
}

/// <summary>A site-to-site VPN. A record: its tunnels are not up, and nothing passes.</summary>
public sealed record VpnConnection : IResource<VpnConnection>, ITransient, IFading
{
    public static Kind Kind { get; } = new(
        "vpn-connection", "vpn", "vpn-connection", "InvalidVpnConnectionID.NotFound", "InvalidVpnConnectionID.Malformed", "vpnConnection ID");

    public required Id<VpnConnection> Id { get; init; }

    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public Id<VpnGateway>? VpnGatewayId { get; init; }

    /// <summary>pending, available, modifying, deleting or deleted.</summary>
    public required string State { get; init; }

    public bool StaticRoutesOnly { get; init; }

    /// <summary>The customer's networks, where routes are static; propagated to the route tables that ask for them.</summary>
    public ImmutableArray<Cidr> StaticRoutes { get; init; } = [];

    public bool EnableAcceleration { get; init; }

    /// <summary>The customer's side of the traffic that the tunnels take; any, where not told.</summary>
    public Cidr LocalIpv4NetworkCidr { get; init; } = Cidr.AnyV4;

    /// <summary>AWS's side of the traffic that the tunnels take.</summary>
    public Cidr RemoteIpv4NetworkCidr { get; init; } = Cidr.AnyV4;

    public ImmutableArray<VpnTunnel> Tunnels { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? ForgottenAt => EndTime?.AddHours(1);

    /// <summary>Its static routes are in force.</summary>
    public bool Carries => State is "available" or "modifying";

    public bool IsLiving => State is not ("deleting" or "deleted");

    public Report? Settled(Place place) => State is "pending" or "modifying" or "deleting" ? new VpnConnectionGoesOn(place, Id) : null;
}
