using System.IO.Enumeration;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Owners, modes and pipes, which .NET does not set or make, and walks that follow no link: lchown(2), chmod(2), mkfifo(3).</summary>
internal static partial class FileTree
{
    private const int CurrentDirectory = -100;
    private const int CloseOnExec = 0x80000;
    private const int NoFollow = 0x20000;
    private const int WriteOnly = 1;
    private const int Append = 0x400;

    /// <summary>A file of ours whose every write goes to its end, whoever else writes there.</summary>
    public static SafeFileHandle OpenToAppend(string path) => Opened(OpenAt(CurrentDirectory, path, WriteOnly | Append | NoFollow | CloseOnExec, 0), path);

    /// <summary>Gives a file, directory or symbolic link (itself) to an owner.</summary>
    public static void Give(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) < 0) throw Errno.Failed($"giving {path} to {user}:{group}");
    }

    /// <summary>All that lies below a directory. Links are named, never followed.</summary>
    public static IEnumerable<string> Walk(string path) => new FileSystemEnumerable<string>(
        path,
        static (ref entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldRecursePredicate = static (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (ChangeMode(path, (uint)mode) < 0) throw Errno.Failed($"setting the mode of {path}");
    }

    public static void MakeFifo(string path, UnixFileMode mode)
    {
        if (MakeNamedPipe(path, (uint)mode) < 0 && Errno.Last != Errno.Exists) throw Errno.Failed($"making the pipe {path}");
    }

    private static SafeFileHandle Opened(SafeFileHandle file, string path) => file.IsInvalid ? throw Errno.Failed($"opening {path}") : file;

    // The mode is passed always: for a file that is not made the kernel does not look at it.
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenAt(int directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNamedPipe(string path, uint mode);
}
