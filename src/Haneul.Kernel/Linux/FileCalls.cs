using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Files as the C library opens them, where .NET's own way would add locks or make files: open(2), write(2), statfs(2).</summary>
internal static partial class FileCalls
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int CloseOnExec = 0x80000;

    /// <summary>NSFS_MAGIC, linux/magic.h: the filesystem that a pinned namespace is a file of.</summary>
    public const long NamespaceFilesystem = 0x6e736673;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> content, nint length);

    /// <summary>The number of the filesystem that a file lies on; 0 where there is no such file.</summary>
    public static long FilesystemOf(string path)
    {
        // struct statfs is 120 bytes on 64-bit Linux and begins with f_type.
        Span<byte> answer = stackalloc byte[256];
        return StatFs(path, answer) == 0 ? MemoryMarshal.Read<long>(answer) : 0;
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFs(string path, Span<byte> answer);
}
