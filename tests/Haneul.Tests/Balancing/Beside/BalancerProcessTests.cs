using System.Net.Sockets;
using System.Threading.Channels;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>What the process of the balancers and a daemon say to each other.</summary>
public sealed class BalancerProcessTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly Id<TargetRegistration> Target = new("targetgroup/t/1|i-1|80");

    private readonly string folder = Directory.CreateTempSubdirectory("haneul-test-").FullName;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<WantedState> served = Channel.CreateUnbounded<WantedState>();
    private readonly BalancerProcess process;
    private readonly Task running;

    public BalancerProcessTests()
    {
        process = new BalancerProcess(Path, w => served.Writer.TryWrite(w), _ => { });
        running = process.RunAsync(stop.Token);
    }

    private string Path => System.IO.Path.Combine(folder, "socket");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_says_which_build_it_is_then_serves_what_is_wanted_and_tells_what_is_seen()
    {
        await using var daemon = await ConnectAsync();
        Assert.Equal(Greeting.OwnBuild, (await Frames.ReadAsync<Greeting>(daemon, default))?.Build);
        await daemon.WriteAsync(Frames.Of(Wanted(7)));
        var wanted = await served.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        Assert.Equal((7, "web"), (wanted.Version, wanted.Balancers.Single().Name));
        Assert.Equal(Ip.Parse("10.0.0.5"), wanted.Balancers[0].Nodes[0].Addresses[0]);
        process.Tell(new SeenState { Version = 7 });
        Assert.Equal(7, (await Frames.ReadAsync<SeenState>(daemon, default).WaitAsync(Limit))?.Version);
        process.Tell(Seen(7, "healthy"));
        var seen = await Frames.ReadAsync<SeenState>(daemon, default).WaitAsync(Limit);
        Assert.Equal(("healthy", 7), (seen?.Health.Single().Health.State, seen?.Version));
    }

    [Fact]
    public async Task A_daemon_that_comes_anew_is_told_everything_and_what_was_counted_meanwhile()
    {
        await using (var first = await ConnectAsync())
        {
            await Frames.ReadAsync<Greeting>(first, default);
            await first.WriteAsync(Frames.Of(Wanted(1)));
            await served.Reader.ReadAsync().AsTask().WaitAsync(Limit);
            process.Tell(new SeenState { Version = 1 });
            process.Tell(Seen(1, "healthy"));
            // The answer and what was found come together, or one after the other.
            while ((await Frames.ReadAsync<SeenState>(first, default).WaitAsync(Limit))?.Health is { IsEmpty: true })
            {
            }
        }
        process.Tell(new SeenState { Version = 1, Counts = [new SeenCount("arn", "group", 3, 10, 0)] });
        process.Tell(new SeenState { Version = 1, Counts = [new SeenCount("arn", "group", 4, 10, 0)] });
        await using var second = await ConnectAsync();
        await Frames.ReadAsync<Greeting>(second, default);
        var seen = await Frames.ReadAsync<SeenState>(second, default).WaitAsync(Limit);
        Assert.Equal("healthy", seen?.Health.Single().Health.State);
        Assert.Equal(7, seen?.Counts.Single().Requests);
    }

    [Fact]
    public async Task What_is_no_wish_ends_the_connection_and_nothing_else()
    {
        await using var strange = await ConnectAsync();
        await Frames.ReadAsync<Greeting>(strange, default);
        await strange.WriteAsync("\0\0\0\x7f"u8.ToArray());
        await Assert.ThrowsAnyAsync<IOException>(async () => { if (await Frames.ReadAsync<SeenState>(strange, default).WaitAsync(Limit) is null) throw new IOException("closed"); });
        await It_says_which_build_it_is_then_serves_what_is_wanted_and_tells_what_is_seen();
    }

    private static WantedState Wanted(long version) => new(version)
    {
        Balancers = [new WantedBalancer("arn", "web", BalancerType.Application) { Nodes = [new WantedNode("lb-eni-1", "a", [Ip.Parse("10.0.0.5")], false)], Listeners = [] }],
        Pools = [new WantedPool(new("targetgroup/t/1"), "group", "t", TargetType.Instance)
        {
            HealthCheck = new HealthCheck { Protocol = BalancerProtocol.Http, IntervalSeconds = 5, TimeoutSeconds = 2, HealthyThreshold = 2, UnhealthyThreshold = 2 },
            Targets = [new WantedTarget(Target, "i-1", Ip.Parse("10.0.0.9"), 80, "a", DateTimeOffset.UnixEpoch, false)],
        }],
    };

    private static SeenState Seen(long version, string state) => new() { Version = version, Health = [new SeenHealth("arn", "a", Target, new TargetHealth(state))] };

    private async Task<NetworkStream> ConnectAsync()
    {
        var late = DateTime.UtcNow + Limit;
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path));
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (DateTime.UtcNow < late)
            {
                socket.Dispose();
                await Task.Delay(10);
            }
        }
    }
}
