using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Flows;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul flows</c>: what was seen of the last minutes: flow by flow, or who tried what most often; and ending the windows of flow logs now.</summary>
internal static class FlowsCommand
{
    public static Command Make()
    {
        var (filter, options) = Options();
        var command = new Command("flows", "Show flows: what was refused, and what passed where it is counted") { MakeTop(), MakeFlush(), filter };
        foreach (var option in options.All) command.Add(option);
        command.SetAction((parse, cancel) => AskAsync<FlowsReport>(parse, "flows", parse.GetValue(filter), options, Show, cancel));
        return command;
    }

    private static Command MakeTop()
    {
        var (filter, options) = Options();
        var command = new Command("top", "Show who tried what most often") { filter };
        foreach (var option in options.All) command.Add(option);
        command.SetAction((parse, cancel) => AskAsync<TopReport>(parse, "flows/top", parse.GetValue(filter), options, ShowTop, cancel));
        return command;
    }

    private static Command MakeFlush()
    {
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("flush", "End the windows of all flow logs now, and deliver their records") { endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Post, "flows/flush", null, cancel);
            if (parse.GetValue(json)) Json.Print(answer);
            else Console.WriteLine($"{answer.GetProperty("records").GetInt32()} records delivered");
            return 0;
        });
        return command;
    }

    private sealed record Asked(Option<string> Since, Option<bool> Rejected, Option<int> Limit, Option<string?> Endpoint, Option<string> Data, Option<bool> AsJson)
    {
        public IEnumerable<Option> All => [Since, Rejected, Limit, Endpoint, Data, AsJson];
    }

    private static (Argument<string[]> Filter, Asked Options) Options() => (
        FilterWords(),
        new Asked(
            new Option<string>("--since") { Description = "How far back: 90s, 10m, 1h at most", DefaultValueFactory = _ => "10m" },
            new Option<bool>("--rejected") { Description = "Only what was refused" },
            new Option<int>("--limit") { Description = "Lines at most", DefaultValueFactory = _ => 50 },
            Shared.Endpoint(), Shared.Data(), Shared.AsJson()));

    internal static Argument<string[]> FilterWords() => new("filter")
    {
        Description = "Words that must all be true: accept, reject, drop; tcp; :22; an address or block; a name, interface or VPC; from:…, to:…; !word for the opposite",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static async Task<int> AskAsync<T>(ParseResult parse, string path, string[]? filter, Asked options, Action<Page, T> show, CancellationToken cancel)
    {
        var at = Shared.Find(parse.GetValue(options.Endpoint), parse.GetValue(options.Data) ?? "");
        var query = $"since={Uri.EscapeDataString(parse.GetValue(options.Since) ?? "")}&rejected={(parse.GetValue(options.Rejected) ? "true" : "false")}&limit={parse.GetValue(options.Limit)}&filter={Uri.EscapeDataString(string.Join(' ', filter ?? []))}";
        var answer = await Shared.CallAsync(at, HttpMethod.Get, $"{path}?{query}", null, cancel);
        if (parse.GetValue(options.AsJson)) Json.Print(answer);
        else show(Page.Out, answer.Deserialize<T>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul"));
        return 0;
    }

    private static void Show(Page page, FlowsReport report)
    {
        if (report.Flows.Count > 0)
        {
            page.Table(new Table(
                [new("Last"), new("Verdict"), new("Protocol"), new("From"), new("To"), new("Packets", IsNumber: true), new("Bytes", IsNumber: true), new("Why")],
                [.. report.Flows.Select(IReadOnlyList<Word> (f) => [TimeOf(f.Last), Verdict(f.Verdict), f.Protocol, Word.Address(f.FromTold), Word.Address(f.ToTold), $"{f.Packets}", $"{f.Bytes}", f.Why ?? f.Translated ?? ""])]));
        }
        Close(page, report.Flows.Count, report.LeftOut, report.Observed);
    }

    private static void ShowTop(Page page, TopReport report)
    {
        if (report.Top.Count > 0)
        {
            page.Table(new Table(
                [new("Times", IsNumber: true), new("Verdict"), new("Protocol"), new("From"), new("To"), new("Packets", IsNumber: true), new("Bytes", IsNumber: true), new("Last"), new("Why")],
                [.. report.Top.Select(IReadOnlyList<Word> (t) => [$"{t.Times}", Verdict(t.Flow.Verdict), t.Flow.Protocol, Word.Address(t.Flow.FromTold), Word.Address(t.Flow.ToTold), $"{t.Flow.Packets}", $"{t.Flow.Bytes}", TimeOf(t.Flow.Last), t.Flow.Why ?? t.Flow.Translated ?? ""])]));
        }
        Close(page, report.Top.Count, report.LeftOut, report.Observed);
    }

    private static void Close(Page page, int shown, int leftOut, IReadOnlyList<string> observed)
    {
        if (shown == 0) page.Line("nothing was seen");
        if (leftOut > 0) page.Line(Word.Dim($"{leftOut} more; --limit shows them"));
        if (page.IsTerminal) page.Line(Word.Dim(observed.Count == 0 ? "what passed is counted in VPCs with a flow log, or while somebody watches; what was refused always is" : $"what passed is counted in {string.Join(", ", observed)}"));
    }

    internal static Word Verdict(FlowVerdict verdict) => verdict switch
    {
        FlowVerdict.Accept => Word.Good("accept"),
        FlowVerdict.Reject => Word.Bad("reject"),
        _ => Word.Warn("drop"),
    };

    internal static string TimeOf(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
