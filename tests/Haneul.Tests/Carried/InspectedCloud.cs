using System.Text.Json;
using System.Text.RegularExpressions;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A Haneul that carries packets, with an application that is reached by the appliances behind a gateway balancer alone; they run the example's program.</summary>
public sealed partial class InspectedCloud : IAsyncLifetime
{
    private CarryingDaemon? daemon;

    internal CarryingDaemon Daemon => daemon ?? throw new InvalidOperationException("Nothing runs: a tool is missing");

    /// <summary>The application's public address.</summary>
    internal string App { get; private set; } = "";

    internal string Endpoint { get; private set; } = "";

    internal static IReadOnlyList<string> Names { get; } = ["fw-1", "fw-2", "fw-3"];

    public async Task InitializeAsync()
    {
        if (CarriedFactAttribute.WhyNot() is not null) return;
        daemon = await CarryingDaemon.StartAsync();
        try
        {
            await AskAsync(Words.Python);
            var appliance = await File.ReadAllTextAsync(Repository.At("examples", "terraform-inspection", "appliance.py"));
            await AskAsync($"appliance = {JsonSerializer.Serialize(appliance)}");
            await AskAsync(InspectionWords.Network);
            await AskAsync("become()");
            (App, Endpoint) = (await ValueAsync("app"), await ValueAsync("endpoint"));
            await CarriedCloud.UntilAsync(async () => (await CurlAsync(80)).Exit == 0, "the application answers");
        }
        catch
        {
            await daemon.DisposeAsync();
            daemon = null;
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (daemon is not null) await daemon.DisposeAsync();
    }

    internal Task AskAsync(string program) => Daemon.Boto3Async(program);

    /// <summary>What a Python expression is worth.</summary>
    internal async Task<string> ValueAsync(string expression) => (await Daemon.Boto3Async($"print(json.dumps({expression}))")).ToString();

    /// <summary>Asks the application from the machine, from a port of its own where one is named.</summary>
    internal Task<Ran> CurlAsync(int port, int? from = null, int seconds = 10) =>
        Daemon.RunAsync("curl", ["-sS", "--connect-timeout", $"{seconds}", "--max-time", "30", .. from is { } own ? (string[])["--local-port", $"{own}"] : [], $"http://{App}:{port}/"]);

    /// <summary>What a command line says in a host, as root; it must do well.</summary>
    internal async Task<string> SaidInAsync(string host, string command)
    {
        var body = JsonSerializer.Serialize(new { name = host, command = (string[])["/bin/sh", "-c", command], user = "root" });
        var answer = JsonDocument.Parse((await Daemon.RunAsync("curl", ["-sS", "--fail-with-body", "--max-time", "60", "-d", body, $"{Daemon.Endpoint}/_haneul/hosts/run"])).Good()).RootElement;
        return new Ran($"{host}: {command}", answer.GetProperty("exitCode").GetInt32(), answer.GetProperty("output").GetString() ?? "", answer.GetProperty("errors").GetString() ?? "").Good();
    }

    /// <summary>What an appliance has logged of the flows with this port at one end.</summary>
    internal async Task<IReadOnlyList<Seen>> SeenByAsync(string appliance, int port)
    {
        var log = await SaidInAsync(appliance, "cat /var/log/appliance.log");
        return [.. Line().Matches(log).Select(Seen.Of).Where(s => s.FromPort == port || s.ToPort == port)];
    }

    /// <summary>What all appliances have logged of the flows with this port at one end.</summary>
    internal async Task<IReadOnlyList<(string Appliance, Seen Seen)>> SeenAsync(int port)
    {
        var all = new List<(string, Seen)>();
        foreach (var name in Names) all.AddRange((await SeenByAsync(name, port)).Select(s => (name, s)));
        return all;
    }

    /// <summary>Ends an appliance's process, and answers when it is gone.</summary>
    internal Task KillAsync(string appliance) => SaidInAsync(appliance, "pkill -9 -f appliance[.]py");

    internal Task StartAsync(string appliance) => SaidInAsync(appliance, "/srv/appliance >/dev/null 2>&1 </dev/null &");

    [GeneratedRegex(@"^(pass|block) (vpce-\w+) cookie (\w+) (\w+) (\S+) (\d+) > (\S+) (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}

/// <summary>One direction of a flow, as an appliance tells it.</summary>
internal sealed record Seen(bool Passed, string Endpoint, string Cookie, string Protocol, string From, int FromPort, string To, int ToPort)
{
    public static Seen Of(Match line) => new(
        line.Groups[1].Value == "pass", line.Groups[2].Value, line.Groups[3].Value, line.Groups[4].Value, line.Groups[5].Value, int.Parse(line.Groups[6].Value, null), line.Groups[7].Value, int.Parse(line.Groups[8].Value, null));
}

/// <summary>Tests that share an <see cref="InspectedCloud"/>; they run one after another and leave it as they found it.</summary>
[CollectionDefinition(Name)]
public sealed class InspectedTests : ICollectionFixture<InspectedCloud>
{
    public const string Name = "inspected";
}
