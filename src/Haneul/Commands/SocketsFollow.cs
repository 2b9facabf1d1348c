using System.Globalization;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Sockets;

namespace Haneul.Commands;

/// <summary><c>haneul sockets NAME --follow</c>: socket calls as they are made, until Ctrl-C or the host's end; lines for people, or JSON lines.</summary>
internal static class SocketsFollow
{
    public static async Task RunAsync(string endpoint, string name, bool asJson, CancellationToken cancel)
    {
        try
        {
            await FollowAsync(endpoint, name, asJson, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is how one ends to follow.
        }
        catch (IOException e)
        {
            throw new UserError($"The Haneul at {endpoint} tells no more: {e.Message}");
        }
    }

    private static async Task FollowAsync(string endpoint, string name, bool asJson, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.TrimEnd('/')}/_haneul/sockets/follow?name={Uri.EscapeDataString(name)}");
        using var answer = await Shared.SendAsync(http, ask, endpoint, cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        var kind = "";
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line == ": following") await Console.Error.WriteLineAsync($"following {name}; Ctrl-C ends it");
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var said = line["data: ".Length..];
            if (asJson) Console.WriteLine(said);
            else if (kind == "call") Show(Page.Out, Read<SocketCall>(said));
            else if (kind == "lost") Page.Out.Line(Word.Warn($"{Read<EventLoss>(said).Lost} lost"));
        }
        await Console.Error.WriteLineAsync($"no more is told: {name} or its Haneul has ended");
    }

    private static T Read<T>(string said) where T : class => JsonSerializer.Deserialize<T>(said, Json.Options) ?? throw new UserError("What answers is not this Haneul");

    private static void Show(Page page, SocketCall call) => page.Indented(
        0, 10, Word.Dim(call.Time.ToLocalTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)), " ", Word.Thing($"{$"{call.Process} {call.Pid}",-18}"), $" {call.Protocol,-4} {call.Call,-8} ",
        Word.Address(call.LocalTold), call.PeerTold.Length == 0 ? "" : call.IsAccepted ? " ← " : call.LocalTold.Length == 0 ? "→ " : " → ", Word.Address(call.PeerTold),
        call.LocalTold.Length + call.PeerTold.Length == 0 ? "" : "  ", call.Error is null ? Word.Good(call.Result) : call.Error == "EINPROGRESS" ? call.Result : Word.Bad(call.Result));
}
