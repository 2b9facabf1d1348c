using System.Net;
using System.Net.Sockets;
using Haneul.Api.CloudWatch;
using Haneul.Api.Dispatch;
using Haneul.Balancing;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Packets;
using Haneul.Scaling;
using Haneul.Scaling.Groups;
using Haneul.Store;
using Haneul.Tracing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Haneul.Daemon;

/// <summary>A running Haneul: store, ledger, back end and endpoint, wired together here and nowhere else.</summary>
internal sealed class HaneulDaemon : IAsyncDisposable
{
    private readonly DataDirectory data;
    private readonly IReadOnlyList<IAsyncDisposable> backEnds;
    private readonly PacketPlane? packets;
    private readonly WebApplication web;

    private HaneulDaemon(DaemonOptions options, DataDirectory data, Ledger ledger, PacketPlane? packets, IReadOnlyList<IAsyncDisposable> backEnds, WebApplication web)
    {
        (Options, this.data, Ledger, this.packets, this.backEnds, this.web) = (options, data, ledger, packets, backEnds, web);
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single() ?? throw new InvalidOperationException("The server has no address");
        Endpoint = address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }

    public DaemonOptions Options { get; }

    public Ledger Ledger { get; }

    /// <summary>Kernel or model, and why.</summary>
    public required ModeChosen Mode { get; init; }

    /// <summary>http://address:port, as clients are told it.</summary>
    public string Endpoint { get; }

    public static async Task<HaneulDaemon> StartAsync(DaemonOptions options, CancellationToken cancel)
    {
        // First of all: no host may get it.
        var endpoint = options.Socket is { } inherited ? Keeper.Inherited(inherited) : null;
        var data = DataDirectory.Take(options.Data);
        Ledger? ledger = null;
        try
        {
            // Where it cannot be had nothing is begun.
            endpoint ??= Bound(options);
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Logging.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
            {
                k.AddServerHeader = false;
                k.Limits.MaxRequestBodySize = Gate.LargestBodyBytes;
                k.Listen(options.Listen, options.Port);
            });
            builder.WebHost.UseSockets(s => s.CreateBoundListenSocket = _ => endpoint);
            var web = builder.Build();
            ledger = new Ledger(new SqliteStore(data.Database), new RandomIds(), TimeProvider.System, web.Services.GetRequiredService<ILogger<Ledger>>());
            if (!ledger.Current.Places.Any()) await ledger.ResetAsync(options.LayFirst, cancel);
            else await ledger.TakeAsync(Place.Between, d => { PublicPools.Set(d, options.Pools); return true; }, cancel);
            var events = new SqliteLogEvents(data.LogDatabase);
            var metrics = new MemoryMetrics();
            var (packets, mode) = Packets(options, ledger, events, web.Services.GetRequiredService<ILogger<Carrier>>());
            IReadOnlyList<IAsyncDisposable> backEnds = [packets is null ? new ModelBackEnd(ledger, web.Services.GetRequiredService<ILogger<ModelBackEnd>>()) : packets, new Sweeper(ledger, TimeProvider.System), new ScalingService(ledger, TimeProvider.System, metrics, packets, web.Services.GetRequiredService<ILogger<ScalingService>>()), new LogSweeper(ledger, events, TimeProvider.System, web.Services.GetRequiredService<ILogger<LogSweeper>>())];
            var buckets = new Buckets(options.Data);
            IObservations seen = packets is null ? new NothingSeen(events, objects: buckets.Read, metrics: metrics) : new HostsSeen(packets.Carrier.Hosts, events, buckets, metrics);
            var dispatcher = new Dispatcher(ledger, seen, new RandomIds(), new DispatcherSettings(options.Account));
            var world = ledger;
            var traces = new TraceDesk(() => world.Current, options.Account, mode.Name);
            var own = new OwnCalls(ledger, options, mode, traces, new PacketCalls(ledger, packets, traces, options), new GroupDesk(ledger, metrics, TimeProvider.System), web.Lifetime);
            var keys = new PublicKeys(options.Data);
            web.Run(new Gate(dispatcher, keys, own, IPAddress.IsLoopback(options.Listen), new CallLog(options.Verbose, web.Services.GetRequiredService<ILogger<Gate>>())).HandleAsync);
            if (packets is not null) await packets.Services.StartAsync(new Gate(dispatcher, keys, null, false, new CallLog(options.Verbose, web.Services.GetRequiredService<ILogger<Gate>>())).HandleAsync, cancel);
            await web.StartAsync(cancel);
            var daemon = new HaneulDaemon(options, data, ledger, packets, backEnds, web) { Mode = mode };
            data.WriteCard(new DaemonCard(Environment.ProcessId, daemon.Endpoint, options.Account, OwnCalls.Version, TimeProvider.System.GetUtcNow(), $"{mode.Name}: {mode.Why}"));
            return daemon;
        }
        catch
        {
            endpoint?.Dispose();
            if (ledger is not null) await ledger.DisposeAsync();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the process is told to stop (signal, or 'haneul down').</summary>
    public Task WaitAsync(CancellationToken cancel) => web.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        if (packets is not null) await packets.RemoveAsync();
        foreach (var backEnd in backEnds) await backEnd.DisposeAsync();
        await Ledger.DisposeAsync();
        data.Dispose();
    }

    private static (PacketPlane?, ModeChosen) Packets(DaemonOptions options, Ledger ledger, SqliteLogEvents events, ILogger<Carrier> log)
    {
        if (options.Mode == RunMode.Model) return (null, new ModeChosen(false, "packets are computed, not carried, as asked for"));
        var why = PacketPlane.WhyNot(options);
        if (why is null) return (PacketPlane.Open(options, ledger, events, log), new ModeChosen(true, options.Keeper is null ? "packets are carried by the kernel" : $"packets are carried by the kernel, in a user namespace: this machine has no route to them ('{Commands.Self.Name} exec host -- COMMAND' runs where it would be)"));
        if (options.Mode == RunMode.Kernel) throw new UserError($"This machine cannot carry packets: {why}. 'haneul doctor' tells what to do; '--mode model' computes them.");
        return (null, new ModeChosen(false, $"packets are computed, not carried: {why}"));
    }

    private static Socket Bound(DaemonOptions options)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(options.Listen, options.Port));
        }
        catch (SocketException e)
        {
            throw new UserError($"Cannot listen on {options.Listen}:{options.Port}: {e.Message}. Give another --port, or 0 to let the system choose.");
        }
    }
}

/// <summary>The mode that a daemon runs in.</summary>
/// <param name="Carries">Packets are carried by the kernel.</param>
/// <param name="Why">The reason, for people.</param>
internal sealed record ModeChosen(bool Carries, string Why)
{
    public string Name => Carries ? "kernel" : "model";
}
