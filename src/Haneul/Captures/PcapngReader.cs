using System.Buffers.Binary;
using System.Text;

namespace Haneul.Captures;

/// <summary>Reads a stream as <see cref="Pcapng"/> writes it, block by block, so that a copy of it always ends at a block's end.</summary>
internal sealed class PcapngReader(Stream stream)
{
    private const int SmallestBlock = 12, LargestBlock = 16 << 20;

    private readonly byte[] head = new byte[8];

    /// <summary>The names of the interfaces so far, in their order.</summary>
    public List<string> Interfaces { get; } = [];

    /// <summary>What each interface lost, where it was told.</summary>
    public Dictionary<int, ulong> Lost { get; } = [];

    /// <summary>The next whole block with its type, or null at the end.</summary>
    public async Task<(uint Type, byte[] Block)?> NextAsync(CancellationToken cancel)
    {
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
        if (length is < SmallestBlock or > LargestBlock) throw new InvalidDataException($"A block of {length} bytes");
        var block = new byte[length];
        head.CopyTo(block, 0);
        if (await stream.ReadAtLeastAsync(block.AsMemory(head.Length), length - head.Length, throwOnEndOfStream: false, cancel) < length - head.Length) return null;
        var type = BinaryPrimitives.ReadUInt32LittleEndian(block);
        if (type == Pcapng.Interface) Interfaces.Add(FirstOption(block.AsSpan(16)));
        if (type == Pcapng.Statistics) Lost[BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(8))] = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(24));
        return (type, block);
    }

    /// <summary>The interface, time, frame and direction of a packet's block.</summary>
    public static (int Interface, long Nanoseconds, ReadOnlyMemory<byte> Frame, bool IsSent) PacketOf(byte[] block)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(20));
        var time = (long)BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(12)) << 32 | BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(16));
        return (BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(8)), time, block.AsMemory(28, length), (block[32 + Pcapng.Padded(length)] & 3) == 2);
    }

    private static string FirstOption(ReadOnlySpan<byte> options) => Encoding.UTF8.GetString(options.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(options[2..])));
}
