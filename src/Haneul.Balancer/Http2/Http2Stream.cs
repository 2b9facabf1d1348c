namespace Haneul.Balancer.Http2;

/// <summary>One exchange on a connection of HTTP/2: RFC 9113, section 5.1. Who uses it derives from it.</summary>
internal class Http2Stream
{
    public int Id { get; internal set; }

    /// <summary>The peer has sent all.</summary>
    public bool IsRemoteEnded { get; internal set; }

    /// <summary>All has been sent.</summary>
    public bool IsLocalEnded { get; internal set; }

    /// <summary>It is over, and known to the connection no more.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>A head came (a client: one that is not interim): the next one is the trailers.</summary>
    internal bool HasHead { get; set; }

    /// <summary>What may be sent on it.</summary>
    internal int SendWindow { get; set; }

    /// <summary>Something was not sent because a window was closed.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>What the peer may still send on it.</summary>
    internal int ReceiveWindow { get; set; }

    /// <summary>Used up, and not yet given back.</summary>
    internal int Unreturned { get; set; }

    /// <summary>Content-Length, -1: untold.</summary>
    internal long ToldLength { get; set; }

    internal long DataLength { get; set; }
}

/// <summary>What a connection tells of its streams. It may be answered at once by sending on them.</summary>
internal interface IHttp2Streams
{
    /// <summary>A peer opens a stream; its head follows.</summary>
    Http2Stream Opened();

    /// <summary>A head that is well formed; valid during the call.</summary>
    void Head(Http2Stream stream, FieldList fields, bool ends);

    /// <summary>The last of a stream.</summary>
    void Trailers(Http2Stream stream, FieldList fields);

    /// <summary>Some of a body. What has been used is told by <see cref="Http2Connection.Consumed"/>.</summary>
    void Data(Http2Stream stream, ReadOnlySpan<byte> bytes, bool ends);

    /// <summary>It is over before its end, by the peer or because of what the peer did.</summary>
    void Reset(Http2Stream stream, Http2Error error);

    /// <summary>More can be sent on a stream that had to wait.</summary>
    void Writable(Http2Stream stream);
}
