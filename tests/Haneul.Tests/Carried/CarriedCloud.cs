using System.Text.Json;
using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>
/// One Haneul that carries packets, for all tests of the collection, with a network as people begin: a VPC with a public and a private subnet, a NAT gateway, a bastion, a web server with an elastic address, two private instances.
/// </summary>
public sealed class CarriedCloud : IAsyncLifetime
{
    private CarryingDaemon? daemon;

    internal CarryingDaemon Daemon => daemon ?? throw new InvalidOperationException("Nothing runs: a tool is missing");

    /// <summary>Logs in from the machine.</summary>
    internal Ssh Ssh => new(Daemon, Path.Combine(Daemon.Data, "key.pem"));

    /// <summary>The machine's own address on the emulated internet.</summary>
    internal const string Machine = "198.19.255.254";

    public async Task InitializeAsync()
    {
        if (CarriedFactAttribute.WhyNot() is not null) return;
        daemon = await CarryingDaemon.StartAsync();
        try
        {
            await AskAsync(Words.Python);
            await AskAsync(Words.Network);
            await UntilAsync(async () => (await SeenAtAsync("www")).Exit == 0, "the web server answers");
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (daemon is not null) await daemon.DisposeAsync();
    }

    /// <summary>What a Python program prints; it has <see cref="Words.Python"/>'s names.</summary>
    internal Task<JsonElement> AskAsync(string program) => Daemon.Boto3Async(program);

    /// <summary>What a Python expression is worth.</summary>
    internal async Task<string> ValueAsync(string expression) => (await AskAsync($"print(json.dumps({expression}))")).ToString();

    internal Task<string> PublicOf(string name) => ValueAsync($"instance('{name}').get('PublicIpAddress')");

    internal Task<string> PrivateOf(string name) => ValueAsync($"instance('{name}')['PrivateIpAddress']");

    /// <summary>A page, asked for by the machine; one that does not come is waited for a second.</summary>
    internal Task<Ran> CurlAsync(string url, params string[] options) => Daemon.RunAsync("curl", ["-sS", "--connect-timeout", "1", "--max-time", "10", .. options, url]);

    /// <summary>The page of an instance at its public address.</summary>
    internal async Task<Ran> SeenAtAsync(string name) => await CurlAsync($"http://{await PublicOf(name)}/");

    internal Task<Ran> PingAsync(string address, params string[] options) => Daemon.RunAsync("ping", ["-c", "1", "-W", "1", .. options, address]);

    /// <summary>Runs a command line in a host, not by its network.</summary>
    internal async Task<Ran> InAsync(string host, string command, string user = "root")
    {
        var body = JsonSerializer.Serialize(new { name = host, command = (string[])["/bin/sh", "-c", command], user });
        var answer = JsonDocument.Parse((await Daemon.RunAsync("curl", ["-sS", "--fail-with-body", "--max-time", "60", "-d", body, $"{Daemon.Endpoint}/_haneul/hosts/run"])).Good()).RootElement;
        return new Ran($"{host}: {command}", answer.GetProperty("exitCode").GetInt32(), answer.GetProperty("output").GetString() ?? "", answer.GetProperty("errors").GetString() ?? "");
    }

    /// <summary>What a command line says in a host; it must do well.</summary>
    internal async Task<string> SaidInAsync(string host, string command, string user = "root") => (await InAsync(host, command, user)).Good().Trim();

    /// <summary>Whether a TCP connection from a host comes about within a second.</summary>
    internal async Task<bool> OpensAsync(string host, string address, int port) => (await InAsync(host, $"timeout 1 bash -c ': </dev/tcp/{address}/{port}'")).Exit == 0;

    /// <summary>Waits until something is so.</summary>
    internal static Task UntilAsync(Func<Task<bool>> so, string what) => Waiting.Until(so, what);
}

/// <summary>Tests that share a <see cref="CarriedCloud"/>; they run one after another and leave its network as they found it.</summary>
[CollectionDefinition(Name)]
public sealed class CarriedTests : ICollectionFixture<CarriedCloud>
{
    public const string Name = "carried";
}
