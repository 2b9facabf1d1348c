using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Haneul.Daemon;
using Haneul.Demo;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul demo</c>: builds a two-zone web service through the API, draws it and explains six paths through it. 1 when an answer is not the expected one.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var keep = new Option<bool>("--keep") { Description = "Leave it all standing, and say how to go on" };
        var endpoint = new Option<string?>("--endpoint") { Description = "Build into this running Haneul (default: one of its own, removed at the end)" };
        var remove = new Option<string?>("--remove") { Description = "Remove what an earlier demo of this id built at --endpoint" };
        var json = Shared.AsJson();
        var command = new Command("demo", "Build a network through the API, draw it, and explain six paths through it") { keep, endpoint, remove, json };
        command.SetAction((parse, cancel) =>
        {
            var page = parse.GetValue(json) ? null : Page.Out;
            var at = parse.GetValue(endpoint);
            if (parse.GetValue(remove) is { } id) return RemoveAsync(page, at ?? throw new UserError("--remove needs the --endpoint at which the demo was built"), id, cancel);
            var keeps = parse.GetValue(keep);
            return at is null ? OnOwnDaemonAsync(page, keeps, cancel) : AtEndpointAsync(page, at, keeps, cancel);
        });
        return command;
    }

    private static async Task<int> OnOwnDaemonAsync(Page? page, bool keep, CancellationToken cancel)
    {
        var id = NewId();
        var data = Path.Combine(Path.GetTempPath(), $"haneul-demo-{id}");
        var clock = Stopwatch.StartNew();
        if (keep)
        {
            await UpCommand.DetachAsync(new DaemonOptions { Port = 0, Data = data, Mode = UpCommand.DefaultMode }, (_, _) => { }, cancel);
            var card = DataDirectory.ReadCard(data) ?? throw new UserError($"The daemon of {data} has ended");
            ShowStart(page, card.Endpoint, clock.Elapsed);
            return Finish(page, await RunAsync(page, card.Endpoint, id, cancel) with { Kept = true, Data = data });
        }
        await using var daemon = await TemporaryDaemon.StartAsync(data, cancel);
        ShowStart(page, daemon.Endpoint, clock.Elapsed);
        return Finish(page, await RunAsync(page, daemon.Endpoint, id, cancel));
    }

    private static async Task<int> AtEndpointAsync(Page? page, string endpoint, bool keep, CancellationToken cancel)
    {
        var id = NewId();
        page?.Line(Word.Strong("Haneul demo"), $": a web service in two zones of {WebService.Region}, built into ", Word.Strong(endpoint));
        try
        {
            var report = await RunAsync(page, endpoint, id, cancel) with { Kept = keep };
            return Finish(page, report);
        }
        finally
        {
            // Also after Ctrl-C and after a failure half-way: whatever carries the tag goes.
            if (!keep) await Demonstration.RemoveAsync(endpoint, id, CancellationToken.None);
        }
    }

    private static Task<DemoReport> RunAsync(Page? page, string endpoint, string id, CancellationToken cancel) =>
        new Demonstration(page ?? Page.Plain(TextWriter.Null), endpoint, id).RunAsync(page is null, cancel);

    private static async Task<int> RemoveAsync(Page? page, string endpoint, string id, CancellationToken cancel)
    {
        var calls = await Demonstration.RemoveAsync(endpoint, id, cancel);
        if (page is null) Json.Print(new { removed = id, apiCalls = calls });
        else page.Line($"What carried {DemoCloud.TagKey}={id} is gone ({calls} API calls)");
        return 0;
    }

    private static void ShowStart(Page? page, string endpoint, TimeSpan time)
    {
        page?.Line(Word.Strong("Haneul demo"), $": a web service in two zones of {WebService.Region}");
        page?.Indented(2, 4, $"a Haneul of its own runs on {endpoint}, ready after {time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
    }

    private static int Finish(Page? page, DemoReport report)
    {
        if (page is null) Json.Print(report);
        else ShowEnd(page, report);
        return report.AllAgree ? 0 : Exit.No;
    }

    private static void ShowEnd(Page page, DemoReport report)
    {
        if (!report.Kept)
        {
            page.Line(Word.Dim($"All of it is removed again. '{Self.Name} demo --keep' leaves it standing."));
            return;
        }
        var at = report.Data is { } data ? $"--data {data}" : $"--endpoint {report.Endpoint}";
        page.Line();
        page.Line(Word.Strong("Kept"), $": Haneul runs on {report.Endpoint}");
        page.Line($"  use it   eval \"$({Self.Name} env {at} --region {WebService.Region})\"");
        page.Line($"  ask it   {Self.Name} trace web-a app-a:{WebService.AppPort} {at}");
        page.Line(report.Data is null ? $"  end it   {Self.Name} demo --remove {report.Id} {at}" : $"  end it   {Self.Name} down {at} --purge");
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(6, lowercase: true);
}
