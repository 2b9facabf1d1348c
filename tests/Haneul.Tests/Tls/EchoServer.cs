using System.Net;
using System.Net.Sockets;
using Haneul.Io.Tls;

namespace Haneul.Tests.Tls;

/// <summary>A server of TLS on a real socket that gives back what it gets. It waits for the socket only when a session wants input, as an edge-triggered loop would: bytes left inside a session would stay there.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource<Seen> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TlsServer server;
    private readonly Thread thread;
    private volatile bool ends;

    /// <summary>What the server saw of a connection, at its end.</summary>
    public sealed record Seen(bool IsEstablished, string? Failure, int VerifyError, IReadOnlyList<byte[]> Certificates, string Protocol, string Cipher, bool IsResumed);

    public EchoServer(TlsServer server)
    {
        this.server = server;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(64);
        Port = ((IPEndPoint?)listener.LocalEndPoint)?.Port ?? 0;
        thread = new Thread(Serve) { IsBackground = true, Name = "echo" };
        thread.Start();
    }

    public int Port { get; }

    /// <summary>The first connection, once it is over.</summary>
    public Task<Seen> First => first.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public List<Seen> All { get; } = [];

    private void Serve()
    {
        using var outbox = new TlsOutbox();
        while (!ends)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            using (socket)
            {
                socket.Blocking = false;
                using var session = TlsSession.Accept(server, outbox, new SocketSource(socket));
                Echo(socket, session, outbox);
                var seen = new Seen(session.IsEstablished, session.Failure, session.VerifyError, session.PeerCertificates(), session.Protocol, session.Cipher, session.IsResumed);
                lock (All) All.Add(seen);
                first.TrySetResult(seen);
            }
        }
    }

    private void Echo(Socket socket, TlsSession session, TlsOutbox outbox)
    {
        var buffer = new byte[8 * 1024];
        while (!ends)
        {
            var result = session.IsEstablished ? session.Read(buffer, out var count) : Shaken(session, out count);
            if (count > 0) result = session.Write(buffer.AsSpan(0, count));
            if (result == TlsResult.Ended) session.End();
            if (!Send(socket, outbox)) return;
            if (result == TlsResult.WantsInput) socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead);
            else if (result != TlsResult.Done) return;
        }
    }

    private static TlsResult Shaken(TlsSession session, out int count)
    {
        count = 0;
        return session.Handshake();
    }

    private static bool Send(Socket socket, TlsOutbox outbox)
    {
        for (var sent = 0; sent < outbox.Bytes.Length;)
        {
            var count = socket.Send(outbox.Bytes[sent..], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
            else if (error != SocketError.Success) break;
            sent += Math.Max(count, 0);
        }
        outbox.Clear();
        return socket.Connected;
    }

    public async ValueTask DisposeAsync()
    {
        ends = true;
        listener.Dispose();
        await Task.Run(thread.Join);
    }

    private sealed class SocketSource(Socket socket) : ITlsSource
    {
        public int ReceiveRecords(Span<byte> into)
        {
            var count = socket.Receive(into, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => count,
                SocketError.WouldBlock => -1,
                _ => -2,
            };
        }
    }
}
