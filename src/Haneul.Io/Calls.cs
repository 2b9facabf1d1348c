using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Haneul.Io;

/// <summary>The calls of the kernel that move bytes, by plain file descriptors: who holds one closes it once. epoll(7), socket(2), tcp(7).</summary>
internal static unsafe partial class Calls
{
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000;

    public const int Interrupted = 4;
    public const int Again = 11;
    public const int InProgress = 115;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, EpollEvent* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, EpollEvent* found, int most, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* into, nint most);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* from, nint count);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int socket, void* into, nint most, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, void* from, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    public static partial nint ReceiveFrom(int socket, void* into, nint most, int flags, void* address, int* length);

    [LibraryImport("libc", EntryPoint = "sendto")]
    public static partial nint SendTo(int socket, void* from, nint count, int flags, void* address, int length);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    public static partial int DeviceControl(int socket, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "accept4")]
    public static partial int Accept(int socket, void* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "connect")]
    public static partial int Connect(int socket, void* address, int length);

    [LibraryImport("libc", EntryPoint = "bind")]
    public static partial int Bind(int socket, void* address, int length);

    [LibraryImport("libc", EntryPoint = "listen")]
    public static partial int Listen(int socket, int backlog);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    public static partial int NameOf(int socket, void* address, int* length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int socket, int level, int name, void* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    public static partial int GetOption(int socket, int level, int name, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    public static partial int Control(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "dup")]
    public static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "__errno_location")]
    public static partial int* ErrorPlace();
}

/// <summary>struct epoll_event of x86-64, which is packed; on other machines it is not.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EpollEvent
{
    public uint Events;
    public ulong Data;
}
