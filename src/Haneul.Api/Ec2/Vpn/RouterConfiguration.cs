using System.Xml.Linq;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>
/// The document that tells the customer's router how to bring the tunnels up; clients read addresses, secret and BGP facts from it.
/// Values not asked for are AWS's defaults: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
/// </summary>
internal static class RouterConfiguration
{
    private const int BgpHoldTimeSeconds = 30;

    public static string Write(Scope scope, VpnConnection connection)
    {
        var customer = scope.Find<CustomerGateway>(connection.CustomerGatewayId);
        var gateway = scope.Find(connection.VpnGatewayId);
        var document = new XElement(
            "vpn_connection",
            new XAttribute("id", connection.Id.Value),
            new XElement("customer_gateway_id", connection.CustomerGatewayId.Value),
            new XElement("vpn_gateway_id", connection.VpnGatewayId?.Value ?? ""),
            new XElement("vpn_connection_type", VpnTypes.Ipsec),
            connection.StaticRoutesOnly ? new XElement("vpn_connection_attributes", "NoBGPVPNConnection") : null,
            connection.Tunnels.Select(t => Tunnel(connection, t, customer, gateway)));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document;
    }

    private static XElement Tunnel(VpnConnection connection, VpnTunnel tunnel, CustomerGateway? customer, VpnGateway? gateway)
    {
        var hasBgp = !connection.StaticRoutesOnly;
        return new XElement(
            "ipsec_tunnel",
            End("customer_gateway", customer?.Address, tunnel.CustomerInside, hasBgp ? customer?.BgpAsn : null),
            End("vpn_gateway", tunnel.OutsideAddress, tunnel.GatewayInside, hasBgp ? gateway?.AmazonSideAsn : null),
            Ike(tunnel),
            Ipsec(tunnel.Settings));
    }

    private static XElement End(string name, Ip? outside, Ip inside, long? asn) => new(
        name,
        new XElement("tunnel_outside_address", new XElement("ip_address", outside?.ToString() ?? "")),
        new XElement(
            "tunnel_inside_address",
            new XElement("ip_address", inside.ToString()),
            new XElement("network_mask", "255.255.255.252"),
            new XElement("network_cidr", "30")),
        asn is null ? null : new XElement("bgp", new XElement("asn", asn), new XElement("hold_time", BgpHoldTimeSeconds)));

    private static XElement Ike(VpnTunnel tunnel) => new(
        "ike",
        new XElement("authentication_protocol", First(tunnel.Settings.Phase1Integrity, "SHA1").ToLowerInvariant()),
        new XElement("encryption_protocol", Cipher(First(tunnel.Settings.Phase1Encryption, "AES128"))),
        new XElement("lifetime", tunnel.Settings.Phase1LifetimeSeconds ?? 28_800),
        new XElement("perfect_forward_secrecy", $"group{First(tunnel.Settings.Phase1Groups, 2)}"),
        new XElement("mode", "main"),
        new XElement("pre_shared_key", tunnel.PreSharedKey));

    private static XElement Ipsec(TunnelSettings settings) => new(
        "ipsec",
        new XElement("protocol", "esp"),
        new XElement("authentication_protocol", $"hmac-{First(settings.Phase2Integrity, "SHA1").ToLowerInvariant()}-96"),
        new XElement("encryption_protocol", Cipher(First(settings.Phase2Encryption, "AES128"))),
        new XElement("lifetime", settings.Phase2LifetimeSeconds ?? 3_600),
        new XElement("perfect_forward_secrecy", $"group{First(settings.Phase2Groups, 2)}"),
        new XElement("mode", "tunnel"),
        new XElement("clear_df_bit", "true"),
        new XElement("fragmentation_before_encryption", "true"),
        new XElement("tcp_mss_adjustment", 1379),
        new XElement("dead_peer_detection", new XElement("interval", 10), new XElement("retries", 3)));

    private static T First<T>(IEnumerable<T> chosen, T standard) => chosen.DefaultIfEmpty(standard).First();

    /// <summary>AES128 → aes-128-cbc, AES256-GCM-16 → aes-256-gcm-16.</summary>
    private static string Cipher(string name)
    {
        var lower = name.ToLowerInvariant().Replace("aes", "aes-", StringComparison.Ordinal);
        return lower.Contains("gcm", StringComparison.Ordinal) ? lower : lower + "-cbc";
    }
}
