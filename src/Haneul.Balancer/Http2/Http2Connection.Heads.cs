namespace Haneul.Balancer.Http2;

/// <content>Heads, trailers and the frames that carry them: sections 6.2, 6.10 and 8.1.</content>
internal sealed partial class Http2Connection
{
    private const int PriorityLength = 5;

    // A head that came in part; 0: none did.
    private int blockStream;
    private bool blockEnds;
    private int blockFrames;
    private byte[] block = [];
    private int blockLength;

    private void TakeHeaders(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream == 0 || !TryUnpad(header, ref bytes))
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (header.Has(FrameFlags.Priority))
        {
            if (bytes.Length < PriorityLength)
            {
                Break(Http2Error.FrameSize);
                return;
            }
            // A stream that waits for itself: RFC 7540, section 5.3.1; priorities themselves are passed over, as section 5.3 advises.
            if (Number(bytes) == header.Stream)
            {
                Break(Http2Error.Protocol);
                return;
            }
            bytes = bytes[PriorityLength..];
        }
        (blockStream, blockEnds, blockFrames, blockLength) = (header.Stream, header.Has(FrameFlags.EndStream), 0, 0);
        if (header.Has(FrameFlags.EndHeaders)) EndBlock(bytes);
        else Gather(bytes);
    }

    private void TakeContinuation(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (blockStream == 0)
        {
            Break(Http2Error.Protocol);
            return;
        }
        if (++blockFrames > limits.Continuations)
        {
            Break(Http2Error.EnhanceYourCalm);
            return;
        }
        if (!Gather(bytes) || !header.Has(FrameFlags.EndHeaders)) return;
        EndBlock(block.AsSpan(0, blockLength));
        if (block.Length > FrameHeader.DefaultLength) block = [];
    }

    private bool Gather(ReadOnlySpan<byte> bytes)
    {
        if (blockLength + bytes.Length > limits.BlockSize)
        {
            Break(Http2Error.EnhanceYourCalm);
            return false;
        }
        if (blockLength + bytes.Length > block.Length) Array.Resize(ref block, Math.Max(blockLength + bytes.Length, block.Length * 2));
        bytes.CopyTo(block.AsSpan(blockLength));
        blockLength += bytes.Length;
        return true;
    }

    private void EndBlock(ReadOnlySpan<byte> whole)
    {
        var id = blockStream;
        blockStream = 0;
        // Read in any case: what it teaches the table counts for the next one.
        var result = decoder.Read(whole, fields);
        if (result == HpackDecoder.Result.Broken)
        {
            Break(Http2Error.Compression);
            return;
        }
        var isTooLarge = result == HpackDecoder.Result.TooLarge;
        if (streams.TryGetValue(id, out var stream)) TakeNextHead(stream, isTooLarge);
        else if (isServer && (id & 1) == 1 && id > lastOpened) TakeFirstHead(id, isTooLarge);
        else TakeLateHead(id);
    }

    private void TakeFirstHead(int id, bool isTooLarge)
    {
        lastOpened = id;
        // Section 6.8: after GOAWAY new streams are as if they had not been.
        if (IsClosing) return;
        if (streams.Count >= limits.Streams)
        {
            ResetFor(null, id, Http2Error.RefusedStream);
            return;
        }
        if (isTooLarge)
        {
            ResetFor(null, id, Http2Error.EnhanceYourCalm);
            return;
        }
        if (!FieldRules.IsRequest(fields, out var length) || blockEnds && length > 0)
        {
            ResetFor(null, id, Http2Error.Protocol);
            return;
        }
        var stream = user.Opened();
        Add(stream, id);
        (stream.ToldLength, stream.HasHead, stream.IsRemoteEnded) = (length, true, blockEnds);
        user.Head(stream, fields, blockEnds);
        EndIfOver(stream);
    }

    private void TakeNextHead(Http2Stream stream, bool isTooLarge)
    {
        if (stream.IsRemoteEnded)
        {
            ResetFor(stream, stream.Id, Http2Error.StreamClosed);
            return;
        }
        if (isTooLarge)
        {
            ResetFor(stream, stream.Id, Http2Error.EnhanceYourCalm);
            return;
        }
        if (!stream.HasHead)
        {
            TakeAnswer(stream);
            return;
        }
        if (!blockEnds || !FieldRules.AreTrailers(fields) || !HasToldLength(stream))
        {
            ResetFor(stream, stream.Id, Http2Error.Protocol);
            return;
        }
        stream.IsRemoteEnded = true;
        user.Trailers(stream, fields);
        EndIfOver(stream);
    }

    /// <summary>A server's head, interim or not.</summary>
    private void TakeAnswer(Http2Stream stream)
    {
        if (!FieldRules.IsResponse(fields, out var status, out var length) || status < 200 && blockEnds)
        {
            ResetFor(stream, stream.Id, Http2Error.Protocol);
            return;
        }
        if (status < 200 && !Spend()) return;
        (stream.HasHead, stream.ToldLength, stream.IsRemoteEnded) = (status >= 200, length, blockEnds);
        user.Head(stream, fields, blockEnds);
        EndIfOver(stream);
    }

    /// <summary>For a stream that is over, or that the peer may not open.</summary>
    private void TakeLateHead(int id)
    {
        if (IsIdle(id)) Break(Http2Error.Protocol);
        else if (WasResetHere(id)) Spend();
        else Break(Http2Error.StreamClosed);
    }

    private void TakePriority(FrameHeader header, ReadOnlySpan<byte> bytes)
    {
        if (header.Stream == 0) Break(Http2Error.Protocol);
        else if (bytes.Length != PriorityLength) ResetBySize(header.Stream);
        else if (Number(bytes) == header.Stream) ResetFor(streams.GetValueOrDefault(header.Stream), header.Stream, Http2Error.Protocol);
        else Spend();
    }

    // On a stream that has never been, a reset would be a mistake of ours.
    private void ResetBySize(int id)
    {
        if (IsIdle(id)) Break(Http2Error.FrameSize);
        else ResetFor(streams.GetValueOrDefault(id), id, Http2Error.FrameSize);
    }

    /// <summary>Section 6.1: takes padding away; false where there is more of it than there are bytes.</summary>
    private static bool TryUnpad(FrameHeader header, ref ReadOnlySpan<byte> bytes)
    {
        if (!header.Has(FrameFlags.Padded)) return true;
        if (bytes.IsEmpty || bytes[0] >= bytes.Length) return false;
        bytes = bytes[1..^bytes[0]];
        return true;
    }
}
