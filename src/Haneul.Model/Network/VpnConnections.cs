namespace Haneul.Model;

/// <summary>Making and ending VPN connections. https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html</summary>
public static class VpnConnections
{
    /// <summary>Where the addresses inside tunnels come from: link-local (RFC 3927).</summary>
    public static Cidr InsidePool { get; } = Cidr.Parse("169.254.0.0/16");

    /// <summary>Blocks that AWS keeps: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html</summary>
    private static readonly Cidr[] Reserved =
    [
        .. Enumerable.Range(0, 6).Select(i => Cidr.Parse($"169.254.{i}.0/30")), Cidr.Parse("169.254.169.252/30"),
    ];

    /// <summary>May a tunnel have this block inside?</summary>
    public static bool IsInside(Cidr block) => block.Length == 30 && InsidePool.Contains(block) && !Reserved.Contains(block);

    /// <summary>A tunnel with an address of its own on the internet; block and secret are made up where not given.</summary>
    public static VpnTunnel MakeTunnel(Draft draft, Cidr? inside, string? preSharedKey, TunnelSettings settings, IEnumerable<Cidr> taken)
    {
        var used = draft.All<VpnConnection>().SelectMany(c => c.Tunnels).Select(t => t.InsideCidr).Concat(taken).ToHashSet();
        return new VpnTunnel(PublicAddresses.Take(draft), inside ?? FreeInside(draft, used), preSharedKey ?? "k" + draft.Hex(31)) { Settings = settings };
    }

    /// <summary>The connection is gone: its addresses are given back, and it is shown as deleted for a while.</summary>
    public static VpnConnection End(Draft draft, VpnConnection connection)
    {
        foreach (var tunnel in connection.Tunnels) PublicAddresses.Return(draft, tunnel.OutsideAddress);
        return draft.Put(connection with { State = "deleted", EndTime = draft.Now });
    }

    /// <summary>Starts somewhere in the pool and goes up until a block is free: 16,384 blocks and at most two for each connection.</summary>
    private static Cidr FreeInside(Draft draft, HashSet<Cidr> used)
    {
        const int Blocks = 1 << 14;
        var start = Convert.ToInt32(draft.Hex(4), 16);
        for (var i = 0; i < Blocks; i++)
        {
            var block = new Cidr(InsidePool.First + (UInt128)((start + i) % Blocks * 4), 30);
            if (IsInside(block) && !used.Contains(block)) return block;
        }
        throw new Fault("InsufficientAddressCapacity", $"All blocks of {InsidePool} are in use");
    }
}
