using System.Buffers.Binary;

namespace Haneul.Balancer.Http2;

/// <content>Bodies, windows, settings and the other frames: section 6.</content>
internal sealed partial class Http2Connection
{
    private const int SettingLength = 6, PingLength = 8;

    private void TakeData(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream == 0 || IsIdle(header.Stream))
        {
            Break(Http2Error.Protocol);
            return;
        }
        // All of the frame counts, its padding too: section 6.9.1.
        receiveWindow -= header.Length;
        if (receiveWindow < 0)
        {
            Break(Http2Error.FlowControl);
            return;
        }
        ReturnToConnection(header.Length);
        if (!TryUnpad(header, ref bytes))
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (!streams.TryGetValue(header.Stream, out var stream))
        {
            if (WasResetHere(header.Stream)) Spend();
            else ResetFor(null, header.Stream, Http2Error.StreamClosed);
            return;
        }
        TakeData(stream, header, bytes);
    }

    private void TakeData(Http2Stream stream, FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (stream.IsRemoteEnded || !stream.HasHead)
        {
            ResetFor(stream, stream.Id, stream.IsRemoteEnded ? Http2Error.StreamClosed : Http2Error.Protocol);
            return;
        }
        stream.ReceiveWindow -= header.Length;
        if (stream.ReceiveWindow < 0)
        {
            ResetFor(stream, stream.Id, Http2Error.FlowControl);
            return;
        }
        var ends = header.Has(FrameFlags.EndStream);
        if (bytes.IsEmpty && !ends && !Spend()) return;
        hasMoved |= !bytes.IsEmpty;
        stream.DataLength += bytes.Length;
        if (stream.ToldLength >= 0 && stream.DataLength > stream.ToldLength || ends && !HasToldLength(stream))
        {
            ResetFor(stream, stream.Id, Http2Error.Protocol);
            return;
        }
        stream.IsRemoteEnded = ends;
        Consumed(stream, header.Length - bytes.Length);
        user.Data(stream, bytes, ends);
        EndIfOver(stream);
    }

    // Section 8.1.1. An answer to HEAD, and 304, tell of a length and have none.
    private bool HasToldLength(Http2Stream stream) => stream.ToldLength < 0 || stream.DataLength == stream.ToldLength || !isServer && stream.DataLength == 0;

    private void TakeReset(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 4) Break(Http2Error.FrameSize);
        else if (header.Stream == 0 || IsIdle(header.Stream)) Break(Http2Error.Protocol);
        else if (Spend() && streams.TryGetValue(header.Stream, out var stream)) Close(stream, (Http2Error)BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    private void TakeSettings(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream != 0)
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (header.Has(FrameFlags.Ack) ? bytes.Length != 0 : bytes.Length % SettingLength != 0)
        {
            Break(Http2Error.FrameSize);
            return;
        }
        if (header.Has(FrameFlags.Ack) || !Spend()) return;
        hasSettings = true;
        for (; !bytes.IsEmpty && !IsBroken; bytes = bytes[SettingLength..])
        {
            var error = Settle((SettingId)BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));
            if (error != Http2Error.None) Break(error);
        }
        if (!IsBroken) Out.Add(FrameType.Settings, FrameFlags.Ack, 0, 0);
    }

    private Http2Error Settle(SettingId id, uint value)
    {
        switch (id)
        {
            case SettingId.EnablePush when value > (isServer ? 1u : 0u): return Http2Error.Protocol;
            case SettingId.MaxConcurrentStreams: PeerStreams = (int)Math.Min(value, int.MaxValue); break;
            case SettingId.MaxFrameSize when value is < FrameHeader.DefaultLength or > 0xff_ffff: return Http2Error.Protocol;
            case SettingId.MaxFrameSize: peerFrameLength = (int)Math.Min(value, FrameHeader.DefaultLength); break;
            case SettingId.InitialWindowSize: return value > int.MaxValue ? Http2Error.FlowControl : ResizeWindows((int)value);
            default: break;
        }
        return Http2Error.None;
    }

    /// <summary>Section 6.9.2: the difference counts for every stream, and a window may become negative.</summary>
    private Http2Error ResizeWindows(int initial)
    {
        var more = (long)initial - peerInitialWindow;
        peerInitialWindow = initial;
        foreach (var stream in streams.Values.ToArray())
        {
            if (stream.SendWindow + more > int.MaxValue) return Http2Error.FlowControl;
            stream.SendWindow += (int)more;
            if (more > 0) Wake(stream);
        }
        return Http2Error.None;
    }

    private void TakePing(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream != 0) Break(Http2Error.Protocol);
        else if (bytes.Length != PingLength) Break(Http2Error.FrameSize);
        else if (IsPingFree() || Spend()) Answer(header, bytes);
    }

    private void Answer(FrameHeader header, ReadOnlySpan<byte> ping)
    {
        if (!header.Has(FrameFlags.Ack)) ping.CopyTo(Out.Add(FrameType.Ping, FrameFlags.Ack, 0, PingLength));
    }

    /// <summary>One for each piece of a body: peers that measure the way while bodies move (gRPC's do) ask all the time.</summary>
    private bool IsPingFree()
    {
        var isFree = hasMoved;
        hasMoved = false;
        return isFree;
    }

    private void TakeGoAway(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream != 0)
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (bytes.Length < 8)
        {
            Break(Http2Error.FrameSize);
            return;
        }
        if (!Spend()) return;
        // A server goes on with what was opened; a client's streams beyond the last one named were not touched (section 6.8).
        IsClosing = true;
        var last = Number(bytes);
        if (isServer) return;
        foreach (var stream in streams.Values.Where(s => s.Id > last).ToArray()) Close(stream, Http2Error.RefusedStream);
    }

    private void TakeWindow(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 4)
        {
            Break(Http2Error.FrameSize);
            return;
        }
        var more = Number(bytes);
        if (header.Stream == 0)
        {
            if (more == 0) Break(Http2Error.Protocol);
            else if (sendWindow + more > int.MaxValue) Break(Http2Error.FlowControl);
            else OpenAll(more);
        }
        else if (IsIdle(header.Stream))
        {
            Break(Http2Error.Protocol);
        }
        else if (streams.TryGetValue(header.Stream, out var stream))
        {
            if (more == 0) ResetFor(stream, stream.Id, Http2Error.Protocol);
            else if ((long)stream.SendWindow + more > int.MaxValue) ResetFor(stream, stream.Id, Http2Error.FlowControl);
            else Open(stream, more);
        }
    }

    private void Open(Http2Stream stream, int more)
    {
        stream.SendWindow += more;
        Wake(stream);
    }

    private void OpenAll(int more)
    {
        sendWindow += more;
        if (!streams.Values.Any(s => s.IsWaiting)) return;
        foreach (var stream in streams.Values.Where(s => s.IsWaiting).OrderBy(_ => Random.Shared.Next()).ToArray())
        {
            if (sendWindow <= 0) return;
            Wake(stream);
        }
    }

    private void Wake(Http2Stream stream)
    {
        if (!stream.IsWaiting || stream.IsClosed || stream.SendWindow <= 0 || sendWindow <= 0) return;
        stream.IsWaiting = false;
        user.Writable(stream);
    }
}
