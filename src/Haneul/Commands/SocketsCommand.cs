using System.CommandLine;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Sockets;

namespace Haneul.Commands;

/// <summary><c>haneul sockets NAME</c>: who listens and who is connected in a host.</summary>
internal static class SocketsCommand
{
    public static Command Make()
    {
        var name = HostWords.Name();
        var follow = new Option<bool>("--follow", "-f") { Description = "Show socket calls as programs make them, until Ctrl-C" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = new Option<bool>("--json") { Description = "Print JSON; with --follow an object for each call, one to a line" };
        var command = new Command("sockets", "Show the sockets of a host: listening and connected, with their processes") { name, follow, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            if (parse.GetValue(follow))
            {
                await SocketsFollow.RunAsync(at, parse.GetValue(name) ?? "", parse.GetValue(json), cancel);
                return 0;
            }
            var answer = await Shared.CallAsync(at, HttpMethod.Get, $"sockets?name={Uri.EscapeDataString(parse.GetValue(name) ?? "")}", null, cancel);
            var report = answer.Deserialize<SocketsReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            if (parse.GetValue(json)) Json.Print(report);
            else Show(Page.Out, report);
            return 0;
        });
        return command;
    }

    private static void Show(Page page, SocketsReport report) => page.Table(new Table(
        [new("Protocol"), new("State"), new("Local"), new("Port is"), new("Peer"), new("Port is"), new("Process")],
        [.. report.Sockets.Select(IReadOnlyList<Word> (s) =>
        [
            s.Protocol, s.State == "LISTEN" ? Word.Good(s.State) : s.State, Word.Address(s.LocalTold), s.LocalName, Word.Address(s.PeerTold), s.PeerName ?? "", s.Process is null ? "" : $"{s.Process} {s.Pid}",
        ])]));
}
