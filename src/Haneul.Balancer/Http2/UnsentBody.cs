using System.Buffers;

namespace Haneul.Balancer.Http2;

/// <summary>What of a stream's body, and of the trailers behind it, waits until the peer's windows are open. Who fills it stops its own source meanwhile, so that no more than a window of the other side waits.</summary>
internal struct UnsentBody
{
    private byte[]? bytes;
    private int from;
    private int to;
    private bool ends;
    private byte[]? trailers;

    /// <summary>Nothing more is sent before <see cref="GoOn"/>; it is kept behind what waits.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Sends as much as the windows allow, and keeps the rest.</summary>
    public void Send(Http2Connection connection, Http2Stream stream, ReadOnlySpan<byte> more, bool ends)
    {
        if (!IsWaiting)
        {
            var sent = connection.SendData(stream, more, ends);
            if (sent == more.Length) return;
            more = more[sent..];
        }
        Hold(more, ends);
    }

    /// <summary>The last of the stream, behind all that waits.</summary>
    /// <param name="connection">Of the stream.</param>
    /// <param name="stream">Open.</param>
    /// <param name="coded">As <see cref="HpackWriter"/> writes it.</param>
    public void SendTrailers(Http2Connection connection, Http2Stream stream, ReadOnlySpan<byte> coded)
    {
        if (IsWaiting) HoldTrailers(coded);
        else connection.SendHead(stream, coded, ends: true);
    }

    /// <summary>Keeps more: of a stream that is not open yet, or must wait.</summary>
    public void Hold(ReadOnlySpan<byte> more, bool ends)
    {
        IsWaiting = true;
        this.ends |= ends;
        if (more.IsEmpty) return;
        var kept = to - from;
        if (bytes is null || to + more.Length > bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(kept + more.Length);
            bytes.AsSpan(from, kept).CopyTo(larger);
            if (bytes is not null) ArrayPool<byte>.Shared.Return(bytes);
            (bytes, from, to) = (larger, 0, kept);
        }
        more.CopyTo(bytes.AsSpan(to));
        to += more.Length;
    }

    public void HoldTrailers(ReadOnlySpan<byte> coded)
    {
        IsWaiting = true;
        trailers = coded.ToArray();
    }

    /// <summary>The windows are open again; true where all that waited has been sent now.</summary>
    public bool GoOn(Http2Connection connection, Http2Stream stream)
    {
        if (!IsWaiting) return false;
        from += connection.SendData(stream, bytes.AsSpan(from, to - from), ends);
        if (from < to) return false;
        if (trailers is not null) connection.SendHead(stream, trailers, ends: true);
        Drop();
        return true;
    }

    public void Drop()
    {
        if (bytes is not null) ArrayPool<byte>.Shared.Return(bytes);
        (bytes, from, to, ends, trailers, IsWaiting) = (null, 0, 0, false, null, false);
    }
}
