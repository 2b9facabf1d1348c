using System.Runtime.InteropServices;
using System.Text;

namespace Haneul.Kernel;

/// <summary>What a thread does to the namespaces that it is in, or to itself: sethostname(2), netdevice(7), keyctl(2).</summary>
internal static unsafe partial class SelfCalls
{
    private const int InternetFamily = 2;
    private const int DatagramClosedOnExec = 2 | 0x80000;
    private const ulong GetFlags = 0x8913;
    private const ulong SetFlags = 0x8914;
    private const short Up = 1;
    private const int RequestSize = 40;
    private const int FlagsOffset = 16;
    private const int LongestHostName = 64;

    public static void SetHostName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var length = Math.Min(bytes.Length, LongestHostName);
        if (SetName(bytes, (nuint)length) < 0) throw Errno.Failed($"naming a host {name}");
    }

    /// <summary>Brings the loopback of the network namespace up, which it is not when the namespace is new.</summary>
    public static void RaiseLoopback()
    {
        var socket = Socket(InternetFamily, DatagramClosedOnExec, 0);
        if (socket < 0) throw Errno.Failed("a socket for the loopback");
        try
        {
            // struct ifreq: 16 bytes of name, then what is asked.
            var request = stackalloc byte[RequestSize];
            new Span<byte>(request, RequestSize).Clear();
            "lo"u8.CopyTo(new Span<byte>(request, RequestSize));
            var flags = (short*)(request + FlagsOffset);
            if (Control(socket, GetFlags, request) < 0) throw Errno.Failed("reading the loopback");
            *flags |= Up;
            if (Control(socket, SetFlags, request) < 0) throw Errno.Failed("bringing the loopback up");
        }
        finally
        {
            _ = Close(socket);
        }
    }

    /// <summary>Gives the thread, and what it starts, a session keyring of its own: keys of whoever started the daemon are nothing for hosts (session-keyring(7)). Where the kernel has no keys there is nothing to leak.</summary>
    public static void LeaveKeyring()
    {
        const nint joinSessionKeyring = 1;
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 250 : 219;
        if (KeyControl(number, joinSessionKeyring, 0) < 0 && Errno.Last is not (NotThere or NotAllowed)) throw Errno.Failed("a keyring of its own");
    }

    private const int NotThere = 38;
    private const int NotAllowed = 1;

    [LibraryImport("libc", EntryPoint = "sethostname", SetLastError = true)]
    private static partial int SetName(ReadOnlySpan<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, ulong request, byte* argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint KeyControl(nint number, nint operation, nint name);
}
