namespace Haneul.Model;

/// <summary>
/// The address ranges that stand for the internet. All of them are reserved ranges that are never routed globally, so that an emulated packet cannot reach anyone's real host:
/// 198.18.0.0/15 for benchmarks (RFC 2544, RFC 6890) and 2001:db8::/32 for documentation (RFC 3849). Haneul treats them as public.
/// </summary>
public static class AddressPools
{
    /// <summary>Elastic and lent public addresses of the cloud.</summary>
    public static Cidr Elastic { get; } = Cidr.Parse("198.18.0.0/16");

    /// <summary>Hosts and homes outside in its lower half, AWS's services in the upper.</summary>
    public static Cidr Outside { get; } = Cidr.Parse("198.19.0.0/16");

    /// <summary>AWS's own services: their prefix lists are cut from it.</summary>
    public static Cidr Services { get; } = new(Outside.First + (1 << 15), 17);

    /// <summary>A /56 of it for each VPC that asks for IPv6, but for the first, which is left to the outside.</summary>
    public static Cidr Ipv6 { get; } = Cidr.Parse("2001:db8::/32");

    /// <summary>The user's machine on the emulated internet; nobody else is ever given it.</summary>
    public static Ip Machine { get; } = Ip.Parse("198.19.255.254");

    /// <summary>The same in IPv6.</summary>
    public static Ip MachineV6 { get; } = Ip.Parse("2001:db8::fffe");

    /// <summary>The name by which the machine is an end of a trace, beside the hosts outside.</summary>
    public const string MachineName = "host";
}
