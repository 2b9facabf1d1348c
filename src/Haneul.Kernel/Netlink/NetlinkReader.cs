using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>The messages of one datagram, in order; a length that cannot be right ends them.</summary>
internal ref struct NetlinkMessages(ReadOnlySpan<byte> received)
{
    private ReadOnlySpan<byte> rest = received;

    public NetlinkMessage Current { get; private set; }

    public readonly NetlinkMessages GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < NetlinkWriter.HeaderLength) return false;
        var length = MemoryMarshal.Read<int>(rest);
        if (length < NetlinkWriter.HeaderLength || length > rest.Length) return false;
        Current = new NetlinkMessage(rest[..length]);
        rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        return true;
    }
}

/// <summary>A received message.</summary>
internal readonly ref struct NetlinkMessage(ReadOnlySpan<byte> bytes)
{
    /// <summary>NLMSG_ERROR and NLMSG_DONE, linux/netlink.h.</summary>
    public const ushort Error = 2;
    public const ushort Done = 3;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public ushort Type => MemoryMarshal.Read<ushort>(bytes[4..]);

    public ushort Flags => MemoryMarshal.Read<ushort>(bytes[6..]);

    public uint Sequence => MemoryMarshal.Read<uint>(bytes[8..]);

    public ReadOnlySpan<byte> Body => bytes[NetlinkWriter.HeaderLength..];

    /// <summary>Of an error or the end of a dump: the error number, 0 for success.</summary>
    public int Errno => Body.Length < 4 ? 0 : -MemoryMarshal.Read<int>(Body);

    /// <summary>Of an error: what the kernel says about it in words, if it does (NLMSGERR_ATTR_MSG; the answer repeats only the header of the message).</summary>
    public string Words
    {
        get
        {
            const int Extended = 0x200, Shortened = 0x100, Said = 1;
            if ((Flags & (Extended | Shortened)) != (Extended | Shortened)) return "";
            foreach (var attribute in new NetlinkAttributes(Body[Math.Min(Body.Length, 4 + NetlinkWriter.HeaderLength)..]))
            {
                if (attribute.Type == Said) return attribute.Text;
            }
            return "";
        }
    }

    /// <summary>The attributes behind a fixed part of so many bytes.</summary>
    public NetlinkAttributes Attributes(int after) => new(Body.Length < after ? [] : Body[after..]);
}

/// <summary>Attributes one after the other.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public NetlinkAttribute Current { get; private set; }

    public readonly NetlinkAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.Length < 4) return false;
        int length = MemoryMarshal.Read<ushort>(rest);
        if (length < 4 || length > rest.Length) return false;
        Current = new NetlinkAttribute(MemoryMarshal.Read<ushort>(rest[2..]), rest[4..length]);
        rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        return true;
    }
}

/// <summary>A received attribute; a value shorter than what is asked for reads as zero.</summary>
internal readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> value = value;

    /// <summary>Without the flags for nesting and byte order.</summary>
    public int Type => type & 0x3fff;

    public ReadOnlySpan<byte> Value => value;

    public byte Byte => value.Length < 1 ? (byte)0 : value[0];

    public uint Number => value.Length < 4 ? 0 : MemoryMarshal.Read<uint>(value);

    public uint NetworkNumber => value.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(value);

    public int NetworkShort => value.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(value);

    public ulong NetworkLong => value.Length < 8 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(value);

    public string Text => Encoding.UTF8.GetString(value.TrimEnd((byte)0));

    public Ip Address => value.Length == 16 ? new Ip(BinaryPrimitives.ReadUInt128BigEndian(value), true) : Ip.V4(NetworkNumber);

    /// <summary>Zero for what is no Ethernet address.</summary>
    public Mac Ethernet
    {
        get
        {
            if (value.Length != 6) return default;
            Span<byte> eight = stackalloc byte[8];
            eight[..2].Clear();
            value.CopyTo(eight[2..]);
            return new Mac(BinaryPrimitives.ReadUInt64BigEndian(eight));
        }
    }

    /// <summary>The attributes in it.</summary>
    public NetlinkAttributes Inside => new(value);
}
