using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Writes netlink messages one after the other into one buffer (linux/netlink.h): header, fixed part, attributes, which may nest. Numbers are in the machine's order where nothing else is said. Kept and used again: after the first messages it allocates nothing.
/// </summary>
internal sealed class NetlinkWriter
{
    public const int HeaderLength = 16;

    /// <summary>An attribute tells its length in 16 bits.</summary>
    public const int LongestAttribute = ushort.MaxValue;

    private const int Largest = 256 * 1024 * 1024;
    private const ushort Nested = 0x8000;

    private byte[] buffer = new byte[32 * 1024];
    private int start = -1;
    private uint sequence;

    public int Length { get; private set; }

    /// <summary>How many messages.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the newest message; numbers are never used again.</summary>
    public uint Sequence => sequence;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public void Clear() => (Length, Count, start) = (0, 0, -1);

    /// <summary>Begins a message; answers its number.</summary>
    public uint Begin(ushort type, ushort flags)
    {
        start = Length;
        var header = Fixed(HeaderLength);
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[6..], (ushort)(flags | NetlinkFlags.Request));
        MemoryMarshal.Write(header[8..], ++sequence);
        Count++;
        return sequence;
    }

    public void End() => MemoryMarshal.Write(buffer.AsSpan(start), Length - start);

    /// <summary>Takes back the message that was begun.</summary>
    public void Withdraw() => (Length, Count) = (start, Count - 1);

    /// <summary>The newest message is to be acknowledged.</summary>
    public void AskForAnswer()
    {
        var flags = buffer.AsSpan(start + 6, 2);
        MemoryMarshal.Write(flags, (ushort)(MemoryMarshal.Read<ushort>(flags) | NetlinkFlags.Acknowledge));
    }

    /// <summary>Room for so many bytes, zeros; good until the next write.</summary>
    public Span<byte> Fixed(int length)
    {
        var at = Length;
        var padded = (length + 3) & ~3;
        if (at + padded > buffer.Length) Grow(at + padded);
        Length = at + padded;
        var room = buffer.AsSpan(at, padded);
        room.Clear();
        return room[..length];
    }

    /// <summary>Room for an attribute's value.</summary>
    public Span<byte> Attribute(int type, int length)
    {
        if (length + 4 > LongestAttribute) throw new ArgumentException($"{length} bytes do not fit into an attribute");
        var room = Fixed(length + 4);
        MemoryMarshal.Write(room, (ushort)(length + 4));
        MemoryMarshal.Write(room[2..], (ushort)type);
        return room[4..];
    }

    public void Attribute(int type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    public void Byte(int type, byte value) => Attribute(type, 1)[0] = value;

    public void Number(int type, uint value) => MemoryMarshal.Write(Attribute(type, 4), value);

    /// <summary>In network order, as netfilter has its numbers.</summary>
    public void NetworkNumber(int type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, 4), value);

    public void NetworkLong(int type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Attribute(type, 8), value);

    public void NetworkShort(int type, int value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, 2), (ushort)value);

    /// <summary>Text with the zero that ends it.</summary>
    public void Text(int type, string value)
    {
        var room = Attribute(type, Encoding.UTF8.GetByteCount(value) + 1);
        Encoding.UTF8.GetBytes(value, room);
    }

    public void Address(int type, Ip address)
    {
        var room = Attribute(type, address.Width / 8);
        if (address.IsV6) BinaryPrimitives.WriteUInt128BigEndian(room, address.Bits);
        else BinaryPrimitives.WriteUInt32BigEndian(room, (uint)address.Bits);
    }

    public void Ethernet(int type, Mac mac) => mac.CopyTo(Attribute(type, 6));

    /// <summary>Begins an attribute of attributes, which ends when the answer is disposed of.</summary>
    public Nest Begin(int type)
    {
        var at = Length;
        MemoryMarshal.Write(Fixed(4)[2..], (ushort)(type | Nested));
        return new Nest(this, at);
    }

    private void Close(int at)
    {
        var length = Length - at;
        if (length > LongestAttribute) throw new InvalidOperationException($"{length} bytes do not fit into an attribute");
        MemoryMarshal.Write(buffer.AsSpan(at), (ushort)length);
    }

    private void Grow(int wanted)
    {
        if (wanted > Largest) throw new KernelException($"write {wanted} bytes of netlink messages", Errno.MessageTooLong);
        Array.Resize(ref buffer, Math.Min(Largest, Math.Max(wanted, buffer.Length * 2)));
    }

    /// <summary>An attribute of attributes that is being written.</summary>
    public readonly ref struct Nest(NetlinkWriter writer, int at)
    {
        /// <summary>Bytes so far.</summary>
        public int Length => writer.Length - at;

        public void Dispose() => writer.Close(at);
    }
}

/// <summary>NLM_F_*, linux/netlink.h.</summary>
internal static class NetlinkFlags
{
    public const ushort Request = 1;
    public const ushort Acknowledge = 4;
    public const ushort DumpInterrupted = 0x10;
    public const ushort Dump = 0x300;
    public const ushort Replace = 0x100;
    public const ushort Exclusive = 0x200;
    public const ushort Create = 0x400;
    public const ushort Append = 0x800;
}
