using System.CommandLine;
using System.Text.Json;
using Haneul.Checks;
using Haneul.Daemon;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul check FILE</c>: claims about the network, each asked of every path that it names. 0 all hold, 1 some do not, 2 some could not be asked, 3 (with --prove) a real packet did not go as predicted.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "YAML: a list such as - {from: bastion, to: app:22, expect: reachable}" };
        var junit = new Option<string?>("--junit") { Description = "Write JUnit XML to this file" };
        var sarif = new Option<string?>("--sarif") { Description = "Write SARIF to this file" };
        var prove = new Option<bool>("--prove") { Description = "Send a real packet on each path, and hold what the kernel made of it against the prediction" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("check", "Check claims about who reaches whom") { file, junit, sarif, prove, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var path = parse.GetValue(file) ?? "";
            var request = CheckFile.Read(path);
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var answer = await Shared.CallAsync(at, HttpMethod.Post, "check", request, cancel);
            var report = answer.Deserialize<CheckReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            if (parse.GetValue(prove)) report = await new CheckProver(at, request).ProveAsync(report, cancel);
            if (parse.GetValue(junit) is { } xml) await WriteAsync(xml, $"{JUnit.Of(report, path)}\n", cancel);
            if (parse.GetValue(sarif) is { } log) await WriteAsync(log, $"{Sarif.Of(report, path).ToJsonString(Json.Options)}\n", cancel);
            if (parse.GetValue(json)) Json.Print(report);
            else CheckPage.Show(Page.Out, report, path);
            return report.IsAskedWrongly ? Exit.Misused : report.Checks.Any(c => c.Differing > 0) ? Exit.NotAsPredicted : report.Passed ? 0 : Exit.No;
        });
        return command;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: {e.Message}");
        }
    }
}
