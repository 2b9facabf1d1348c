namespace Haneul.Balancer.Http2;

/// <summary>Frames that wait to be sent, all in one piece: a connection gathers what its streams say in one turn and sends it once.</summary>
internal sealed class FrameBuffer
{
    /// <summary>What is kept between turns.</summary>
    private const int Kept = 64 * 1024;

    private byte[] bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (bytes.Length > Kept) bytes = [];
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
        if (from + length > bytes.Length) Array.Resize(ref bytes, Math.Max(from + length, Math.Max(4096, bytes.Length * 2)));
        Length += length;
        return bytes.AsSpan(from, length);
    }
}
