using System.CommandLine;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Outside;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul outside</c>: what is beyond the cloud: hosts on the internet, homes behind their routers, this machine.</summary>
internal static class OutsideCommand
{
    public static Command Make()
    {
        var command = Listing("outside", "List what is beyond the cloud: hosts on the internet, homes, this machine");
        command.Add(Listing("list", "The same"));
        foreach (var change in OutsideChanges.Make()) command.Add(change);
        return command;
    }

    private static Command Listing(string name, string description)
    {
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command(name, description) { endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var report = (await Shared.CallAsync(at, HttpMethod.Get, "outside", null, cancel)).Deserialize<OutsideReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            if (parse.GetValue(json)) Json.Print(report);
            else Print(Page.Out, report);
            return 0;
        });
        return command;
    }

    private static void Print(Page page, OutsideReport report)
    {
        page.Table(new Table(
            [new("Host"), new("Address"), new("Where"), new("Serves")],
            [
                .. report.Hosts.Select(IReadOnlyList<Word> (h) => [Word.Thing(h.Name), Word.Address(h.Address), h.Home is null ? "internet" : $"home {h.Home}", Ports(h.Serves)]),
                [Word.Thing(report.Machine.Name), Word.Address(report.Machine.Address), "this machine", report.Machine.Exposed.Count == 0 ? "" : $"exposed: {Ports(report.Machine.Exposed)}"],
            ]));
        page.Line();
        page.Table(new Table(
            [new("Home"), new("Public address"), new("Block"), new("Forwards")],
            [.. report.Homes.Select(IReadOnlyList<Word> (h) => [Word.Thing(h.Name), Word.Address(h.PublicAddress), h.Block, string.Join(", ", h.Forwards.Select(Told))])]));
        page.Line();
        page.Line($"public addresses of the cloud are given out of {string.Join(", then ", report.PublicPools)}");
    }

    internal static string Told(ForwardReport f) => $"{f.Protocol} {f.Port} → {f.Host}:{f.HostPort}";

    internal static string Ports(IEnumerable<int> ports) => string.Join(", ", ports.Select(PortNames.Told));
}
