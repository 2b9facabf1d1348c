using System.Text.Json;
using System.Text.Json.Serialization;
using Haneul.Captures;
using Haneul.Checks;
using Haneul.Functions;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Output;
using Haneul.Outside;
using Haneul.Packets;
using Haneul.Scaling.Groups;
using Haneul.Tracing;
using Haneul.Zones;

namespace Haneul.Daemon;

/// <summary>Haneul's own calls, below /_haneul/: status, reset, shutdown, trace, zones, Auto Scaling groups, what is outside. JSON both ways.</summary>
internal sealed class OwnCalls(Ledger ledger, DaemonOptions options, ModeChosen mode, TraceDesk traces, PacketCalls packets, GroupDesk groups, IHostApplicationLifetime lifetime)
{
    private readonly ZoneDesk zones = new(ledger);
    private readonly OutsideDesk outside = new(ledger);
    private readonly FunctionDesk functions = new(ledger);

    public static string Version { get; } = typeof(OwnCalls).Assembly.GetName().Version?.ToString(3) ?? "0";

    public async Task HandleAsync(HttpContext http, string path, ReadOnlyMemory<byte> body)
    {
        try
        {
            var answer = await AnswerAsync(http, path, body, http.RequestAborted);
            if (answer is IStreamed streamed) await StreamAsync(http, streamed);
            else if (answer is null) await WriteAsync(http, 404, new { code = "NotFound", message = $"Haneul has no call {http.Request.Method} /_haneul{path}" });
            else await WriteAsync(http, 200, answer);
            if (answer is Stopping) lifetime.StopApplication();
        }
        catch (Exception e) when (e is HostException or KernelException)
        {
            await WriteAsync(http, 500, new { code = "NotCarried", message = e.Message });
        }
        catch (Fault fault)
        {
            await WriteAsync(http, fault.Status, new { code = fault.Code, message = fault.Message });
        }
    }

    /// <summary>The answer; null where there is no such call.</summary>
    private async Task<object?> AnswerAsync(HttpContext http, string path, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        switch (http.Request.Method, path)
        {
            case ("GET", "/status"):
                return StatusReport.Of(ledger.Current, options, mode);
            case ("POST", "/reset"):
                await ledger.ResetAsync(options.LayFirst, cancel);
                return new { reset = true };
            case ("POST", "/down"):
                return new Stopping(true);
            case ("POST", "/trace"):
                return traces.Answer(Read<TraceRequest>(body));
            case ("POST", "/prove"):
                return await packets.ProveAsync(Read<TraceRequest>(body), cancel);
            case ("POST", "/check"):
                return new CheckDesk(traces).Answer(Read<CheckRequest>(body));
            case ("GET", "/zones"):
                return zones.List();
            case ("POST", "/zones"):
                return await zones.SetAsync(Read<ZoneRequest>(body), cancel);
            case ("GET", "/functions"):
                return functions.List();
            case ("POST", "/functions/add"):
                return await functions.AddAsync(Read<FunctionRequest>(body), cancel);
            case ("POST", "/functions/remove"):
                return await functions.RemoveAsync(Read<FunctionRequest>(body), cancel);
            case ("GET", "/groups"):
                return groups.Answer(http.Request.Query["name"]);
            case ("GET", "/groups/follow"):
                return groups.Follow(http.Request.Query["name"]);
            default:
                return path.StartsWith("/outside", StringComparison.Ordinal)
                    ? await OutsideAsync(http.Request.Method, path["/outside".Length..], body, cancel)
                    : await packets.AnswerAsync(http.Request.Method, path, name => http.Request.Query[name], () => Read<HostRequest>(body), () => Read<ImageRequest>(body), () => Read<CaptureRequest>(body), cancel);
        }
    }

    private async Task<object?> OutsideAsync(string method, string path, ReadOnlyMemory<byte> body, CancellationToken cancel) => (method, path) switch
    {
        ("GET", "") => outside.List(),
        ("POST", "/add") => await outside.AddAsync(Read<AddHostRequest>(body), cancel),
        ("POST", "/add-home") => await outside.AddHomeAsync(Read<AddHomeRequest>(body), cancel),
        ("POST", "/remove") => await outside.RemoveAsync(Read<RemoveRequest>(body), cancel),
        ("POST", "/forward") => await outside.ForwardAsync(Read<ForwardRequest>(body), cancel),
        ("POST", "/unforward") => await outside.UnforwardAsync(Read<ForwardRequest>(body), cancel),
        ("POST", "/expose") => await outside.ExposeAsync(Read<ExposeRequest>(body), isExposed: true, cancel),
        ("POST", "/unexpose") => await outside.ExposeAsync(Read<ExposeRequest>(body), isExposed: false, cancel),
        _ => null,
    };

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

    /// <summary>Ends with the daemon, which otherwise would wait for it.</summary>
    private async Task StreamAsync(HttpContext http, IStreamed answer)
    {
        using (answer)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            http.Response.ContentType = answer.ContentType;
            try
            {
                await http.Response.StartAsync(end.Token);
                await answer.WriteAsync(http.Response.Body, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Whoever listened has gone, or the daemon ends.
            }
        }
    }

    private static async Task WriteAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, body, Json.Options, http.RequestAborted);
    }
}
