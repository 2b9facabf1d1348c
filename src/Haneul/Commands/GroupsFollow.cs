using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Scaling.Groups;

namespace Haneul.Commands;

/// <summary><c>haneul groups --follow</c>: groups as they are, then what changes, until Ctrl-C; lines for people, or JSON lines of the changes.</summary>
internal static class GroupsFollow
{
    public static async Task RunAsync(string endpoint, string? name, bool asJson, CancellationToken cancel)
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

    private static async Task FollowAsync(string endpoint, string? name, bool asJson, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.TrimEnd('/')}/_haneul/groups/follow{GroupsCommand.Of(name)}");
        using var answer = await Shared.SendAsync(http, ask, endpoint, cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        var kind = "";
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line == ": following")
            {
                // After it has begun, so that nothing falls between.
                if (!asJson) GroupsPage.Print(Page.Out, await GroupsCommand.AskAsync(endpoint, name, cancel));
                await Console.Error.WriteLineAsync($"following {name ?? "all groups"}; Ctrl-C ends it");
            }
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line["event: ".Length..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var said = line["data: ".Length..];
            if (asJson) Console.WriteLine(said);
            else if (kind == "change") GroupsPage.Print(Page.Out, Read<GroupChange>(said));
            else if (kind == "lost") Page.Out.Line(Word.Warn($"{Read<EventLoss>(said).Lost} lost"));
        }
        await Console.Error.WriteLineAsync("no more is told: Haneul has ended");
    }

    private static T Read<T>(string said) where T : class => JsonSerializer.Deserialize<T>(said, Json.Options) ?? throw new UserError("What answers is not this Haneul");
}
