using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haneul.Tests.Balancing;

/// <summary>Functions as Lambda's runtime interface emulator serves them: each event is answered as a test says.</summary>
internal sealed class FunctionServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FunctionServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public ConcurrentQueue<JsonNode> Events { get; } = new();

    public ConcurrentQueue<string> Paths { get; } = new();

    /// <summary>Whoever called did not wait for the answer.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="answer">Of an event; what it answers is sent as it is.</param>
    /// <param name="status">Of the invocation itself.</param>
    public static async Task<FunctionServer> StartAsync(Func<JsonNode, CancellationToken, Task<string>> answer, int status = 200)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FunctionServer(app);
        app.MapPost("/{**path}", async (HttpContext http) =>
        {
            var told = await JsonNode.ParseAsync(http.Request.Body) ?? throw new InvalidOperationException("an event is told");
            server.Events.Enqueue(told);
            server.Paths.Enqueue(http.Request.Path);
            try
            {
                var said = await answer(told, http.RequestAborted);
                http.Response.StatusCode = status;
                await http.Response.WriteAsync(said);
            }
            catch (OperationCanceledException)
            {
                server.GivenUp.TrySetResult();
            }
        });
        await app.StartAsync();
        return server;
    }

    public static Task<FunctionServer> SayingAsync(string answer, int status = 200) => StartAsync((_, _) => Task.FromResult(answer), status);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
