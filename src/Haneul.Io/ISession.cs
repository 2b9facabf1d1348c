namespace Haneul.Io;

/// <summary>
/// What stands between a connection's bytes and its user: TLS. It reads and writes the wire by <see cref="Connection.ReceiveRaw"/> and <see cref="Connection.SendRaw"/> of the connection that it was made for, and lives on that connection's loop.
/// </summary>
public interface ISession : IDisposable
{
    /// <summary>Goes on with the handshake; called at each readiness until it is done or has failed. An alert that is owed has been sent when it fails.</summary>
    Handshake Advance();

    /// <summary>Plain bytes: their count, or one of <see cref="Received"/>. Never answers <see cref="Received.Blocked"/> while decrypted bytes are left.</summary>
    int Receive(Span<byte> into);

    /// <summary>Bytes that were taken from the wire wait inside: they must be received though the wire may have no more.</summary>
    bool HasPending { get; }

    /// <summary>Takes all of the plain bytes, and gives the wire as many records as they make in one <see cref="Connection.SendRaw"/>; false where the connection is broken.</summary>
    bool Send(ReadOnlySpan<byte> plain);

    /// <summary>Another object has taken over the connection: the wire is that one's from now on.</summary>
    void MoveTo(Connection connection);

    /// <summary>Says goodbye (close_notify) where that is possible at once.</summary>
    void Close();
}

/// <summary>How far a handshake is.</summary>
public enum Handshake
{
    Going,
    Done,
    Failed,
}

/// <summary>What receiving answers where there are no bytes.</summary>
public static class Received
{
    /// <summary>The peer has ended its side.</summary>
    public const int End = 0;

    /// <summary>Nothing now: the loop tells when there is something.</summary>
    public const int Blocked = -1;

    /// <summary>The connection is of no use any more.</summary>
    public const int Broken = -2;
}
