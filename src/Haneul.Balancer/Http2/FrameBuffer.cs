using System.Buffers;

namespace Haneul.Balancer.Http2;

/// <summary>Frames that wait to be sent, all in one piece: a connection gathers what its streams say in one turn and sends it once. Between turns it has no memory of its own.</summary>
internal sealed class FrameBuffer
{
    /// <summary>Heads and small bodies of a turn.</summary>
    private const int Small = 8 * 1024;

    /// <summary>Large bodies, as much as is read at once behind as much as is gathered.</summary>
    private const int Large = 256 * 1024;

    private byte[] bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    /// <summary>A frame's header, and room for its bytes behind it.</summary>
    public Span<byte> Add(FrameType type, FrameFlags flags, int stream, int length)
    {
        var room = Room(FrameHeader.Size + length);
        new FrameHeader(length, type, flags, stream).Write(room);
        return room[FrameHeader.Size..];
    }

    /// <summary>Bytes that are no frame: a client's first ones.</summary>
    public void AddRaw(ReadOnlySpan<byte> what) => what.CopyTo(Room(what.Length));

    private Span<byte> Room(int length)
    {
        var from = Length;
        if (from + length > bytes.Length) Grow(from + length);
        Length += length;
        return bytes.AsSpan(from, length);
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(least <= Small ? Small : least <= Large ? Large : least * 2);
        Bytes.CopyTo(larger);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
