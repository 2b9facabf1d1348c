using Haneul.Io.Tls;

namespace Haneul.Tests.Tls;

/// <summary>A client and a server of TLS in one thread, with nothing but memory between them.</summary>
internal sealed class TlsPair : IDisposable
{
    private readonly TlsClient client;

    public TlsPair(TlsServer server, TlsClientOptions? options = null, string? name = null)
    {
        client = new TlsClient(options ?? new TlsClientOptions());
        Server = TlsSession.Accept(server, Outbox, ToServer);
        Client = TlsSession.Connect(client, Outbox, ToClient, name);
    }

    public TlsOutbox Outbox { get; } = new();

    public MemorySource ToServer { get; } = new();

    public MemorySource ToClient { get; } = new();

    public TlsSession Server { get; }

    public TlsSession Client { get; }

    /// <summary>Hands over what a session wants to send.</summary>
    public void Carry(MemorySource to)
    {
        to.Give(Outbox.Bytes);
        Outbox.Clear();
    }

    /// <summary>Both ends until both are done or one has failed.</summary>
    public (TlsResult Client, TlsResult Server) Shake()
    {
        (TlsResult Client, TlsResult Server) result = (TlsResult.WantsInput, TlsResult.WantsInput);
        for (var turn = 0; turn < 10 && result is not (TlsResult.Done, TlsResult.Done); turn++)
        {
            if (result.Client == TlsResult.WantsInput) result.Client = Client.Handshake();
            Carry(ToServer);
            if (result.Server == TlsResult.WantsInput) result.Server = Server.Handshake();
            Carry(ToClient);
        }
        return result;
    }

    /// <summary>All that can be read now, and how the last read ended.</summary>
    public static (byte[] Bytes, TlsResult Last) ReadAll(TlsSession session)
    {
        var all = new List<byte>();
        var buffer = new byte[16 * 1024];
        TlsResult result;
        while ((result = session.Read(buffer, out var count)) == TlsResult.Done) all.AddRange(buffer.AsSpan(0, count));
        return ([.. all], result);
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        client.Dispose();
        Outbox.Dispose();
    }
}
