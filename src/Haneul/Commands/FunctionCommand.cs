using System.CommandLine;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Functions;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul function</c>: says where the Lambda functions are that target groups name.</summary>
internal static class FunctionCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "The function's name: the part behind :function: of its ARN" };
        var url = new Argument<string>("url") { Description = "Where it is called from this machine, such as http://127.0.0.1:9000" };
        var command = List("function", "List where functions of target groups are");
        command.Add(List("list", "The same"));
        command.Add(Change("add", "Say where a function is", [name, url], parse => new FunctionRequest { Name = parse.GetValue(name), Url = parse.GetValue(url) }, (page, answer) =>
        {
            var function = Read<FunctionReport>(answer);
            page.Line(Word.Thing(function.Name), $" is called at {function.Url}");
        }));
        var gone = new Argument<string>("name") { Description = "A function whose place was said" };
        command.Add(Change("remove", "Forget where a function is", [gone], parse => new FunctionRequest { Name = parse.GetValue(gone) }, (page, _) => page.Line("Removed")));
        return command;
    }

    private static Command List(string name, string description)
    {
        var (endpoint, data, json) = (Shared.Endpoint(), Shared.Data(), Shared.AsJson());
        var command = new Command(name, description) { endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var report = Read<FunctionsReport>(await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Get, "functions", null, cancel));
            if (parse.GetValue(json)) Json.Print(report);
            else Print(Page.Out, report);
            return 0;
        });
        return command;
    }

    private static void Print(Page page, FunctionsReport report)
    {
        if (report.Functions.Count == 0) page.Line("Nobody has said where a function is");
        else page.Table(new Table([new("Function"), new("Called at"), new("Target groups")], [.. report.Functions.Select(IReadOnlyList<Word> (f) => [Word.Thing(f.Name), f.Url, string.Join(", ", f.TargetGroups)])]));
    }

    private static Command Change(string name, string description, IReadOnlyList<Argument> arguments, Func<ParseResult, FunctionRequest> request, Action<Page, JsonElement> tell)
    {
        var (endpoint, data, json) = (Shared.Endpoint(), Shared.Data(), Shared.AsJson());
        var command = new Command(name, description);
        foreach (var argument in arguments) command.Add(argument);
        foreach (var option in (Option[])[endpoint, data, json]) command.Add(option);
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Post, $"functions/{name}", request(parse), cancel);
            if (parse.GetValue(json)) Json.Print(answer);
            else tell(Page.Out, answer);
            return 0;
        });
        return command;
    }

    private static T Read<T>(JsonElement answer) => answer.Deserialize<T>(Json.Options) ?? throw new UserError("What answered is not this Haneul");
}
