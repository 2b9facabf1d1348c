using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Zones;

namespace Haneul.Commands;

/// <summary><c>haneul zone</c>: lets a zone fail, so that everything in it goes dark, and recover; lists the zones.</summary>
internal static class ZoneCommand
{
    public static Command Make() =>
        new("zone", "Let a zone fail and recover, or list the zones") { MakeList(), MakeSet("fail", "Let a zone fail: nothing in it sends or receives", isFailed: true), MakeSet("recover", "Let a failed zone work again", isFailed: false) };

    private static Command MakeList()
    {
        var region = new Option<string>("--region") { Description = "The region whose zones to list; failed ones of others are told as well", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AWS_REGION") ?? "ap-northeast-2" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("list", "List the zones of a region, and what is in them") { region, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var answer = (await Shared.CallAsync(at, HttpMethod.Get, "zones", null, cancel)).Deserialize<ZonesReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            var wanted = parse.GetValue(region);
            if (answer.Zones.All(z => z.Region != wanted)) throw new UserError($"--region {wanted}: there is no such region; write one such as ap-northeast-2");
            var shown = new ZonesReport([.. answer.Zones.Where(z => z.Failed || z.Region == wanted)]);
            if (parse.GetValue(json)) Json.Print(shown);
            else Print(Page.Out, shown);
            return 0;
        });
        return command;
    }

    private static Command MakeSet(string name, string description, bool isFailed)
    {
        var zone = new Argument<string>("zone") { Description = "The zone's name or id: ap-northeast-2a, apne2-az1" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command(name, description) { zone, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var answer = await Shared.CallAsync(at, HttpMethod.Post, "zones", new ZoneRequest { Zone = parse.GetValue(zone), Failed = isFailed }, cancel);
            var report = answer.Deserialize<ZoneReport>(Json.Options) ?? throw new UserError($"What answers at {at} is not this Haneul");
            if (parse.GetValue(json)) Json.Print(report);
            else Tell(Page.Out, report);
            return 0;
        });
        return command;
    }

    private static void Tell(Page page, ZoneReport zone)
    {
        if (!zone.Failed)
        {
            page.Line(Word.Thing(zone.Zone), " works: ", Held(zone), " send and receive");
            return;
        }
        page.Line(Word.Thing(zone.Zone), " has ", Word.Bad("failed"), ": ", Held(zone), " neither send nor receive");
        if (page.IsTerminal) page.Line(Word.Dim($"'{Self.Name} zone recover {zone.Zone}' brings it back"));
    }

    private static string Held(ZoneReport zone) => $"{Count(zone.Instances, "instance")} and {Count(zone.NatGateways, "NAT gateway")}";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static void Print(Page page, ZonesReport report) => page.Table(new Table(
        [new("Zone"), new("Id"), new("State"), new("Instances", IsNumber: true), new("NAT gateways", IsNumber: true), new("Subnets", IsNumber: true)],
        [.. report.Zones.Select(IReadOnlyList<Word> (z) =>
        [
            Word.Thing(z.Zone), z.ZoneId, z.FailedSince is { } since ? Word.Bad($"failed {since.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC") : Word.Good("works"),
            $"{z.Instances}", $"{z.NatGateways}", $"{z.Subnets}",
        ])]));
}
