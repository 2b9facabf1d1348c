using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Haneul.Tests.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haneul.Tests.Balancing;

/// <summary>
/// A target of HTTP/2, plain or by TLS. <c>/echo</c> sends back what comes, as it comes, and counts it in a trailer; <c>/drain</c> says how much came, <c>/fill?N</c> sends so much; everything else is told how it was asked.
/// </summary>
internal sealed class KestrelTarget : IAsyncDisposable
{
    private readonly WebApplication _app;

    private KestrelTarget(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Ids of the connections that requests came by.</summary>
    public ConcurrentDictionary<string, int> Connections { get; } = new();

    public static async Task<KestrelTarget> StartAsync(bool isTls = false, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            (k.Limits.MaxRequestBodySize, k.Limits.MinRequestBodyDataRate, k.Limits.MinResponseDataRate) = (null, null, null);
            k.Listen(IPAddress.Loopback, 0, l =>
            {
                l.Protocols = protocols;
                if (!isTls) return;
                using var made = MadeCertificate.Ecdsa(["nobody.knows.it"]);
                l.UseHttps(X509CertificateLoader.LoadPkcs12(X509Certificate2.CreateFromPem(made.Pem, made.KeyPem).Export(X509ContentType.Pfx), null));
            });
        });
        var app = builder.Build();
        var target = new KestrelTarget(app);
        app.Run(target.ServeAsync);
        await app.StartAsync();
        return target;
    }

    private async Task ServeAsync(HttpContext context)
    {
        Connections.AddOrUpdate(context.Connection.Id, 1, (_, n) => n + 1);
        switch (context.Request.Path.Value)
        {
            case "/echo": await EchoAsync(context); break;
            case "/drain" or "/deep/drain": await context.Response.WriteAsync($"{await DrainAsync(context)}"); break;
            case "/fill": await FillAsync(context); break;
            default: await TellAsync(context); break;
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var trailers = context.Features.Get<IHttpResponseTrailersFeature>() ?? throw new InvalidOperationException("no trailers");
        await context.Response.Body.FlushAsync();
        var (buffer, total) = (new byte[50_000], 0L);
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            total += count;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
            await context.Response.Body.FlushAsync();
        }
        trailers.Trailers["x-count"] = $"{total}";
        var asked = context.Features.Get<IHttpRequestTrailersFeature>();
        if (asked is { Available: true } && asked.Trailers.Count > 0) trailers.Trailers["x-asked"] = string.Join(',', asked.Trailers.Select(t => $"{t.Key}={t.Value}").Order());
    }

    private static async Task<long> DrainAsync(HttpContext context)
    {
        var (buffer, total) = (new byte[50_000], 0L);
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count) total += count;
        return total;
    }

    private static async Task FillAsync(HttpContext context)
    {
        var left = long.Parse(context.Request.QueryString.Value?[1..] ?? "0");
        for (var block = new byte[30_000]; left > 0; left -= Math.Min(left, block.Length)) await context.Response.Body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
    }

    private static async Task TellAsync(HttpContext context)
    {
        var request = context.Request;
        await context.Response.WriteAsync($"{request.Method} {request.Scheme}://{request.Host}{request.Path}{request.QueryString} {request.Protocol}\n");
        foreach (var (name, value) in request.Headers) await context.Response.WriteAsync($"{name.ToLowerInvariant()}: {value}\n");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
