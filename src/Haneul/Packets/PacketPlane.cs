using System.Security.Cryptography;
using System.Text;
using Haneul.Daemon;
using Haneul.Doctor;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>Everything that carries packets: the kernel, the hosts, and the loop that keeps both as the world wants them.</summary>
internal sealed class PacketPlane : IAsyncDisposable
{
    /// <summary>All of the address pools that are nobody's in the real world (RFC 2544).</summary>
    private static readonly Cidr Routed = Cidr.Parse("198.18.0.0/15");

    private readonly IKernel kernel;
    private readonly IHosts hosts;
    private readonly OutsideServers servers;

    private PacketPlane(IKernel kernel, IHosts hosts, OutsideServers servers, Carrier carrier) =>
        (this.kernel, this.hosts, this.servers, Carrier) = (kernel, hosts, servers, carrier);

    public Carrier Carrier { get; }

    /// <summary>Why this process cannot carry packets on this machine; null where it can.</summary>
    public static string? WhyNot(DaemonOptions options)
    {
        var report = Machine.Probe(options.Data);
        return report.CanCarryAsItIs ? null : report.CanCarry ? "it does not run as root" : report.Why;
    }

    /// <summary>Opens the kernel under the name that this data directory has there.</summary>
    public static PacketPlane Open(DaemonOptions options, Ledger ledger, ILogger<Carrier> log)
    {
        var tag = TagOf(options.Data);
        var run = Path.Combine("/run/haneul", tag);
        Directory.CreateDirectory(run);
        var kernel = new LinuxKernel(run);
        var hosts = new LinuxHosts(new HostPlaces(run, Path.Combine(options.Data, "hosts"), tag));
        var device = $"hn{tag}";
        var servers = new OutsideServers(kernel.Entry, log);
        return new PacketPlane(kernel, hosts, servers, new Carrier(ledger, kernel, hosts, servers, options.HostLink ? new MachineLink(device, [Routed]) : null, log));
    }

    /// <summary>Eight hex digits that name this Haneul among others on the machine.</summary>
    public static string TagOf(string data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(data))))[..8];

    /// <summary>Ends all hosts and leaves the machine as it was.</summary>
    public async Task RemoveAsync()
    {
        await Carrier.DisposeAsync();
        await Carrier.RemoveAllAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        await servers.DisposeAsync();
        await hosts.DisposeAsync();
        kernel.Dispose();
    }
}
