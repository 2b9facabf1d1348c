using System.CommandLine;
using System.Text.Json;
using Haneul.Balancing;
using Haneul.Daemon;
using Haneul.Flows;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul watch [filter]</c>: flows as they are decided, and targets' health as it changes, until Ctrl-C; lines for people, or JSON lines.</summary>
internal static class WatchCommand
{
    public static Command Make()
    {
        var filter = FlowsCommand.FilterWords();
        var count = new Option<int?>("--count", "-n") { Description = "End after so many flows and changes of health" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = new Option<bool>("--json") { Description = "Print a JSON object for each, one to a line" };
        var command = new Command("watch", "Show flows as they are decided: accepted or refused, by which rule; and targets' health as it changes") { filter, count, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var wanted = string.Join(' ', parse.GetValue(filter) ?? []);
            try
            {
                await FollowAsync(at, wanted, parse.GetValue(count) ?? int.MaxValue, parse.GetValue(json), cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Ctrl-C is how one ends to watch.
            }
            catch (HttpIOException e)
            {
                throw new UserError($"The Haneul at {at} tells no more: {e.Message}");
            }
            return 0;
        });
        return command;
    }

    private static async Task FollowAsync(string endpoint, string filter, int count, bool asJson, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var response = await OpenAsync(http, $"{endpoint.TrimEnd('/')}/_haneul/watch?filter={Uri.EscapeDataString(filter)}", cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        var kind = "";
        for (var shown = 0; shown < count && await reader.ReadLineAsync(cancel) is { } line;)
        {
            if (line == ": watching") await Console.Error.WriteLineAsync(filter.Length == 0 ? "watching all VPCs; Ctrl-C ends it" : $"watching all VPCs for {filter}; Ctrl-C ends it");
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var said = line["data: ".Length..];
            if (kind is "flow" or "health") shown++;
            if (asJson) Console.WriteLine(said);
            else if (kind == "flow") Show(Page.Out, Read<FlowView>(said));
            else if (kind == "health") Show(Page.Out, Read<HealthChange>(said));
            else if (kind == "lost") Page.Out.Line(Word.Warn($"{Read<EventLoss>(said).Lost} lost"));
        }
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient http, string address, CancellationToken cancel)
    {
        try
        {
            var response = await http.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                throw new UserError(JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel)).RootElement.GetProperty("message").GetString() ?? $"status {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"No Haneul answers at {address}: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new UserError($"What answers at {address} is not Haneul");
        }
    }

    private static T Read<T>(string said) where T : class => JsonSerializer.Deserialize<T>(said, Json.Options) ?? throw new UserError("What answers is not this Haneul");

    private static void Show(Page page, FlowView flow)
    {
        var about = flow.Why ?? flow.Translated;
        page.Indented(
            0, 10, Word.Dim(FlowsCommand.TimeOf(flow.Last)), " ", FlowsCommand.Verdict(flow.Verdict), " ", flow.Protocol, " ", Word.Address(flow.FromTold), " → ", Word.Address(flow.ToTold),
            about is null ? "" : $"  {about}");
    }

    private static void Show(Page page, HealthChange change)
    {
        var state = change.To switch { "healthy" => Word.Good(change.To), "unhealthy" => Word.Bad(change.To), null => Word.Dim("gone"), var other => Word.Warn(other) };
        var why = (change.Reason, change.Description) switch { (null, null) => "", (null, var words) => $"  {words}", (var code, null) => $"  {code}", var (code, words) => $"  {code}: {words}" };
        page.Indented(0, 10, Word.Dim(FlowsCommand.TimeOf(change.Time)), " health ", Word.Thing(change.Told), $"  {change.From ?? "new"} → ", state, why);
    }
}
