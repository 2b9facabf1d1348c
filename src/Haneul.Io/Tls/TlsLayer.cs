namespace Haneul.Io.Tls;

/// <summary>TLS between a connection's bytes and its user: a <see cref="TlsSession"/> that reads from its connection, and whose records the connection sends in one piece.</summary>
public sealed class TlsLayer : ISession, ITlsSource
{
    private Connection connection;
    private readonly TlsOutbox outbox;

    private TlsLayer(Connection connection, TlsOutbox outbox, Func<TlsOutbox, ITlsSource, TlsSession> made)
    {
        (this.connection, this.outbox) = (connection, outbox);
        Session = made(outbox, this);
    }

    /// <summary>What was agreed upon with the peer.</summary>
    public TlsSession Session { get; }

    /// <param name="connection">Of a client.</param>
    /// <param name="server">Whose side it is.</param>
    /// <param name="outbox">Of the connection's loop.</param>
    public static TlsLayer Accept(Connection connection, TlsServer server, TlsOutbox outbox) => new(connection, outbox, (box, source) => TlsSession.Accept(server, box, source));

    /// <param name="connection">To a server.</param>
    /// <param name="client">Whose side it is.</param>
    /// <param name="outbox">Of the connection's loop.</param>
    /// <param name="name">Asked for (SNI); null: none.</param>
    public static TlsLayer Connect(Connection connection, TlsClient client, TlsOutbox outbox, string? name = null) => new(connection, outbox, (box, source) => TlsSession.Connect(client, box, source, name));

    public bool HasPending => Session.IsEstablished && Session.HasPending;

    public Handshake Advance()
    {
        var result = Session.Handshake();
        var isSent = SendRecords();
        return result switch
        {
            TlsResult.Done when isSent => Handshake.Done,
            TlsResult.WantsInput when isSent => Handshake.Going,
            _ => Handshake.Failed,
        };
    }

    public int Receive(Span<byte> into)
    {
        var result = Session.Read(into, out var count);
        if (!SendRecords()) return Received.Broken;
        return result switch
        {
            TlsResult.Done => count,
            TlsResult.WantsInput => Received.Blocked,
            TlsResult.Ended => Received.End,
            _ => Received.Broken,
        };
    }

    public bool Send(ReadOnlySpan<byte> plain)
    {
        var result = Session.Write(plain);
        return SendRecords() && result == TlsResult.Done;
    }

    public void MoveTo(Connection connection) => this.connection = connection;

    public void Close()
    {
        Session.End();
        _ = SendRecords();
    }

    public int ReceiveRecords(Span<byte> into) => connection.ReceiveRaw(into);

    public void Dispose() => Session.Dispose();

    private bool SendRecords()
    {
        if (outbox.IsEmpty) return true;
        var isSent = connection.SendRaw(outbox.Bytes);
        outbox.Clear();
        return isSent;
    }
}
