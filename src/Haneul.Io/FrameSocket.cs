using System.ComponentModel;
using System.Net.Sockets;
using System.Text;

namespace Haneul.Io;

/// <summary>
/// All frames of one device: what comes in is told whole, and frames are sent as they are. Before each stands the header in which the kernel says what it left to a network card (struct virtio_net_hdr). packet(7), linux/if_packet.h.
/// </summary>
public sealed unsafe class FrameSocket : Channel
{
    /// <summary>Bytes of the header before each frame.</summary>
    public const int HeaderLength = 10;

    /// <summary>More than the kernel gathers into one before a card would cut it: 192 KiB on cables of ours.</summary>
    private const int LongestFrame = 1 << 18;
    private const int TakenInOneGo = 64;
    private const int ReceiveBufferBytes = 4 << 20;
    private const int PacketLevel = 263, WithHeader = 15, WithoutOwn = 23;
    private const int SocketLevel = 1, ForcedReceiveBuffer = 33;
    private const nuint IndexOfName = 0x8933;
    private const ushort PacketFamily = 17;
    private const byte EveryProtocol = 3;

    private readonly Taken taken;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(LongestFrame);
    private SafeSocketHandle? handle;

    /// <summary>A frame with the header before it; it is valid during the call.</summary>
    public delegate void Taken(Span<byte> frame);

    /// <param name="loop">Whose it is.</param>
    /// <param name="given">A packet socket in the device's namespace; it is this one's from now on.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="taken">Is told each frame.</param>
    public FrameSocket(Loop loop, SafeSocketHandle given, string device, Taken taken)
        : base(loop)
    {
        this.taken = taken;
        handle = given;
        Descriptor = (int)given.DangerousGetHandle();
        try
        {
            SocketOptions.MakeNonBlocking(Descriptor);
            Set(PacketLevel, WithHeader, 1);
            Set(PacketLevel, WithoutOwn, 1);
            // More than net.core.rmem_max allows where this process may.
            var bytes = ReceiveBufferBytes;
            _ = Calls.SetOption(Descriptor, SocketLevel, ForcedReceiveBuffer, &bytes, sizeof(int));
            Bind(device);
        }
        catch
        {
            Descriptor = -1;
            given.Dispose();
            throw;
        }
    }

    /// <summary>The device went away or down since it was opened: who wants it opens another one.</summary>
    public bool IsLost { get; private set; }

    public void Open() => Loop.Watch(this, CanRead);

    /// <summary>Sends a frame with its header; false where the kernel does not take it.</summary>
    public bool Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* first = frame) return Calls.Send(Descriptor, first, frame.Length, Calls.NoSignal) == frame.Length;
    }

    protected internal override void Ready(uint events)
    {
        fixed (byte* first = buffer)
        {
            for (var i = 0; i < TakenInOneGo; i++)
            {
                var got = Calls.Receive(Descriptor, first, LongestFrame, 0);
                if (got >= HeaderLength)
                {
                    taken(buffer.AsSpan(0, (int)got));
                    if (IsClosed) return;
                    continue;
                }
                if (got >= 0) continue;
                var code = *Calls.ErrorPlace();
                if (code == Calls.Interrupted) continue;
                if (code != Calls.Again) IsLost = true;
                return;
            }
        }
        Loop.Defer(this);
    }

    protected internal override void Resume() => Ready(CanRead);

    public void Close()
    {
        if (IsClosed) return;
        Loop.Forget(this);
        Descriptor = -1;
        handle?.Dispose();
        handle = null;
    }

    private void Bind(string device)
    {
        // struct ifreq: a name of 16 bytes, then the number.
        var request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        Encoding.ASCII.GetBytes(device, new Span<byte>(request, 15));
        if (Calls.DeviceControl(Descriptor, IndexOfName, request) != 0) throw new Win32Exception(*Calls.ErrorPlace(), $"no device {device}");
        // struct sockaddr_ll: family, protocol in network order, the device's number.
        var address = stackalloc byte[20];
        new Span<byte>(address, 20).Clear();
        *(ushort*)address = PacketFamily;
        address[3] = EveryProtocol;
        *(int*)(address + 4) = *(int*)(request + 16);
        if (Calls.Bind(Descriptor, address, 20) != 0) throw new Win32Exception(*Calls.ErrorPlace(), $"listen to device {device}");
    }

    private void Set(int level, int name, int value)
    {
        if (Calls.SetOption(Descriptor, level, name, &value, sizeof(int)) != 0) throw new Win32Exception(*Calls.ErrorPlace(), $"set option {level}/{name} of a packet socket");
    }
}
