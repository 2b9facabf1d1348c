namespace Haneul.Io.Tls;

/// <summary>Where a session gets its records from: a connection, or memory.</summary>
public interface ITlsSource
{
    /// <summary>Bytes of the wire: their count, 0 where the peer has ended, -1 where there are none now, -2 where the connection is broken.</summary>
    int ReceiveRecords(Span<byte> into);
}
