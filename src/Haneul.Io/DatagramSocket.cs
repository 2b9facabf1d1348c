using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Io;

/// <summary>A UDP socket of one loop that speaks to whom it likes: datagrams are told with who sent them. What is longer than a device takes is cut into fragments by the kernel. udp(7), ip(7).</summary>
public sealed unsafe class DatagramSocket : Channel
{
    private const int LongestDatagram = 1 << 16;
    private const int TakenInOneGo = 64;
    private const int BufferBytes = 4 << 20;
    private const int SocketLevel = 1, ForcedReceiveBuffer = 33, ForcedSendBuffer = 32;
    private const int IpLevel = 0, PathMtuDiscovery = 10;

    private readonly Taken taken;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(LongestDatagram);
    private SafeSocketHandle? handle;

    /// <summary>A datagram and who sent it; both are valid during the call.</summary>
    public delegate void Taken(ReadOnlySpan<byte> datagram, in KernelAddress from);

    /// <param name="loop">Whose it is.</param>
    /// <param name="given">A UDP socket in the namespace; it is this one's from now on.</param>
    /// <param name="at">Where it is bound.</param>
    /// <param name="taken">Is told each datagram.</param>
    public DatagramSocket(Loop loop, SafeSocketHandle given, IPEndPoint at, Taken taken)
        : base(loop)
    {
        this.taken = taken;
        handle = given;
        Descriptor = (int)given.DangerousGetHandle();
        SocketOptions.MakeNonBlocking(Descriptor);
        // More than net.core.rmem_max and wmem_max allow where this process may; never "do not fragment".
        var (bytes, never) = (BufferBytes, 0);
        _ = Calls.SetOption(Descriptor, SocketLevel, ForcedReceiveBuffer, &bytes, sizeof(int));
        _ = Calls.SetOption(Descriptor, SocketLevel, ForcedSendBuffer, &bytes, sizeof(int));
        _ = Calls.SetOption(Descriptor, IpLevel, PathMtuDiscovery, &never, sizeof(int));
        var address = KernelAddress.Of(at.Address, at.Port);
        if (Calls.Bind(Descriptor, &address, address.Length) == 0) return;
        var code = *Calls.ErrorPlace();
        Descriptor = -1;
        given.Dispose();
        throw new Win32Exception(code, $"bind {at}: {new Win32Exception(code).Message}");
    }

    public void Open() => Loop.Watch(this, CanRead);

    /// <summary>Sends one datagram; false where the kernel does not take it now.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, in KernelAddress to)
    {
        fixed (byte* first = datagram)
        fixed (KernelAddress* address = &to) return Calls.SendTo(Descriptor, first, datagram.Length, Calls.NoSignal, address, to.Length) == datagram.Length;
    }

    protected internal override void Ready(uint events)
    {
        fixed (byte* first = buffer)
        {
            for (var i = 0; i < TakenInOneGo; i++)
            {
                KernelAddress from;
                var length = 28;
                var got = Calls.ReceiveFrom(Descriptor, first, LongestDatagram, 0, &from, &length);
                if (got >= 0)
                {
                    taken(buffer.AsSpan(0, (int)got), from);
                    if (IsClosed) return;
                    continue;
                }
                // Anything but "again" was told of an earlier datagram (an ICMP error), and is over with that.
                if (*Calls.ErrorPlace() == Calls.Again) return;
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
}
