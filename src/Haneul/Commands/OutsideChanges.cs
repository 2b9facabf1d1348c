using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Outside;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary>The commands that change the outside: add, add-home, remove, forward, unforward, expose, unexpose.</summary>
internal static class OutsideChanges
{
    public static IEnumerable<Command> Make() => [Add(), AddHome(), Remove(), Forward(), Unforward(), Expose(isExposed: true), Expose(isExposed: false)];

    private static Command Add()
    {
        var name = new Argument<string>("name") { Description = "What it is called" };
        var address = new Option<string?>("--address") { Description = "Its address: a public one, or behind a home router one of the home's (default: the next free one)" };
        var home = new Option<string?>("--home") { Description = "Put it behind the router of this home" };
        var serve = new Option<string[]>("--serve") { Description = "A TCP port on which something answers: 80, or http; may be given again", DefaultValueFactory = _ => [] };
        return Command("add", "Add a host on the internet, or at home", [name, address, home, serve], "add",
            parse => new AddHostRequest { Name = parse.GetValue(name), Address = parse.GetValue(address), Home = parse.GetValue(home), Serves = [.. (parse.GetValue(serve) ?? []).SelectMany(s => s.Split(',')).Select(s => Port("--serve", s))] },
            (page, answer) =>
            {
                var host = Read<OutsideHostReport>(answer);
                page.Line(Word.Thing(host.Name), " is at ", Word.Address(host.Address), host.Home is null ? "" : $", behind the router of {host.Home} ({host.PublicAddress})", host.Serves.Count == 0 ? "" : $", and serves {OutsideCommand.Ports(host.Serves)}");
            });
    }

    private static Command AddHome()
    {
        var name = new Argument<string>("name") { Description = "What it is called" };
        var block = new Option<string>("--block") { Description = "The private block inside, such as 192.168.1.0/24; its first address is the router's", Required = true };
        var address = new Option<string?>("--public") { Description = "The router's address on the internet (default: the next free one)" };
        return Command("add-home", "Add a home: a private block behind a router", [name, block, address], "add-home",
            parse => new AddHomeRequest { Name = parse.GetValue(name), Block = parse.GetValue(block), PublicAddress = parse.GetValue(address) },
            (page, answer) =>
            {
                var home = Read<HomeReport>(answer);
                page.Line(Word.Thing(home.Name), $": {home.Block} behind ", Word.Address(home.PublicAddress), $"; the router is {home.RouterAddress} inside");
            });
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "A host, or a home that has none" };
        return Command("remove", "Remove a host, with the ports that led to it, or an empty home", [name], "remove",
            parse => new RemoveRequest { Name = parse.GetValue(name) }, (page, _) => page.Line("Removed"));
    }

    private static Command Forward()
    {
        var home = new Argument<string>("home") { Description = "The home whose router forwards" };
        var port = new Argument<string>("port") { Description = "The port of its public address" };
        var host = new Argument<string>("host") { Description = "The host inside, with its port where that is another: laptop, laptop:22" };
        var protocol = new Option<string?>("--proto") { Description = "tcp or udp (default: tcp)" };
        return Command("forward", "Let a port of a home's public address lead to a host inside", [home, port, host, protocol], "forward",
            parse =>
            {
                var (name, inside) = TraceCommand.Split(parse.GetValue(host) ?? "");
                return new ForwardRequest { Home = parse.GetValue(home), Protocol = parse.GetValue(protocol), Port = Port("port", parse.GetValue(port) ?? ""), Host = name, HostPort = inside };
            }, TellForwards);
    }

    private static Command Unforward()
    {
        var home = new Argument<string>("home") { Description = "The home" };
        var port = new Argument<string>("port") { Description = "The port that is forwarded" };
        var protocol = new Option<string?>("--proto") { Description = "tcp or udp (default: tcp)" };
        return Command("unforward", "Let a port of a home's public address lead nowhere again", [home, port, protocol], "unforward",
            parse => new ForwardRequest { Home = parse.GetValue(home), Protocol = parse.GetValue(protocol), Port = Port("port", parse.GetValue(port) ?? "") }, TellForwards);
    }

    private static Command Expose(bool isExposed)
    {
        var port = new Argument<string>("port") { Description = "A TCP port of this machine" };
        return Command(isExposed ? "expose" : "unexpose", isExposed ? "Let instances open a TCP port of this machine" : "Close it again", [port], isExposed ? "expose" : "unexpose",
            parse => new ExposeRequest { Port = Port("port", parse.GetValue(port) ?? "") },
            (page, answer) =>
            {
                var machine = Read<MachineReport>(answer);
                page.Line("this machine (", Word.Thing(machine.Name), ", ", Word.Address(machine.Address), machine.Exposed.Count == 0 ? ") exposes nothing" : $") exposes {OutsideCommand.Ports(machine.Exposed)}");
            });
    }

    private static void TellForwards(Page page, JsonElement answer)
    {
        var home = Read<HomeReport>(answer);
        page.Line(Word.Thing(home.Name), " (", Word.Address(home.PublicAddress), home.Forwards.Count == 0 ? ") forwards nothing" : $") forwards {string.Join(", ", home.Forwards.Select(OutsideCommand.Told))}");
    }

    /// <summary>A command that makes one call and tells its answer.</summary>
    private static Command Command(string name, string description, IReadOnlyList<Symbol> symbols, string call, Func<ParseResult, object> request, Action<Page, JsonElement> tell)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else if (symbol is Option option) command.Add(option);
        }
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        command.Add(endpoint);
        command.Add(data);
        command.Add(json);
        command.SetAction(async (parse, cancel) =>
        {
            var body = request(parse);
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Post, $"outside/{call}", body, cancel);
            if (parse.GetValue(json)) Json.Print(answer);
            else tell(Page.Out, answer);
            return 0;
        });
        return command;
    }

    private static T Read<T>(JsonElement answer) => answer.Deserialize<T>(Json.Options) ?? throw new UserError("What answered is not this Haneul");

    private static int Port(string field, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : PortNames.NumberOf(text) ?? throw new UserError($"{field} {text}: write a port from 1 to 65535, or a service such as http");
}
