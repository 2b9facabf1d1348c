using System.Buffers.Binary;

namespace Haneul.Balancer.Http2;

/// <content>What goes to the peer.</content>
internal sealed partial class Http2Connection
{
    /// <summary>The table that the peer keeps for our heads is of no use: set to nothing once, in front of the first head (RFC 7541, section 6.3).</summary>
    private const byte NoTable = 0x20;

    /// <summary>A head, or trailers.</summary>
    /// <param name="stream">Open.</param>
    /// <param name="coded">As <see cref="HpackWriter"/> writes it.</param>
    /// <param name="ends">Nothing follows.</param>
    public void SendHead(Http2Stream stream, ReadOnlySpan<byte> coded, bool ends)
    {
        if (stream.IsClosed || stream.IsLocalEnded) return;
        var extra = hasTable ? 0 : 1;
        var first = Math.Min(coded.Length, peerFrameLength - extra);
        var endStream = ends ? FrameFlags.EndStream : FrameFlags.None;
        var room = Out.Add(FrameType.Headers, endStream | (first == coded.Length ? FrameFlags.EndHeaders : FrameFlags.None), stream.Id, first + extra);
        if (!hasTable) room[0] = NoTable;
        coded[..first].CopyTo(room[extra..]);
        hasTable = true;
        for (var at = first; at < coded.Length;)
        {
            var count = Math.Min(coded.Length - at, peerFrameLength);
            coded.Slice(at, count).CopyTo(Out.Add(FrameType.Continuation, at + count == coded.Length ? FrameFlags.EndHeaders : FrameFlags.None, stream.Id, count));
            at += count;
        }
        if (ends) EndLocal(stream);
    }

    /// <summary>As much of a body as the windows allow.</summary>
    /// <returns>How many bytes were taken. Where that is less than all, <see cref="IHttp2Streams.Writable"/> tells when to go on, and the end has not been said.</returns>
    public int SendData(Http2Stream stream, ReadOnlySpan<byte> bytes, bool ends)
    {
        if (stream.IsClosed || stream.IsLocalEnded) return bytes.Length;
        var most = (int)Math.Clamp(Math.Min(stream.SendWindow, sendWindow), 0, bytes.Length);
        var sent = 0;
        do
        {
            var count = Math.Min(most - sent, peerFrameLength);
            var isLast = ends && sent + count == bytes.Length;
            if (count == 0 && !isLast) break;
            bytes.Slice(sent, count).CopyTo(Out.Add(FrameType.Data, isLast ? FrameFlags.EndStream : FrameFlags.None, stream.Id, count));
            sent += count;
        }
        while (sent < most);
        hasMoved |= sent > 0;
        stream.SendWindow -= sent;
        sendWindow -= sent;
        stream.IsWaiting = sent < bytes.Length;
        if (ends && sent == bytes.Length) EndLocal(stream);
        return sent;
    }

    /// <summary>Gives up a stream.</summary>
    public void Reset(Http2Stream stream, Http2Error error)
    {
        if (stream.IsClosed) return;
        SendReset(stream.Id, error);
        Forget(stream);
    }

    /// <summary>So many bytes of a body have been used: the peer may send as many more.</summary>
    public void Consumed(Http2Stream stream, int count)
    {
        stream.Unreturned += count;
        if (stream.IsClosed || stream.IsRemoteEnded || stream.Unreturned < limits.StreamWindow / 2) return;
        stream.ReceiveWindow += stream.Unreturned;
        SendWindow(stream.Id, stream.Unreturned);
        stream.Unreturned = 0;
    }

    private void ReturnToConnection(int count)
    {
        unreturned += count;
        if (unreturned < limits.ConnectionWindow / 2) return;
        receiveWindow += unreturned;
        SendWindow(0, unreturned);
        unreturned = 0;
    }

    /// <summary>A server that has answered before it read all tells its client to stop: section 8.1.</summary>
    private void EndLocal(Http2Stream stream)
    {
        stream.IsLocalEnded = true;
        if (isServer && !stream.IsRemoteEnded)
        {
            SendReset(stream.Id, Http2Error.None);
            Forget(stream);
            return;
        }
        EndIfOver(stream);
    }

    private void SendSettings()
    {
        ReadOnlySpan<(SettingId Id, int Value)> settings = isServer
            ? [(SettingId.MaxConcurrentStreams, limits.Streams), (SettingId.InitialWindowSize, limits.StreamWindow), (SettingId.MaxHeaderListSize, limits.HeadSize)]
            : [(SettingId.EnablePush, 0), (SettingId.InitialWindowSize, limits.StreamWindow), (SettingId.MaxHeaderListSize, limits.HeadSize)];
        var room = Out.Add(FrameType.Settings, FrameFlags.None, 0, settings.Length * SettingLength);
        foreach (var (id, value) in settings)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)id);
            BinaryPrimitives.WriteInt32BigEndian(room[2..], value);
            room = room[SettingLength..];
        }
        if (limits.ConnectionWindow <= DefaultWindow) return;
        SendWindow(0, limits.ConnectionWindow - DefaultWindow);
        receiveWindow = limits.ConnectionWindow;
    }

    private void SendReset(int id, Http2Error error)
    {
        Remember(id);
        BinaryPrimitives.WriteUInt32BigEndian(Out.Add(FrameType.ResetStream, FrameFlags.None, id, 4), (uint)error);
    }

    private void SendGoAway(Http2Error error)
    {
        var room = Out.Add(FrameType.GoAway, FrameFlags.None, 0, 8);
        BinaryPrimitives.WriteInt32BigEndian(room, lastOpened);
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], (uint)error);
    }

    private void SendWindow(int id, int more) => BinaryPrimitives.WriteInt32BigEndian(Out.Add(FrameType.WindowUpdate, FrameFlags.None, id, 4), more);
}
