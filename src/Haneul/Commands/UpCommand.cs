using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Output;
using Haneul.Rootless;

namespace Haneul.Commands;

/// <summary><c>haneul up</c>: runs the daemon until it is told to stop; <c>--detach</c> leaves it running.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan StartUpLimit = TimeSpan.FromSeconds(30);

    /// <summary>HANEUL_MODE, else auto.</summary>
    private static string DefaultModeName => Environment.GetEnvironmentVariable("HANEUL_MODE") is { Length: > 0 } set ? set : "auto";

    public static RunMode DefaultMode => ModeOf(DefaultModeName);

    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "TCP port of the endpoint; 0 lets the system choose", DefaultValueFactory = _ => DaemonOptions.DefaultPort };
        var listen = new Option<string>("--listen") { Description = "Address to listen on", DefaultValueFactory = _ => "127.0.0.1" };
        var data = Shared.Data();
        var account = new Option<string>("--account") { Description = "The account of calls whose access key is not a 12-digit account", DefaultValueFactory = _ => DaemonOptions.DefaultAccount };
        var pool = new Option<string[]>("--pool") { Description = "Give public addresses out of this block before 198.18.0.0/16, such as 50.1.1.0/24; may be given again", DefaultValueFactory = _ => [] };
        var mode = new Option<string>("--mode") { Description = "kernel: carry packets; model: compute them; auto: carry them where the machine allows it", DefaultValueFactory = _ => DefaultModeName };
        var noLink = new Option<bool>("--no-host-link") { Description = "Keep this machine off the emulated internet: no link, no route" };
        var detach = new Option<bool>("--detach", "-d") { Description = "Run in the background" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Print a line for each API call" };
        var json = Shared.AsJson();
        var withParent = new Option<bool>("--with-parent") { Description = "Stop when standard input closes", Hidden = true };
        var keeper = new Option<int?>(UserStart.KeeperOption) { Description = "What keeps the user namespace that this runs in", Hidden = true };
        var socket = new Option<int?>(UserStart.SocketOption) { Description = "The socket that listens on the machine", Hidden = true };
        var command = new Command("up", "Start Haneul: all services on one endpoint") { port, listen, data, account, pool, mode, noLink, detach, verbose, json, withParent, keeper, socket };
        command.SetAction((parse, cancel) =>
        {
            var options = Options(parse.GetValue(port), parse.GetValue(listen), parse.GetValue(data), parse.GetValue(account)) with { Pools = Pools(parse.GetValue(pool) ?? []), Verbose = parse.GetValue(verbose), Mode = ModeOf(parse.GetValue(mode)), HostLink = !parse.GetValue(noLink), Keeper = parse.GetValue(keeper), Socket = parse.GetValue(socket) };
            void Ready(string at, string how) => Tell(at, how, options, parse.GetValue(json), parse.GetValue(detach));
            if (parse.GetValue(detach)) return DetachAsync(options, Ready, cancel);
            if (UserStart.IsNeeded(options)) UserStart.Become(options, [.. parse.GetValue(withParent) ? (string[])["--with-parent"] : [], .. parse.GetValue(json) ? (string[])["--json"] : []]);
            return RunAsync(options, Ready, parse.GetValue(withParent), cancel);
        });
        return command;
    }

    private static DaemonOptions Options(int port, string? listen, string? data, string? account)
    {
        if (port is < 0 or > 65535) throw new UserError($"--port {port}: a port is 0 to 65535");
        if (!IPAddress.TryParse(listen, out var address)) throw new UserError($"--listen {listen}: write an address such as 127.0.0.1");
        if (account is not { Length: 12 } || !account.All(char.IsAsciiDigit)) throw new UserError($"--account {account}: an account has 12 digits");
        return new DaemonOptions { Port = port, Listen = address, Data = Path.GetFullPath(data ?? DaemonOptions.DefaultData), Account = account };
    }

    private static IReadOnlyList<Cidr> Pools(string[] texts)
    {
        var blocks = new List<Cidr>();
        foreach (var text in texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (!Cidr.TryParse(text, out var block, out var hadHostBits)) throw new UserError($"--pool {text}: write a block such as 50.1.1.0/24");
            if (hadHostBits) throw new UserError($"--pool {text}: the block is {block}");
            blocks.Add(block);
        }
        PublicPools.Check(blocks);
        return blocks;
    }

    private static RunMode ModeOf(string? mode) => mode switch
    {
        "auto" => RunMode.Auto,
        "kernel" => RunMode.Kernel,
        "model" => RunMode.Model,
        _ => throw new UserError($"--mode {mode}: write auto, kernel or model"),
    };

    private static void Tell(string endpoint, string mode, DaemonOptions options, bool asJson, bool isDetached)
    {
        if (asJson)
        {
            Json.Print(new { endpoint, mode, data = options.Data, account = options.Account });
            return;
        }
        Console.WriteLine($"Haneul is ready on {endpoint}");
        if (Console.IsOutputRedirected) return;
        var data = options.Data == DaemonOptions.DefaultData ? "" : $" --data {options.Data}";
        Console.WriteLine($"  mode     {mode}\n  data     {options.Data}\n  clients  eval \"$({Self.Name} env{data})\"");
        if (isDetached) Console.WriteLine($"  stop it  {Self.Name} down{data}");
    }

    private static async Task<int> RunAsync(DaemonOptions options, Action<string, string> ready, bool withParent, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var daemon = await HaneulDaemon.StartAsync(options, cancel);
        ready(daemon.Endpoint, $"{daemon.Mode.Name}: {daemon.Mode.Why}");
        if (withParent) _ = StopWithInputAsync(stop);
        await daemon.WaitAsync(stop.Token);
        return 0;
    }

    /// <summary>The parent holds the other end: when it is gone, however it ended, so is this.</summary>
    private static async Task StopWithInputAsync(CancellationTokenSource stop)
    {
        var buffer = new byte[64];
        await using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer, stop.Token) > 0)
        {
        }
        await stop.CancelAsync();
    }

    /// <summary>The command line that asks for these options.</summary>
    internal static IReadOnlyList<string> ArgumentsOf(DaemonOptions options) =>
    [
        "up", "--port", $"{options.Port}", "--listen", $"{options.Listen}", "--data", options.Data, "--account", options.Account, "--mode", $"{options.Mode}".ToLowerInvariant(),
        .. options.Pools.SelectMany(p => new[] { "--pool", p.ToString() }), .. options.HostLink ? [] : (string[])["--no-host-link"], .. options.Verbose ? ["--verbose"] : Array.Empty<string>(),
    ];

    internal static async Task<int> DetachAsync(DaemonOptions options, Action<string, string> ready, CancellationToken cancel)
    {
        var (self, args) = Self.Command(ArgumentsOf(options));
        Directory.CreateDirectory(options.Data);
        var log = Path.Combine(options.Data, DataDirectory.LogName);
        string[] shell = ["-c", "exec setsid \"$@\" >\"$0\" 2>&1 </dev/null", log, self, .. args];
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", shell)) ?? throw new UserError("Cannot start a shell to run in the background");
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < StartUpLimit)
        {
            if (DataDirectory.ReadCard(options.Data) is { } card && card.Pid == process.Id)
            {
                ready(card.Endpoint, card.Mode);
                return 0;
            }
            if (process.HasExited) throw new UserError($"Haneul did not start:\n{(await File.ReadAllTextAsync(log, cancel)).Trim()}");
            await Task.Delay(20, cancel);
        }
        throw new UserError($"Haneul was not ready after {StartUpLimit.TotalSeconds} s; see {log}");
    }
}
