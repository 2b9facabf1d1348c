using System.Buffers.Binary;

namespace Haneul.Balancer.Http2;

/// <summary>Kinds of frames: RFC 9113, section 6.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Flags of frames; what a bit means depends on the kind.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    EndStream = 0x1,
    Ack = 0x1,
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}

/// <summary>Settings of a connection: RFC 9113, section 6.5.2.</summary>
internal enum SettingId : ushort
{
    HeaderTableSize = 1,
    EnablePush = 2,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
    MaxFrameSize = 5,
    MaxHeaderListSize = 6,
}

/// <summary>What stands in front of a frame's bytes: RFC 9113, section 4.1.</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int Stream)
{
    public const int Size = 9;

    /// <summary>The longest frame that everybody takes, and that is taken here.</summary>
    public const int DefaultLength = 16 * 1024;

    public static FrameHeader Read(ReadOnlySpan<byte> from) => new(
        from[0] << 16 | from[1] << 8 | from[2],
        (FrameType)from[3],
        (FrameFlags)from[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(from[5..]) & 0x7fff_ffff));

    public void Write(Span<byte> into)
    {
        into[0] = (byte)(Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(into[1..], (ushort)Length);
        into[3] = (byte)Type;
        into[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(into[5..], Stream);
    }

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;
}
