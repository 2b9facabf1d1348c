using System.Diagnostics;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>The process of the balancers lives as long as one is wanted: through the daemon's death, and again after its own.</summary>
public sealed class BalancerLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string run = Path.Combine("/run/haneul", $"test-{Guid.NewGuid().ToString("N")[..8]}");
    private readonly string data = Directory.CreateTempSubdirectory("haneul-test-").FullName;
    private LinuxKernel? kernel;
    private long seen;

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(run);
        if (Tool.WhyNot([Tool.Root]) is null) kernel = new LinuxKernel(run);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        var last = Link();
        await last.DisposeAsync();
        last.End();
        kernel?.Dispose();
        Directory.Delete(run, recursive: true);
        Directory.Delete(data, recursive: true);
    }

    [NeedsTool(Tool.Root)]
    public async Task It_outlives_the_daemon_is_taken_over_by_the_next_one_and_ends_when_nothing_is_wanted()
    {
        int pid;
        await using (var first = Link())
        {
            first.Want(Wanted(1));
            await UntilAsync(() => seen == 1);
            pid = Pid ?? throw new InvalidOperationException("There is no process");
        }
        Assert.Equal(pid, Pid);
        await using var second = Link();
        second.Want(Wanted(2));
        await UntilAsync(() => seen == 2);
        Assert.Equal(pid, Pid);
        second.Want(new WantedState(3));
        await UntilAsync(() => Pid is null);
        Assert.False(Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "));
    }

    [NeedsTool(Tool.Root)]
    public async Task It_is_started_again_when_it_ends_by_itself_and_serves_the_same()
    {
        await using var link = Link();
        link.Want(Wanted(5));
        await UntilAsync(() => seen == 5);
        var pid = Pid ?? throw new InvalidOperationException("There is no process");
        Interlocked.Exchange(ref seen, 0);
        using (var process = Process.GetProcessById(pid)) process.Kill();
        await UntilAsync(() => Interlocked.Read(ref seen) == 5 && Pid is { } now && now != pid);
    }

    private int? Pid
    {
        get
        {
            using var there = Companion.Find(BalancerLink.CardIn(run));
            return there?.Pid;
        }
    }

    private BalancerLink Link() => new(run, data, told => Interlocked.Exchange(ref seen, told.Version), NullLogger.Instance);

    private static WantedState Wanted(long version) => new(version) { Balancers = [new WantedBalancer("arn", "web", BalancerType.Application) { Nodes = [], Listeners = [] }] };

    private static async Task UntilAsync(Func<bool> so)
    {
        var late = DateTime.UtcNow + Limit;
        while (!so())
        {
            Assert.True(DateTime.UtcNow < late, "This has not come about in time");
            await Task.Delay(20);
        }
    }
}
