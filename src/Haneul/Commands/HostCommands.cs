using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Kernel;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul exec NAME -- COMMAND</c>: runs a command in a host, with this terminal; without one, a login shell.</summary>
internal static class ExecCommand
{
    public static Command Make()
    {
        var name = HostWords.Name("host: this machine, where it is on the emulated internet");
        var words = new Argument<string[]>("command") { Description = "The command and its arguments, after --", Arity = ArgumentArity.ZeroOrMore };
        var user = new Option<string?>("--user", "-u") { Description = "Run as this user (default: the one that people log in as)" };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var command = new Command("exec", "Run a command in a host") { name, words, user, endpoint, data };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var answer = await Shared.CallAsync(at, HttpMethod.Post, "hosts/command", new { name = parse.GetValue(name), command = parse.GetValue(words), user = parse.GetValue(user) }, cancel);
            var there = answer.Deserialize<Packets.HostCommand>(Json.Options) ?? throw new UserError("What answers is not this Haneul");
            if (!there.IntoHost) return await HostWords.RunHereAsync([.. there.Way, .. there.Command], cancel);
            if (there.Way.Count == 0) return await HostWords.RunHereAsync(there.Command, cancel, intoHost: true);
            // A normal user may guard what goes into a host only as root of the user namespace.
            var (self, arguments) = Self.Command([EnterCommand.Name, "--", .. there.Command]);
            return await HostWords.RunHereAsync([.. there.Way, self, .. arguments], cancel);
        });
        return command;
    }
}

/// <summary>What <c>haneul exec</c> starts of itself in a normal user's user namespace: runs a command that goes into a host, guarded.</summary>
internal static class EnterCommand
{
    public const string Name = "enter";

    public static Command Make()
    {
        var words = new Argument<string[]>("command") { Arity = ArgumentArity.OneOrMore };
        var command = new Command(Name, "Run a command that goes into a host") { words };
        command.Hidden = true;
        command.SetAction((parse, cancel) => HostWords.RunHereAsync(parse.GetValue(words) ?? [], cancel, intoHost: true));
        return command;
    }
}

/// <summary><c>haneul ssh NAME</c>: ssh to a host's public address from this machine, or through a bastion.</summary>
internal static class SshCommand
{
    public static Command Make()
    {
        var name = HostWords.Name();
        var key = new Option<string?>("--key", "-i") { Description = "The private key (.pem) of the instance's key pair" };
        var jump = new Option<string?>("--jump", "-J") { Description = "Go through this host (a bastion)" };
        var words = new Argument<string[]>("command") { Description = "A command to run there, after --", Arity = ArgumentArity.ZeroOrMore };
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var command = new Command("ssh", "Log in to an instance by ssh") { name, words, key, jump, endpoint, data };
        command.SetAction(async (parse, cancel) =>
        {
            var at = Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? "");
            var host = await HostWords.FindAsync(at, parse.GetValue(name), cancel);
            // Addresses are given out again and again: who is behind one is known by this Haneul, not by the person's known_hosts.
            List<string> options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", .. parse.GetValue(key) is { } file ? (string[])["-i", file] : []];
            List<string> argv = ["ssh", .. options];
            var address = host.PublicIp;
            if (parse.GetValue(jump) is { } bastion)
            {
                var first = await HostWords.FindAsync(at, bastion, cancel);
                var through = first.PublicIp ?? throw new UserError($"{bastion} has no public address");
                argv.AddRange(["-o", $"ProxyCommand=ssh {string.Join(' ', options)} -W %h:%p {first.User}@{through}"]);
                address = host.PrivateIp;
            }
            if (address is null) throw new UserError($"{parse.GetValue(name)} has no public address: go through a bastion with --jump NAME, or use '{Self.Name} exec'");
            return await HostWords.RunHereAsync([.. host.Way, .. argv, $"{host.User}@{address}", .. parse.GetValue(words) ?? []], cancel);
        });
        return command;
    }
}

/// <summary><c>haneul console NAME</c>: what a host printed at boot, with its user data's output.</summary>
internal static class ConsoleCommand
{
    public static Command Make()
    {
        var name = HostWords.Name();
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var command = new Command("console", "Show what a host printed at boot") { name, endpoint, data };
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Get, $"console?name={Uri.EscapeDataString(parse.GetValue(name) ?? "")}", null, cancel);
            Console.Write(answer.GetProperty("text").GetString());
            return 0;
        });
        return command;
    }
}

/// <summary><c>haneul nat</c>: who translates what: fixed pairs of gateways, and connections that are translated now.</summary>
internal static class NatCommand
{
    public static Command Make()
    {
        var endpoint = Shared.Endpoint();
        var data = Shared.Data();
        var json = Shared.AsJson();
        var command = new Command("nat", "Show translation tables and live translations") { endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Get, "nat", null, cancel);
            var report = answer.Deserialize<Packets.NatReport>(Json.Options) ?? throw new UserError("What answers is not this Haneul");
            if (parse.GetValue(json)) Json.Print(report);
            else Show(report);
            return 0;
        });
        return command;
    }

    private static void Show(Packets.NatReport report)
    {
        foreach (var gateway in report.Gateways)
        {
            Console.WriteLine($"{gateway.Kind} {gateway.Id}");
            foreach (var pair in gateway.Table) Console.WriteLine($"  {pair.Inside,-15} <-> {pair.Outside,-15} {pair.Owner}");
            foreach (var flow in gateway.Live) Console.WriteLine($"  {flow.Protocol,-4} {flow.Inside,-21} = {flow.Translated,-21} with {flow.Peer,-21} {flow.State} ({flow.ForgottenInSeconds} s)");
            if (gateway.Table.Count + gateway.Live.Count == 0) Console.WriteLine("  nothing is translated now");
        }
    }
}

/// <summary>What the commands about hosts have in common.</summary>
internal static class HostWords
{
    public static Argument<string> Name(string more = "") => new("name") { Description = "An instance (id, Name tag or address) or a host outside (laptop, web)" + (more.Length == 0 ? "" : $"; {more}") };

    public static async Task<Packets.FoundHost> FindAsync(string endpoint, string? name, CancellationToken cancel)
    {
        var answer = await Shared.CallAsync(endpoint, HttpMethod.Get, $"hosts?name={Uri.EscapeDataString(name ?? "")}", null, cancel);
        return answer.Deserialize<Packets.FoundHost>(Json.Options) ?? throw new UserError("What answers is not this Haneul");
    }

    /// <summary>Runs a program with this terminal; its exit code.</summary>
    public static async Task<int> RunHereAsync(IReadOnlyList<string> argv, CancellationToken cancel, bool intoHost = false)
    {
        if (intoHost && Environment.IsPrivilegedProcess) HostGuard.Apply();
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv.Skip(1))) ?? throw new UserError($"Cannot start {argv[0]}");
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }
}
