using System.Security.Cryptography.X509Certificates;
using Haneul.Daemon;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Haneul.Services;

/// <summary>The web server behind all doors. It listens nowhere itself.</summary>
internal sealed class ServiceWeb : IAsyncDisposable
{
    private const int MostConnections = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication web;

    private ServiceWeb(WebApplication web) => this.web = web;

    public static async Task<ServiceWeb> StartAsync(GivenSockets plain, GivenSockets secured, X509Certificate2 certificate, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = Gate.LargestBodyBytes;
            k.Limits.MaxConcurrentConnections = MostConnections;
            k.Limits.KeepAliveTimeout = Patience;
            k.Limits.RequestHeadersTimeout = Patience;
            k.Listen(plain.EndPoint, e => e.Protocols = HttpProtocols.Http1);
            k.Listen(secured.EndPoint, e =>
            {
                e.Protocols = HttpProtocols.Http1;
                e.UseHttps(certificate);
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<IConnectionListenerFactory>(plain);
        builder.Services.AddSingleton<IConnectionListenerFactory>(secured);
        var web = builder.Build();
        web.Run(http => http.Features.Get<Door>()?.Answer(http) ?? throw new InvalidOperationException("A connection came in by no door"));
        await web.StartAsync(cancel);
        return new ServiceWeb(web);
    }

    public async ValueTask DisposeAsync() => await web.DisposeAsync();

    /// <summary>Signals to the process are the daemon's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
