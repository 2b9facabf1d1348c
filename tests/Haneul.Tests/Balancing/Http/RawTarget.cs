using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haneul.Tests.Balancing;

/// <summary>A target that keeps the bytes that came to it, and does with a connection what a test says.</summary>
internal sealed class RawTarget : IAsyncDisposable
{
    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<TargetCall, Task> _serve;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Socket> _open = [];
    private int _connections;

    public RawTarget(Func<TargetCall, Task> serve, int port = 0)
    {
        _serve = serve;
        _listening.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listening.Listen(512);
        Port = ((IPEndPoint?)_listening.LocalEndPoint)?.Port ?? 0;
        _ = AcceptAsync();
    }

    /// <summary>Answers every request with the same bytes, and keeps the connection.</summary>
    public static RawTarget Answering(string answer) => new(async call =>
    {
        while (await call.ReadRequestAsync() is not null) await call.SendAsync(answer);
    });

    public static RawTarget Answering200(string body) => Answering($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    public int Port { get; }

    /// <summary>Heads and bodies of the requests that were read whole.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int Connections => Volatile.Read(ref _connections);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listening.AcceptAsync(_end.Token);
                _open.Add(socket);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The target ends.
            _listening.Dispose();
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var call = new TargetCall(this, socket);
        try
        {
            await _serve(call);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            call.Broke(e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _end.Cancel();
        _listening.Dispose();
        foreach (var socket in _open) socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One connection to a <see cref="RawTarget"/>.</summary>
internal sealed class TargetCall(RawTarget target, Socket socket) : IDisposable
{
    private readonly List<byte> _read = [];

    public Socket Socket => socket;

    public Exception? Broken { get; private set; }

    public void Broke(Exception e) => Broken = e;

    /// <summary>The next request with its body (by length or in chunks); null at the end.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_read.ToArray());
            if (LengthOf(text) is { } length)
            {
                _read.RemoveRange(0, length);
                target.Requests.Enqueue(text[..length]);
                return text[..length];
            }
            if (!await ReadMoreAsync()) return null;
        }
    }

    public async Task<bool> ReadMoreAsync()
    {
        var buffer = new byte[64 * 1024];
        var count = await socket.ReceiveAsync(buffer);
        _read.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }

    private static int? LengthOf(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        var head = text[..(end + 4)];
        if (head.Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var last = text.IndexOf("0\r\n\r\n", end + 4, StringComparison.Ordinal);
            return last < 0 ? null : last + 5;
        }
        var length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        var whole = head.Length + (length is null ? 0 : int.Parse(length));
        return text.Length >= whole ? whole : null;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();
}
