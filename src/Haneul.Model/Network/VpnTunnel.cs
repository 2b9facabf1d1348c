using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>One of a connection's two tunnels: AWS's address on the internet, the /30 inside, the shared secret, and what was asked for beyond AWS's defaults.</summary>
public sealed record VpnTunnel(Ip OutsideAddress, Cidr InsideCidr, string PreSharedKey)
{
    public TunnelSettings Settings { get; init; } = new();

    /// <summary>AWS's address inside: the first of the /30.</summary>
    public Ip GatewayInside => InsideCidr.First + 1;

    /// <summary>The customer's address inside: the second of the /30.</summary>
    public Ip CustomerInside => InsideCidr.First + 2;
}

/// <summary>IKE, IPsec and logging options of a tunnel; null or empty where AWS's default holds. https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html</summary>
public sealed record TunnelSettings
{
    public int? Phase1LifetimeSeconds { get; init; }

    public int? Phase2LifetimeSeconds { get; init; }

    public int? RekeyMarginTimeSeconds { get; init; }

    public int? RekeyFuzzPercentage { get; init; }

    public int? ReplayWindowSize { get; init; }

    public int? DpdTimeoutSeconds { get; init; }

    public string? DpdTimeoutAction { get; init; }

    public ImmutableArray<string> Phase1Encryption { get; init; } = [];

    public ImmutableArray<string> Phase2Encryption { get; init; } = [];

    public ImmutableArray<string> Phase1Integrity { get; init; } = [];

    public ImmutableArray<string> Phase2Integrity { get; init; } = [];

    public ImmutableArray<int> Phase1Groups { get; init; } = [];

    public ImmutableArray<int> Phase2Groups { get; init; } = [];

    public ImmutableArray<string> IkeVersions { get; init; } = [];

    public string? StartupAction { get; init; }

    public bool LifecycleControl { get; init; }

    public bool LogEnabled { get; init; }

    public string? LogGroupArn { get; init; }

    public string? LogOutputFormat { get; init; }
}
