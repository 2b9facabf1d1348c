using System.Text.Json;
using Haneul.Model;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Daemon;

/// <summary>Haneul's own calls, below /_haneul/: status, reset, shutdown, trace, the hosts outside. JSON both ways.</summary>
internal sealed class OwnCalls(Ledger ledger, DaemonOptions options, IHostApplicationLifetime lifetime)
{
    private readonly TraceDesk traces = new(() => ledger.Current, options.Account);

    public static string Version { get; } = typeof(OwnCalls).Assembly.GetName().Version?.ToString(3) ?? "0";

    public async Task HandleAsync(HttpContext http, string path, ReadOnlyMemory<byte> body)
    {
        try
        {
            switch (http.Request.Method, path)
            {
                case ("GET", "/status"):
                    await WriteAsync(http, 200, StatusReport.Of(ledger.Current, options));
                    break;
                case ("POST", "/reset"):
                    await ledger.ResetAsync(FirstOutside.Lay, http.RequestAborted);
                    await WriteAsync(http, 200, new { reset = true });
                    break;
                case ("POST", "/down"):
                    await WriteAsync(http, 200, new { stopping = true });
                    lifetime.StopApplication();
                    break;
                case ("POST", "/trace"):
                    await WriteAsync(http, 200, traces.Answer(Read<TraceRequest>(body)));
                    break;
                case ("GET", "/outside"):
                    await WriteAsync(http, 200, OutsideReport.Of(ledger.Current));
                    break;
                default:
                    await WriteAsync(http, 404, new { code = "NotFound", message = $"Haneul has no call {http.Request.Method} /_haneul{path}" });
                    break;
            }
        }
        catch (Fault fault)
        {
            await WriteAsync(http, fault.Status, new { code = fault.Code, message = fault.Message });
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, Json.Options) ?? throw new Fault("MalformedInput", "The body is null, where an object is wanted");
        }
        catch (JsonException e)
        {
            throw new Fault("MalformedInput", $"The body is not the JSON that this call takes: {e.Message}");
        }
    }

    private static async Task WriteAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, body, Json.Options, http.RequestAborted);
    }
}
