using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Options of a connection as they are asked for. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnectionOptionsSpecification.html</summary>
public sealed record VpnConnectionOptionsSpecification
{
    [NoEffect("kept and answered; Global Accelerator is not emulated")]
    public bool EnableAcceleration { get; init; }

    public string TunnelInsideIpVersion { get; init; } = "ipv4";

    [Wire("TunnelOptions")]
    public IReadOnlyList<TunnelOptionsSpecification> TunnelOptions { get; init; } = [];

    public Cidr? LocalIpv4NetworkCidr { get; init; }

    public Cidr? RemoteIpv4NetworkCidr { get; init; }

    public string OutsideIpAddressType { get; init; } = "PublicIpv4";

    public bool StaticRoutesOnly { get; init; }

    internal void Check()
    {
        if (TunnelInsideIpVersion != "ipv4") throw Fault.Unsupported("IPv6 inside tunnels needs a transit gateway, which Haneul does not have");
        if (OutsideIpAddressType != "PublicIpv4") throw Fault.Unsupported("Only public IPv4 addresses outside: others need a transit gateway, which Haneul does not have");
        if (EnableAcceleration) throw Fault.Combination("Acceleration needs a transit gateway");
        if (TunnelOptions.Count is not (0 or 1 or 2)) throw Fault.Invalid("Options.TunnelOptions", $"{TunnelOptions.Count}", "A connection has two tunnels");
        var inside = TunnelOptions.Select(t => t.TunnelInsideCidr).OfType<Cidr>().ToList();
        if (inside.Distinct().Count() < inside.Count) throw Fault.Invalid("TunnelInsideCidr", inside[0].ToString(), "The two tunnels must not have the same block");
        CheckV4(LocalIpv4NetworkCidr, "LocalIpv4NetworkCidr");
        CheckV4(RemoteIpv4NetworkCidr, "RemoteIpv4NetworkCidr");
    }

    internal static void CheckV4(Cidr? block, string parameter)
    {
        if (block is { IsV6: true } b) throw Fault.Invalid(parameter, b.ToString(), "It must be an IPv4 block");
    }
}
