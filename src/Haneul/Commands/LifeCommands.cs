using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Rootless;

namespace Haneul.Commands;

/// <summary><c>haneul status</c>: where Haneul runs, in which mode, and what it holds.</summary>
internal static class StatusCommand
{
    public static Command Make()
    {
        var data = Shared.Data();
        var endpoint = Shared.Endpoint();
        var json = Shared.AsJson();
        var command = new Command("status", "Tell whether Haneul runs, where, and what it holds") { data, endpoint, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var status = await Shared.CallAsync(at, HttpMethod.Get, "status", null, cancel);
            if (parse.GetValue(json))
            {
                Console.WriteLine(status.GetRawText());
                return 0;
            }
            Print(Page.Out, at, status);
            return 0;
        });
        return command;
    }

    private static void Print(Page page, string endpoint, JsonElement status)
    {
        page.Line(Word.Good("Haneul "), $"{status.GetProperty("version")} runs on ", Word.Strong(endpoint), $" (pid {status.GetProperty("pid")})");
        page.Line($"  mode  {status.GetProperty("mode")}: {status.GetProperty("why")}");
        page.Line($"  data  {status.GetProperty("data")}");
        foreach (var place in status.GetProperty("places").EnumerateArray())
        {
            var counts = place.GetProperty("counts").EnumerateObject().Select(c => $"{c.Value} {c.Name}").ToList();
            var region = place.GetProperty("region").GetString() is { Length: > 0 } r ? r : "global";
            if (counts.Count > 0) page.Indented(2, 8, Word.Thing($"{place.GetProperty("account")} {region}"), $": {string.Join(", ", counts)}");
        }
    }
}

/// <summary><c>haneul down</c>: stops the daemon; what was answered is kept.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    public static Command Make()
    {
        var data = Shared.Data();
        var json = Shared.AsJson();
        var purge = new Option<bool>("--purge") { Description = "Remove its data as well" };
        var command = new Command("down", "Stop Haneul; its data stays") { data, purge, json };
        command.SetAction(async (parse, cancel) =>
        {
            var path = Path.GetFullPath(parse.GetValue(data) ?? "");
            var card = DataDirectory.ReadCard(path) ?? throw new UserError($"No Haneul runs on {path}");
            if (!card.IsAlive) throw Shared.Ended(card, path);
            if (parse.GetValue(purge)) UserFiles.CheckPurge(path);
            await Shared.CallAsync(card.Endpoint, HttpMethod.Post, "down", null, cancel);
            var limit = Stopwatch.StartNew();
            while (card.IsAlive && limit.Elapsed < StopLimit) await Task.Delay(20, cancel);
            if (card.IsAlive) throw new UserError($"Haneul (pid {card.Pid}) was asked to stop and has not after {StopLimit.TotalSeconds} s");
            if (parse.GetValue(purge)) UserFiles.Remove(path);
            if (parse.GetValue(json)) Json.Print(new { stopped = card.Pid });
            else Console.WriteLine("Haneul has stopped");
            return 0;
        });
        return command;
    }
}

/// <summary><c>haneul reset</c>: empties the cloud.</summary>
internal static class ResetCommand
{
    public static Command Make()
    {
        var data = Shared.Data();
        var endpoint = Shared.Endpoint();
        var json = Shared.AsJson();
        var command = new Command("reset", "Empty the cloud: every account, every region") { data, endpoint, json };
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Post, "reset", null, cancel);
            if (parse.GetValue(json)) Json.Print(answer);
            else Console.WriteLine("The cloud is empty");
            return 0;
        });
        return command;
    }
}

/// <summary><c>haneul env</c>: prints what to export so that AWS clients speak to Haneul.</summary>
internal static class EnvCommand
{
    public static Command Make()
    {
        var data = Shared.Data();
        var endpoint = Shared.Endpoint();
        var region = new Option<string>("--region") { Description = "The region to set", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AWS_REGION") ?? "ap-northeast-2" };
        var json = Shared.AsJson();
        var command = new Command("env", "Print what to export: eval \"$(haneul env)\"") { data, endpoint, region, json };
        command.SetAction(parse =>
        {
            var at = parse.GetValue(endpoint) ?? DataDirectory.ReadCard(Path.GetFullPath(parse.GetValue(data) ?? ""))?.Endpoint ?? $"http://127.0.0.1:{DaemonOptions.DefaultPort}";
            var variables = Variables(at, parse.GetValue(region) ?? "");
            if (parse.GetValue(json)) Json.Print(variables);
            else foreach (var (name, value) in variables) Console.WriteLine($"export {name}={value}");
        });
        return command;
    }

    private static Dictionary<string, string> Variables(string endpoint, string region) => new()
    {
        ["AWS_ENDPOINT_URL"] = endpoint,
        ["AWS_ACCESS_KEY_ID"] = "haneul",
        ["AWS_SECRET_ACCESS_KEY"] = "haneul",
        ["AWS_REGION"] = region,
        ["AWS_DEFAULT_REGION"] = region,
    };
}
