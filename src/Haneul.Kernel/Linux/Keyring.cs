using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>The session keyring of a thread, keyctl(2), session-keyring(7).</summary>
internal static partial class Keyring
{
    private const nint JoinSessionKeyring = 1;
    private const int NotPermitted = 1;
    private const int NotThere = 38;

    /// <summary>Gives the thread, and what it starts, a keyring of its own: keys of whoever started the daemon are nothing for hosts. Where the kernel has no keys, or lets nobody at them, there is nothing to leak.</summary>
    public static void Leave()
    {
        if (Control(Errand.Number(250, 219), JoinSessionKeyring, 0) < 0 && Errno.Last is not (NotThere or NotPermitted)) throw Errno.Failed("a keyring of its own");
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Control(nint number, nint operation, nint name);
}
