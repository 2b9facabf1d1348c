using System.Net;
using Haneul.Api.Dispatch;
using Haneul.Model;
using Haneul.Store;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Haneul.Daemon;

/// <summary>A running Haneul: store, ledger, back end and endpoint, wired together here and nowhere else.</summary>
internal sealed class HaneulDaemon : IAsyncDisposable
{
    private readonly DataDirectory data;
    private readonly ModelBackEnd backEnd;
    private readonly WebApplication web;

    private HaneulDaemon(DaemonOptions options, DataDirectory data, Ledger ledger, ModelBackEnd backEnd, WebApplication web)
    {
        (Options, this.data, Ledger, this.backEnd, this.web) = (options, data, ledger, backEnd, web);
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single() ?? throw new InvalidOperationException("The server has no address");
        Endpoint = address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }

    public DaemonOptions Options { get; }

    public Ledger Ledger { get; }

    /// <summary>http://address:port, as clients are told it.</summary>
    public string Endpoint { get; }

    public static async Task<HaneulDaemon> StartAsync(DaemonOptions options, CancellationToken cancel)
    {
        var data = DataDirectory.Take(options.Data);
        Ledger? ledger = null;
        try
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Logging.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
            {
                k.AddServerHeader = false;
                k.Limits.MaxRequestBodySize = Gate.LargestBodyBytes;
                k.Listen(options.Listen, options.Port);
            });
            var web = builder.Build();
            ledger = new Ledger(new SqliteStore(data.Database), new RandomIds(), TimeProvider.System, web.Services.GetRequiredService<ILogger<Ledger>>());
            if (!ledger.Current.Places.Any()) await ledger.ResetAsync(options.LayFirst, cancel);
            else await ledger.TakeAsync(Place.Between, d => { PublicPools.Set(d, options.Pools); return true; }, cancel);
            var backEnd = new ModelBackEnd(ledger, TimeProvider.System);
            var dispatcher = new Dispatcher(ledger, new NothingSeen(), new RandomIds(), new DispatcherSettings(options.Account));
            var own = new OwnCalls(ledger, options, web.Lifetime);
            web.Run(new Gate(dispatcher, own, IPAddress.IsLoopback(options.Listen), new CallLog(options.Verbose, web.Services.GetRequiredService<ILogger<Gate>>())).HandleAsync);
            await StartListeningAsync(web, options, cancel);
            var daemon = new HaneulDaemon(options, data, ledger, backEnd, web);
            data.WriteCard(new DaemonCard(Environment.ProcessId, daemon.Endpoint, options.Account, OwnCalls.Version, TimeProvider.System.GetUtcNow()));
            return daemon;
        }
        catch
        {
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
        await backEnd.DisposeAsync();
        await Ledger.DisposeAsync();
        data.Dispose();
    }

    private static async Task StartListeningAsync(WebApplication web, DaemonOptions options, CancellationToken cancel)
    {
        try
        {
            await web.StartAsync(cancel);
        }
        catch (IOException e)
        {
            throw new UserError($"Cannot listen on {options.Listen}:{options.Port}: {e.Message} Give another --port, or 0 to let the system choose.");
        }
    }
}
