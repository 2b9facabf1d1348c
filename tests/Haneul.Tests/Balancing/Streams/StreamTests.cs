using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haneul.Balancer;
using Haneul.Io;
using Xunit;

namespace Haneul.Tests.Balancing.Streams;

/// <summary>A relayed stream over real sockets: a client, the relay on a loop, a target.</summary>
public sealed class StreamTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Loop loop = new("streams", TimeProvider.System);
    private readonly TcpListener target = new(IPAddress.Loopback, 0);
    private readonly Route route;
    private readonly Listener door;

    public StreamTests()
    {
        target.Start();
        route = new Route((IPEndPoint)target.LocalEndpoint);
        var handle = new OwnSockets().Open("", AddressFamily.InterNetwork, SocketType.Stream);
        door = new Listener(loop, handle, new IPEndPoint(IPAddress.Loopback, 0), deferred: false, (at, descriptor, from) =>
            new StreamRelay(loop, descriptor, from.ToEndPoint(), at.At, route).Start(null));
        loop.Start();
        loop.Post(door.Open);
    }

    [Fact]
    public async Task What_either_side_says_arrives_whole_and_so_do_their_ends()
    {
        using var client = await ConnectAsync();
        using var served = await AcceptAsync();
        var there = RandomNumberGenerator.GetBytes(3_000_000);
        var back = RandomNumberGenerator.GetBytes(2_000_000);
        var sending = Task.WhenAll(SayAsync(client, there), SayAsync(served, back));
        var read = await Task.WhenAll(ReadAsync(served), ReadAsync(client)).WaitAsync(Patience);
        await sending;
        Assert.Equal(SHA256.HashData(there), SHA256.HashData(read[0]));
        Assert.Equal(SHA256.HashData(back), SHA256.HashData(read[1]));
        var (bytes, reached) = await route.Over.Task.WaitAsync(Patience);
        Assert.Equal(there.Length + back.Length, bytes);
        Assert.True(reached);
    }

    [Fact]
    public async Task A_side_that_has_ended_still_hears_the_other()
    {
        using var client = await ConnectAsync();
        using var served = await AcceptAsync();
        await SayAsync(client, "question"u8.ToArray());
        Assert.Equal("question"u8.ToArray(), await ReadAsync(served).WaitAsync(Patience));
        Assert.False(route.Over.Task.IsCompleted);
        await SayAsync(served, "answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), await ReadAsync(client).WaitAsync(Patience));
    }

    [Fact]
    public async Task The_header_comes_before_the_first_byte()
    {
        route.TellsClient = true;
        using var client = await ConnectAsync();
        using var served = await AcceptAsync();
        await SayAsync(client, "hello"u8.ToArray());
        var expected = new byte[ProxyHeader.MostBytes];
        var length = ProxyHeader.Write(expected, (IPEndPoint)(client.LocalEndPoint ?? throw new SocketException()), door.At);
        byte[] wanted = [.. expected[..length], .. "hello"u8];
        Assert.Equal(wanted, await ReadAsync(served).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_client_is_reset_where_no_target_answers()
    {
        target.Stop();
        // It may be so quick that connecting fails already.
        var failed = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await ConnectAsync();
            await ReadAsync(client).WaitAsync(Patience);
        });
        Assert.Equal(SocketError.ConnectionReset, failed.SocketErrorCode);
        Assert.False((await route.Over.Task.WaitAsync(Patience)).Reached);
    }

    [Fact]
    public async Task A_reset_is_passed_on()
    {
        using var client = await ConnectAsync();
        var served = await AcceptAsync();
        served.LingerState = new LingerOption(true, 0);
        served.Dispose();
        await Assert.ThrowsAsync<SocketException>(() => ReadAsync(client).WaitAsync(Patience));
    }

    public void Dispose()
    {
        using var done = new ManualResetEventSlim();
        loop.Post(() =>
        {
            door.Close();
            done.Set();
        });
        done.Wait(Patience);
        loop.Dispose();
        target.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(door.At).WaitAsync(Patience);
        return client;
    }

    private Task<Socket> AcceptAsync() => target.AcceptSocketAsync().WaitAsync(Patience);

    private static async Task SayAsync(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent)).AsTask().WaitAsync(Patience);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<byte[]> ReadAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer.AsMemory()) is > 0 and var count) all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private sealed class Route(IPEndPoint to) : IStreamRoute
    {
        public bool TellsClient { get; set; }

        public TaskCompletionSource<(long Bytes, bool Reached)> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Buffer { get; } = new byte[16384];

        public long IdleMs => 60_000;

        public bool Reach(StreamRelay relay, StreamEnd end)
        {
            Span<byte> header = stackalloc byte[ProxyHeader.MostBytes];
            var length = TellsClient ? ProxyHeader.Write(header, relay.From, relay.At) : 0;
            var handle = new OwnSockets().Open("", AddressFamily.InterNetwork, SocketType.Stream);
            end.Reach(handle, KernelAddress.Of(IPAddress.Loopback, 0), KernelAddress.Of(to.Address, to.Port), header[..length], null);
            return true;
        }

        public void Ended(StreamRelay relay, bool reached) => Over.SetResult((relay.ReceivedBytes + relay.SentBytes, reached));
    }
}
