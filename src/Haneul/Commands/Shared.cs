using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Haneul.Daemon;

namespace Haneul.Commands;

/// <summary>Options that several commands take, and the way to the running daemon.</summary>
internal static class Shared
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The directory in which this Haneul keeps its data",
        DefaultValueFactory = _ => DaemonOptions.DefaultData,
    };

    public static Option<string?> Endpoint() => new("--endpoint")
    {
        Description = "The address of a running Haneul (default: the one of the data directory, or AWS_ENDPOINT_URL)",
    };

    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON" };

    /// <summary>The endpoint to speak to: as given, else the data directory's daemon, else the environment's.</summary>
    public static string Find(string? endpoint, string data) =>
        endpoint
        ?? (DataDirectory.ReadCard(data) is { } card ? card.IsAlive ? card.Endpoint : throw Ended(card, data) : null)
        ?? (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } named ? named : null)
        ?? throw new UserError($"No Haneul runs on {data}. Start one with '{Self.Name} up', or name one with --endpoint.");

    /// <summary>What to say of a daemon that was killed.</summary>
    public static UserError Ended(DaemonCard card, string data) =>
        new($"The Haneul of {data} (pid {card.Pid}) has ended without saying so; '{Self.Name} up' goes on with every change that it answered");

    /// <summary>One of Haneul's own calls; a refusal is printed as the person's error.</summary>
    public static async Task<JsonElement> CallAsync(string endpoint, HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(method, $"{endpoint.TrimEnd('/')}/_haneul/{path}");
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            if (response.IsSuccessStatusCode) return JsonDocument.Parse(text).RootElement;
            throw new UserError(Message(text, (int)response.StatusCode));
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"No Haneul answers at {endpoint}: {e.Message}");
        }
        catch (JsonException)
        {
            throw new UserError($"What answers at {endpoint} is not Haneul");
        }
    }

    /// <summary>Sends a call whose answer goes on; a refusal is the person's error.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, string endpoint, CancellationToken cancel)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return response.IsSuccessStatusCode ? response : throw new UserError(Message(await response.Content.ReadAsStringAsync(cancel), (int)response.StatusCode));
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"No Haneul answers at {endpoint}: {e.Message}");
        }
    }

    private static string Message(string text, int status)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.GetProperty("message").GetString() ?? $"status {status}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"status {status}: {text}";
        }
    }
}
