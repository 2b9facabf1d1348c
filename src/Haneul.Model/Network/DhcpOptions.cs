using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What instances of a VPC are told by DHCP: domain name, resolvers, time servers.</summary>
public sealed record DhcpOptions : IResource<DhcpOptions>
{
    public static Kind Kind { get; } = new(
        "dhcp-options", "dopt", "dhcp-options", "InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsId.Malformed", "dhcpOption ID");

    public required Id<DhcpOptions> Id { get; init; }

    /// <summary>Option name (<c>domain-name-servers</c>) to its values, in the order given.</summary>
    public required ImmutableArray<DhcpOption> Options { get; init; }

    /// <summary>Made with the region; the default VPC and new VPCs use it.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>One DHCP option and its values.</summary>
public sealed record DhcpOption(string Key, ImmutableArray<string> Values);
