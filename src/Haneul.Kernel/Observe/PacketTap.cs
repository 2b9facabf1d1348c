using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>A packet as it crossed a device.</summary>
/// <param name="Nanoseconds">When, since 1970 (UTC).</param>
/// <param name="Length">Bytes of the frame that were read.</param>
/// <param name="FullLength">Bytes that the frame had.</param>
/// <param name="IsSent">It left by the device; else it came in.</param>
public readonly record struct TappedPacket(long Nanoseconds, int Length, int FullLength, bool IsSent);

/// <summary>
/// Listens to all that crosses one device, both ways (packet(7)). It belongs to the namespace that its thread was in when it was opened. What is not read in time is lost, and counted.
/// </summary>
public sealed class PacketTap : IDisposable
{
    private const int PacketFamily = 17;
    private const int PacketLevel = 263;
    private const int StatisticsOption = 6;
    private const int TimestampOption = 35;
    private const int DontWait = 0x40;
    private const int SentByThis = 4;
    private const int AddressBytes = 20;
    private const int BufferBytes = 8 << 20;
    private const ushort Everything = 3;

    private readonly SafeFileHandle socket;

    private PacketTap(SafeFileHandle socket) => this.socket = socket;

    /// <summary>Opens one in the namespace of the calling thread; null where there is no such device.</summary>
    public static PacketTap? TryOpen(string device)
    {
        // Protocol 0 hears nothing until it is bound to its device.
        var socket = SocketCalls.Socket(PacketFamily, SocketCalls.Raw, 0);
        if (socket.IsInvalid) throw Errno.Failed("open a packet socket");
        var tap = new PacketTap(socket);
        try
        {
            var index = SocketCalls.IndexOf(socket, device);
            if (index == 0)
            {
                tap.Dispose();
                return null;
            }
            if (SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.ReceiveBufferForce, BufferBytes) < 0 && SocketCalls.Set(socket, SocketCalls.SocketLevel, SocketCalls.ReceiveBuffer, BufferBytes) < 0)
            {
                throw Errno.Failed("widen the buffer of a packet socket");
            }
            if (SocketCalls.Set(socket, SocketCalls.SocketLevel, TimestampOption, 1) < 0) throw Errno.Failed("ask for the time of packets");
            Span<byte> address = stackalloc byte[AddressBytes];
            address.Clear();
            MemoryMarshal.Write(address, (ushort)PacketFamily);
            BinaryPrimitives.WriteUInt16BigEndian(address[2..], Everything);
            MemoryMarshal.Write(address[4..], index);
            if (SocketCalls.Bind(socket, address, AddressBytes) < 0) throw Errno.Failed($"listen to the device {device}");
            return tap;
        }
        catch
        {
            tap.Dispose();
            throw;
        }
    }

    /// <summary>Waits until one of the taps has something to read, at most as long as given.</summary>
    public static void Wait(IReadOnlyList<PacketTap> taps, TimeSpan atMost) => SocketCalls.AnyReadable([.. taps.Select(t => t.socket)], (int)atMost.TotalMilliseconds);

    /// <summary>Reads the next packet; false where none waits, or the device has gone.</summary>
    public unsafe bool TryRead(Span<byte> into, out TappedPacket packet)
    {
        packet = default;
        Span<byte> address = stackalloc byte[AddressBytes];
        Span<byte> control = stackalloc byte[64];
        nint read;
        nuint controlLength;
        fixed (byte* content = into, from = address, extra = control)
        {
            var part = new MessagePart { Start = content, Length = (nuint)into.Length };
            var message = new MessageHeader { Name = from, NameLength = AddressBytes, Parts = &part, PartCount = 1, Control = extra, ControlLength = (nuint)control.Length };
            read = SocketCalls.ReceiveMessage(socket, ref message, DontWait | SocketCalls.RealLength);
            controlLength = message.ControlLength;
        }
        if (read < 0) return Errno.Last is not (Errno.TryAgain or Errno.Interrupted or Errno.NetworkDown) ? throw Errno.Failed("read a packet") : false;
        packet = new TappedPacket(TimeOf(control[..(int)controlLength]), (int)Math.Min(read, into.Length), (int)read, address[10] == SentByThis);
        return true;
    }

    /// <summary>Packets that were lost here since this was last asked.</summary>
    public uint Lost()
    {
        Span<uint> counts = stackalloc uint[2];
        var length = (uint)(counts.Length * sizeof(uint));
        return SocketCalls.Get(socket, PacketLevel, StatisticsOption, MemoryMarshal.AsBytes(counts), ref length) < 0 ? throw Errno.Failed("read what a packet socket lost") : counts[1];
    }

    public void Dispose() => socket.Dispose();

    /// <summary>From the one control message: struct cmsghdr (16 bytes) and struct timespec.</summary>
    private static long TimeOf(ReadOnlySpan<byte> control) => control.Length < 32
        ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000
        : MemoryMarshal.Read<long>(control[16..]) * 1_000_000_000 + MemoryMarshal.Read<long>(control[24..]);
}
