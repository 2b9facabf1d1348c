using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Haneul.Captures;

/// <summary>
/// The file format that Wireshark writes: blocks of interfaces and packets, little-endian, times in nanoseconds. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html
/// </summary>
internal static class Pcapng
{
    public const uint SectionHeader = 0x0a0d0d0a, Interface = 1, Statistics = 5, Packet = 6;

    private const uint ByteOrder = 0x1a2b3c4d;
    private const ushort Ethernet = 1, OptionName = 2, OptionDescription = 3, OptionApplication = 4, OptionResolution = 9, OptionFlags = 2, OptionDropped = 5;

    public static void WriteHeader(IBufferWriter<byte> to, string application)
    {
        Span<byte> body = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(body, ByteOrder);
        BinaryPrimitives.WriteUInt16LittleEndian(body[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(body[6..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], -1);
        Write(to, SectionHeader, body, (OptionApplication, Encoding.UTF8.GetBytes(application)));
    }

    public static void WriteInterface(IBufferWriter<byte> to, string name, string description)
    {
        Span<byte> body = stackalloc byte[8];
        body.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(body, Ethernet);
        Write(to, Interface, body, (OptionName, Encoding.UTF8.GetBytes(name)), (OptionDescription, Encoding.UTF8.GetBytes(description)), (OptionResolution, [9]));
    }

    /// <param name="to">Where to.</param>
    /// <param name="device">The number of the interface, counted from 0 as they were written.</param>
    /// <param name="nanoseconds">Since 1970.</param>
    /// <param name="frame">As much of it as is kept.</param>
    /// <param name="fullLength">Bytes that it had.</param>
    /// <param name="isSent">Outbound; else inbound.</param>
    public static void WritePacket(IBufferWriter<byte> to, int device, long nanoseconds, ReadOnlySpan<byte> frame, int fullLength, bool isSent)
    {
        var padded = Padded(frame.Length);
        var total = 32 + padded + 12;
        var block = to.GetSpan(total)[..total];
        block.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(block, Packet);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], total);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], device);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(block[20..], frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], fullLength);
        frame.CopyTo(block[28..]);
        // epb_flags, 4 bytes: 1 inbound, 2 outbound; then the end of options, which is zeros.
        BinaryPrimitives.WriteUInt16LittleEndian(block[(28 + padded)..], OptionFlags);
        BinaryPrimitives.WriteUInt16LittleEndian(block[(30 + padded)..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(block[(32 + padded)..], isSent ? 2u : 1u);
        BinaryPrimitives.WriteInt32LittleEndian(block[(total - 4)..], total);
        to.Advance(total);
    }

    /// <summary>How many packets an interface lost.</summary>
    public static void WriteStatistics(IBufferWriter<byte> to, int device, long nanoseconds, ulong lost)
    {
        Span<byte> body = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(body, device);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], (uint)(nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], (uint)nanoseconds);
        var count = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(count, lost);
        Write(to, Statistics, body, (OptionDropped, count));
    }

    internal static int Padded(int length) => (length + 3) & ~3;

    private static void Write(IBufferWriter<byte> to, uint type, ReadOnlySpan<byte> body, params ReadOnlySpan<(ushort Code, byte[] Value)> options)
    {
        var total = 12 + body.Length + 4;
        foreach (var (_, value) in options) total += 4 + Padded(value.Length);
        var block = to.GetSpan(total)[..total];
        block.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], total);
        body.CopyTo(block[8..]);
        var at = 8 + body.Length;
        foreach (var (code, value) in options)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block[at..], code);
            BinaryPrimitives.WriteUInt16LittleEndian(block[(at + 2)..], (ushort)value.Length);
            value.CopyTo(block[(at + 4)..]);
            at += 4 + Padded(value.Length);
        }
        BinaryPrimitives.WriteInt32LittleEndian(block[(total - 4)..], total);
        to.Advance(total);
    }
}
