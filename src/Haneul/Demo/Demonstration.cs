using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Haneul.Client;
using Haneul.Commands;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Demo;

/// <summary>Builds the network at an endpoint, draws it, asks the questions and compares the answers with what was expected.</summary>
internal sealed class Demonstration(Page page, string endpoint, string id)
{
    public async Task<DemoReport> RunAsync(bool isQuiet, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        using var client = new AwsClient(endpoint, WebService.Region);
        var cloud = new DemoCloud(client, id, await HomeAsync(endpoint, cancel));
        var service = new WebService(cloud);
        await service.BuildAsync(cancel);
        var (calls, seconds) = (cloud.Calls, clock.Elapsed.TotalSeconds);
        var tree = await NetworkTree.DrawAsync(cloud, service.IdOf("vpc"), cancel);
        if (!isQuiet) ShowNetwork(tree, calls, seconds);
        var carries = await CarriesAsync(endpoint, cancel);
        if (!isQuiet) page.Line(Word.Strong("Does a packet get there, and why?"), Word.Dim(carries ? "  (predicted, then carried)" : "  (computed, not carried: model mode)"));
        var prover = new DemoProver(endpoint, service);
        if (carries) await prover.PrepareAsync(cancel);
        var answers = new List<DemoAnswer>();
        foreach (var question in DemoQuestion.All)
        {
            var answer = await question.AskAsync(endpoint, service, cancel);
            if (carries) answer = answer.With(await prover.ProveAsync(question, answer.Reachable, cancel));
            answers.Add(answer);
            if (!isQuiet) ShowAnswer(answers.Count, answer);
        }
        if (!isQuiet) ShowSum(answers);
        return new DemoReport(id, endpoint, service.IdOf("vpc"), calls, Math.Round(seconds, 3), Lines(tree), answers, answers.TrueForAll(a => a.Agrees));
    }

    /// <summary>Removes what a demonstration of this id made at an endpoint; the number of calls that it took.</summary>
    public static async Task<int> RemoveAsync(string endpoint, string id, CancellationToken cancel)
    {
        using var client = new AwsClient(endpoint, WebService.Region);
        var cloud = new DemoCloud(client, id, "");
        await new Removal(cloud).RunAsync(cancel);
        return cloud.Calls;
    }

    private static async Task<string> HomeAsync(string endpoint, CancellationToken cancel)
    {
        var outside = await Shared.CallAsync(endpoint, HttpMethod.Get, "outside", null, cancel);
        var laptop = outside.GetProperty("hosts").EnumerateArray().FirstOrDefault(h => h.GetProperty("name").GetString() == "laptop");
        return laptop.ValueKind == JsonValueKind.Undefined ? throw new Daemon.UserError("There is no laptop outside: 'haneul reset' lays it again") : laptop.GetProperty("publicAddress").GetString() ?? "";
    }

    private void ShowNetwork(Branch tree, int calls, double seconds)
    {
        page.Indented(2, 4, $"{calls} API calls built it in {seconds.ToString("0.0", CultureInfo.InvariantCulture)} s; every part is tagged {DemoCloud.TagKey}={id}");
        page.Line();
        tree.Draw(page);
        page.Line();
    }

    private void ShowAnswer(int number, DemoAnswer answer)
    {
        var told = answer.Reachable ? Word.Good("● reachable") : Word.Bad("● blocked");
        page.Line();
        page.Indented(0, 3, Word.Strong($"{number}  {answer.From} → {answer.To.Split(':')[0]}"), $"  tcp {PortNames.Told(answer.Trace.Packet.DestinationPort ?? 0)}  ", told, Word.Dim($"  expected: {(answer.Expected ? "reachable" : "blocked")}"), answer.Agrees ? Word.Good(" ✓") : Word.Bad(" ✗ differs"));
        page.Indented(3, 5, Word.Dim(answer.Why));
        BriefTrace.Show(page, answer.Trace);
        if (answer.Proof is not { } proof) return;
        page.Indented(3, 5, Word.Dim("carried  "), Word.Strong($"{proof.Host} $ {proof.Command}"));
        page.Indented(12, 12, $"→ {proof.Said} ", proof.Agrees ? Word.Good(proof.Succeeded ? "✓ got through, as predicted" : "✓ did not get through, as predicted") : Word.Bad("✗ not as predicted"));
    }

    private static async Task<bool> CarriesAsync(string endpoint, CancellationToken cancel) =>
        (await Shared.CallAsync(endpoint, HttpMethod.Get, "status", null, cancel)).GetProperty("mode").GetString() == "kernel";

    private void ShowSum(List<DemoAnswer> answers)
    {
        var wrong = answers.Count(a => !a.Agrees);
        page.Line();
        page.Line(wrong == 0 ? Word.Good($"All {answers.Count} answers are as expected.") : Word.Bad($"{wrong} of {answers.Count} answers differ from what was expected."));
    }

    private static List<string> Lines(Branch tree)
    {
        var writer = new StringWriter { NewLine = "\n" };
        tree.Draw(Page.Plain(writer));
        return [.. writer.ToString().TrimEnd().Split('\n')];
    }
}

/// <summary>A demonstration as <c>--json</c> prints it.</summary>
internal sealed record DemoReport(string Id, string Endpoint, string VpcId, int ApiCalls, double BuildSeconds, IReadOnlyList<string> Network, IReadOnlyList<DemoAnswer> Answers, bool AllAgree)
{
    public bool Kept { get; init; }

    public string? Data { get; init; }
}
