using Haneul.Kernel;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Hosts;

/// <summary>Hosts of a Haneul of its own, made where the test may; all of it goes when it is disposed of.</summary>
public sealed class HostRoom : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string above = Path.Combine(Path.GetTempPath(), $"haneul-hosts-{Guid.NewGuid():N}");
    private LinuxHosts? hosts;
    private HostTuning tuning = new();
    private int next;

    public HostRoom() => Places = new HostPlaces(Path.Combine(above, "run"), Path.Combine(above, "data"), Guid.NewGuid().ToString("N")[..8]);

    public HostPlaces Places { get; }

    public LinuxHosts Hosts => hosts ?? throw new InvalidOperationException("There are no hosts without root");

    public Task InitializeAsync()
    {
        if (Tool.Missing(Tool.Root) is null) hosts = new LinuxHosts(Places, tuning);
        return Task.CompletedTask;
    }

    internal static async Task<HostRoom> OpenAsync(HostTuning? tuning = null)
    {
        var room = new HostRoom { tuning = tuning ?? new HostTuning() };
        await room.InitializeAsync();
        return room;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (hosts is null) return;
        await hosts.EndAllAsync(TimeSpan.Zero, CancellationToken.None);
        await hosts.DisposeAsync();
        FileTree.Remove(above);
    }

    /// <summary>Lets the daemon's part end as a crash does, and begins another.</summary>
    public async Task<LinuxHosts> StartAgainAsync()
    {
        await Hosts.DisposeAsync();
        return hosts = new LinuxHosts(Places);
    }

    /// <summary>A host that is booted, under a new id.</summary>
    public string Booted(Func<HostSpec, HostSpec>? with = null)
    {
        var spec = new HostSpec { Id = $"i-{Interlocked.Increment(ref next):x8}", HostName = "ip-10-0-0-10.ap-northeast-2.compute.internal" };
        spec = with?.Invoke(spec) ?? spec;
        Hosts.Create(spec);
        Hosts.Boot(spec.Id);
        return spec.Id;
    }

    public async Task<HostOutput> RunAsync(string id, string command, string user = "root")
    {
        using var late = new CancellationTokenSource(Patience);
        return await Hosts.RunAsync(id, ["/bin/sh", "-c", command], null, user, late.Token);
    }

    /// <summary>What a command says in the host, which must do well.</summary>
    public async Task<string> AskAsync(string id, string command, string user = "root")
    {
        var ran = await RunAsync(id, command, user);
        return ran.ExitCode == 0 ? ran.Output.TrimEnd('\n') : throw new Xunit.Sdk.XunitException($"{command} ended with {ran.ExitCode}\n{ran.Output}\n{ran.Errors}");
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> so, string what)
    {
        var late = DateTime.UtcNow + Patience;
        while (!so())
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException($"In {Patience.TotalSeconds} s this has not come about: {what}");
            await Task.Delay(10);
        }
    }
}
