using System.Collections.Immutable;
using Haneul.Api.Logs;
using Haneul.Balancing;
using Haneul.Daemon;
using Haneul.Doctor;
using Haneul.Fabric;
using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Services;

namespace Haneul.Packets;

/// <summary>Everything that carries packets: the kernel, the hosts, and the loop that keeps both as the world wants them.</summary>
internal sealed class PacketPlane : IAsyncDisposable
{
    /// <summary>All of the address pools that are nobody's in the real world (RFC 2544, RFC 3849); IPv6 where the machine has it.</summary>
    private static ImmutableArray<Cidr> Routed => [Cidr.Parse("198.18.0.0/15"), .. Directory.Exists("/proc/sys/net/ipv6") ? [AddressPools.Ipv6] : Array.Empty<Cidr>()];

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    private readonly LinuxKernel kernel;
    private readonly LinuxHosts hosts;
    private readonly OutsideServers servers;
    private readonly string run;
    private bool isRemoved;

    private PacketPlane(LinuxKernel kernel, LinuxHosts hosts, OutsideServers servers, ServicePlane services, string run, Carrier carrier, FlowCollector flows) =>
        (this.kernel, this.hosts, this.servers, Services, this.run, Carrier, Flows) = (kernel, hosts, servers, services, run, carrier, flows);

    public Carrier Carrier { get; }

    /// <summary>What keeps a normal user's namespaces; null: these are the machine's.</summary>
    public Keeper? Keeper { get; private init; }

    /// <summary>What routers count.</summary>
    public FlowCollector Flows { get; }

    /// <summary>What answers hosts by name, of themselves and of the time, and for the cloud.</summary>
    public ServicePlane Services { get; }

    /// <summary>What serves load balancers in user space.</summary>
    public required BalancerPlane Balancers { get; init; }

    /// <summary>What routers tell.</summary>
    public required FlowWatch Watch { get; init; }

    /// <summary>The way into its namespaces.</summary>
    public NamespaceEntry Entry => kernel.Entry;

    /// <summary>Why this process cannot carry packets on this machine; null where it can.</summary>
    public static string? WhyNot(DaemonOptions options)
    {
        var report = Machine.Probe(options.Data);
        return report.CanCarryAsItIs ? null : report.CanCarry ? "it does not run as root" : report.Why;
    }

    /// <summary>Opens the kernel under the name that this data directory has there.</summary>
    public static PacketPlane Open(DaemonOptions options, Ledger ledger, ILogEvents events, ILogger<Carrier> log)
    {
        var places = HostPlaces.Of(options.Data);
        Directory.CreateDirectory(places.Run);
        var kernel = new LinuxKernel(places.Run);
        // What stands for the machine is a new namespace, whose loopback is down.
        if (options.Keeper is not null && kernel.Apply("", [new KernelChange.SetUp("lo", true)]) is [var failure, ..]) throw new KernelException("bring up the loopback", failure.Errno);
        // Before hosts are made: they trust it.
        var authority = CloudAuthority.Of(places.Authority, TimeProvider.System.GetUtcNow());
        var hosts = new LinuxHosts(places);
        var servers = new OutsideServers(kernel.Entry, log);
        var services = new ServicePlane(kernel.Entry, authority, TimeProvider.System, log);
        var link = options.HostLink ? new MachineLink($"hn{places.Tag}", Routed) : null;
        var balancers = new BalancerPlane(ledger, places.Run, places.Data, TimeProvider.System, log);
        var carrier = new Carrier(ledger, kernel, hosts, servers, services, balancers, link, log);
        var delivery = new FlowDelivery(ledger, events, new FlowFiles(Path.Combine(options.Data, "s3")), log);
        return new PacketPlane(kernel, hosts, servers, services, places.Run, carrier, new FlowCollector(carrier, kernel.Entry, delivery, TimeProvider.System, log))
        {
            Keeper = options.Keeper is { } pid ? new Keeper(pid) : null,
            Watch = new FlowWatch(carrier, ledger, kernel.Entry, TimeProvider.System, log),
            Balancers = balancers,
        };
    }

    /// <summary>Ends all hosts and leaves the machine as it was.</summary>
    public async Task RemoveAsync()
    {
        await Watch.DisposeAsync();
        await Flows.DisposeAsync();
        await Carrier.DisposeAsync();
        // An open socket would keep its namespace.
        await Services.DisposeAsync();
        await Balancers.DisposeAsync();
        Balancers.End();
        await hosts.EndAllAsync(StopGrace, CancellationToken.None);
        Carrier.RemoveAll();
        isRemoved = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await Flows.DisposeAsync();
        await Carrier.DisposeAsync();
        await Balancers.DisposeAsync();
        await Services.DisposeAsync();
        await servers.DisposeAsync();
        await hosts.DisposeAsync();
        kernel.Dispose();
        if (!isRemoved) return;
        Directory.Delete(run, recursive: true);
        Keeper?.End();
    }
}
