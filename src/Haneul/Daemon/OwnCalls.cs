using System.Text.Json;
using System.Text.Json.Serialization;
using Haneul.Model;
using Haneul.Output;
using Haneul.Tracing;
using Haneul.Zones;

namespace Haneul.Daemon;

/// <summary>Haneul's own calls, below /_haneul/: status, reset, shutdown, trace, zones, the hosts outside. JSON both ways.</summary>
internal sealed class OwnCalls(Ledger ledger, DaemonOptions options, IHostApplicationLifetime lifetime)
{
    private readonly TraceDesk traces = new(() => ledger.Current, options.Account);
    private readonly ZoneDesk zones = new(ledger);

    public static string Version { get; } = typeof(OwnCalls).Assembly.GetName().Version?.ToString(3) ?? "0";

    public async Task HandleAsync(HttpContext http, string path, ReadOnlyMemory<byte> body)
    {
        try
        {
            var answer = await AnswerAsync(http.Request.Method, path, body, http.RequestAborted);
            if (answer is null) await WriteAsync(http, 404, new { code = "NotFound", message = $"Haneul has no call {http.Request.Method} /_haneul{path}" });
            else await WriteAsync(http, 200, answer);
            if (answer is Stopping) lifetime.StopApplication();
        }
        catch (Fault fault)
        {
            await WriteAsync(http, fault.Status, new { code = fault.Code, message = fault.Message });
        }
    }

    /// <summary>The answer; null where there is no such call.</summary>
    private async Task<object?> AnswerAsync(string method, string path, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        switch (method, path)
        {
            case ("GET", "/status"):
                return StatusReport.Of(ledger.Current, options);
            case ("POST", "/reset"):
                await ledger.ResetAsync(FirstOutside.Lay, cancel);
                return new { reset = true };
            case ("POST", "/down"):
                return new Stopping(true);
            case ("POST", "/trace"):
                return traces.Answer(Read<TraceRequest>(body));
            case ("GET", "/zones"):
                return zones.List();
            case ("POST", "/zones"):
                return await zones.SetAsync(Read<ZoneRequest>(body), cancel);
            case ("GET", "/outside"):
                return OutsideReport.Of(ledger.Current);
            default:
                return null;
        }
    }

    /// <summary>The answer after which the daemon ends.</summary>
    private sealed record Stopping([property: JsonPropertyName("stopping")] bool IsStopping);

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
