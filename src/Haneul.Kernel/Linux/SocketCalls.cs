using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Sockets that .NET has no family for: socket(2), send(2), recv(2), setsockopt(2), and the name of a device as netdevice(7) asks for it.</summary>
internal static partial class SocketCalls
{
    /// <summary>AF_NETLINK</summary>
    public const int NetlinkFamily = 16;

    /// <summary>SOCK_RAW | SOCK_CLOEXEC</summary>
    public const int Raw = 3 | 0x80000;

    /// <summary>MSG_TRUNC: recv answers the length that the message had.</summary>
    public const int RealLength = 0x20;

    /// <summary>MSG_DONTWAIT</summary>
    public const int WithoutWaiting = 0x40;

    /// <summary>NETLINK_ADD_MEMBERSHIP</summary>
    public const int AddMembership = 1;

    public const int SocketLevel = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int ReceiveTimeout = 20;

    /// <summary>Beyond the system's limit, for who administers the network of the whole machine.</summary>
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;

    /// <summary>SOL_NETLINK</summary>
    public const int NetlinkLevel = 270;

    private const ulong GetInterfaceIndex = 0x8933;
    private const int LongestName = 15;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial SafeFileHandle Socket(int family, int type, int protocol);

    /// <summary>bind(2) with an address as the kernel has it.</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> content, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, Span<byte> into, nint length, int flags);

    public static int Set(SafeFileHandle socket, int level, int option, int value) =>
        SetOption(socket, level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)), sizeof(int));

    /// <summary>The value of an option; throws where there is none.</summary>
    public static int Get(SafeFileHandle socket, int level, int option)
    {
        var (value, length) = (0, (uint)sizeof(int));
        return GetOption(socket, level, option, ref value, ref length) == 0 ? value : throw Errno.Failed($"read option {option} of a socket");
    }

    /// <summary>How long a receive waits at most.</summary>
    public static int SetReceiveTimeout(SafeFileHandle socket, long seconds)
    {
        ReadOnlySpan<long> time = [seconds, 0];
        return SetOption(socket, SocketLevel, ReceiveTimeout, MemoryMarshal.AsBytes(time), 2 * sizeof(long));
    }

    /// <summary>The index of a device in the namespace of the socket; 0 where there is none of that name.</summary>
    public static int IndexOf(SafeFileHandle socket, string device)
    {
        // struct ifreq: 16 bytes of name, then a union of at most 24 bytes.
        Span<byte> request = stackalloc byte[40];
        request.Clear();
        if (device.Length is 0 or > LongestName) return 0;
        System.Text.Encoding.ASCII.GetBytes(device, request);
        return Control(socket, GetInterfaceIndex, request) == 0 ? MemoryMarshal.Read<int>(request[16..]) : 0;
    }

    /// <summary>Waits with poll(2) until one of the sockets can be read; false where the time is over.</summary>
    public static bool AnyReadable(IReadOnlyList<SafeFileHandle> sockets, int milliseconds)
    {
        const short Readable = 1;
        Span<PollRequest> requests = sockets.Count <= 64 ? stackalloc PollRequest[sockets.Count] : new PollRequest[sockets.Count];
        for (var i = 0; i < sockets.Count; i++) requests[i] = new PollRequest { Socket = (int)sockets[i].DangerousGetHandle(), Events = Readable };
        // An interruption counts as the end of the wait: whoever waits looks at the clock himself.
        return Poll(requests, (nuint)sockets.Count, milliseconds) > 0;
    }

    /// <summary>struct pollfd</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Socket;
        public short Events;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Span<PollRequest> requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(SafeFileHandle socket, ref MessageHeader message, int flags);

    /// <summary>An option whose value is more than a number.</summary>
    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int Get(SafeFileHandle socket, int level, int option, Span<byte> value, ref uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeFileHandle socket, int level, int option, ReadOnlySpan<byte> value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(SafeFileHandle socket, int level, int option, ref int value, ref uint length);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle socket, ulong request, Span<byte> argument);
}

/// <summary>struct msghdr, recvmsg(2).</summary>
internal unsafe struct MessageHeader
{
    public byte* Name;
    public uint NameLength;
    public MessagePart* Parts;
    public nuint PartCount;
    public byte* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>struct iovec, readv(2).</summary>
internal unsafe struct MessagePart
{
    public byte* Start;
    public nuint Length;
}
