using System.Text.Json;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>Haneul's own calls, below /_haneul/: status, reset, shutdown. JSON both ways.</summary>
internal sealed class OwnCalls(Ledger ledger, DaemonOptions options, IHostApplicationLifetime lifetime)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

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

    private static async Task WriteAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, body, Json, http.RequestAborted);
    }
}
