using System.CommandLine;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Scaling.Groups;

namespace Haneul.Commands;

/// <summary><c>haneul groups</c>: Auto Scaling groups with their sizes, policies, alarms, instances and what they are doing, and how that changes.</summary>
internal static class GroupsCommand
{
    public static Command Make()
    {
        var name = new Argument<string?>("name") { Description = "Only the group of this name", Arity = ArgumentArity.ZeroOrOne };
        var follow = new Option<bool>("--follow", "-f") { Description = "Show what changes as it does, until Ctrl-C" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = new Option<bool>("--json") { Description = "Print JSON; with --follow an object for each change, one to a line" };
        var command = new Command("groups", "Show Auto Scaling groups: sizes, policies and their alarms, instances, activities") { name, follow, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var wanted = parse.GetValue(name);
            if (parse.GetValue(follow))
            {
                await GroupsFollow.RunAsync(at, wanted, parse.GetValue(json), cancel);
                return 0;
            }
            var report = await AskAsync(at, wanted, cancel);
            if (parse.GetValue(json)) Json.Print(report);
            else GroupsPage.Print(Page.Out, report);
            return 0;
        });
        return command;
    }

    public static async Task<GroupsReport> AskAsync(string endpoint, string? name, CancellationToken cancel) =>
        (await Shared.CallAsync(endpoint, HttpMethod.Get, $"groups{Of(name)}", null, cancel)).Deserialize<GroupsReport>(Json.Options) ?? throw new UserError($"What answers at {endpoint} is not this Haneul");

    /// <summary>What follows the path of a call.</summary>
    public static string Of(string? name) => name is null ? "" : $"?name={Uri.EscapeDataString(name)}";
}
