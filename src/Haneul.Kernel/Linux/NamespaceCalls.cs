using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Namespaces and mounts: unshare(2), setns(2), mount(2), umount2(2).</summary>
internal static partial class NamespaceCalls
{
    /// <summary>CLONE_NEWNET</summary>
    public const int Network = 0x40000000;

    /// <summary>MS_BIND</summary>
    public const ulong Bind = 4096;

    /// <summary>MS_SHARED</summary>
    public const ulong Shared = 1 << 20;

    /// <summary>MNT_DETACH</summary>
    public const int Detach = 2;

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int what);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int Enter(SafeFileHandle target, int what);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? filesystem, ulong flags, string? options);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);
}
