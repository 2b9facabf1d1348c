using Haneul.Tests.Packets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Carried;

/// <summary>A Haneul that carries packets, with an application balancer before a web server in each of two zones.</summary>
public sealed class BalancedCloud : IAsyncLifetime
{
    private CarryingDaemon? daemon;

    internal CarryingDaemon Daemon => daemon ?? throw new InvalidOperationException("Nothing runs: a tool is missing");

    /// <summary>The balancer's DNS name.</summary>
    internal string Name { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (CarriedFactAttribute.WhyNot(Tool.Dig) is not null) return;
        daemon = await CarryingDaemon.StartAsync();
        try
        {
            await AskAsync(Words.Python);
            await AskAsync(BalancerWords.Network);
            Name = (await Daemon.Boto3Async("print(json.dumps(name))")).ToString();
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

    /// <summary>Where the name leads on this machine, in order.</summary>
    internal async Task<IReadOnlyList<string>> AddressesAsync(string? name = null) =>
        [.. (await Daemon.RunAsync("dig", ["+short", "+time=2", "@198.19.255.53", name ?? Name])).Good().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>Asks by a connection each; answers what each was answered: the status, then the page.</summary>
    internal async Task<IReadOnlyList<string>> AskedAsync(int times, string? address = null)
    {
        var at = address ?? (await AddressesAsync())[0];
        var said = await Daemon.RunAsync("sh", ["-c", $"for i in $(seq {times}); do curl -s --max-time 15 -w '%{{http_code}}\\n' --resolve {Name}:80:{at} http://{Name}/ | tr '\\n' ' '; echo; done"]);
        return said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

/// <summary>Tests that share a <see cref="BalancedCloud"/>; they run one after another and leave it as they found it.</summary>
[CollectionDefinition(Name)]
public sealed class BalancedTests : ICollectionFixture<BalancedCloud>
{
    public const string Name = "balanced";
}
