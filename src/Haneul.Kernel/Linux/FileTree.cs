using System.IO.Enumeration;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Files and directories by handle, never through a symbolic link, so that who owns a tree cannot lead a writer out of it; and owners, which .NET does not set: openat(2), mkdirat(2), lchown(2).</summary>
internal static partial class FileTree
{
    private const int CurrentDirectory = -100;
    private const int CloseOnExec = 0x80000;
    private const int NoFollow = 0x20000;
    private const int PathOnly = 0x200000;
    private const int DirectoryOnly = 0x10000;
    private const int WriteOnly = 1;
    private const int Append = 0x400;

    /// <summary>The file or directory at a path, to put a mount upon it.</summary>
    public static SafeFileHandle OpenPlace(string path) => Opened(OpenAt(CurrentDirectory, path, PathOnly | CloseOnExec, 0), path);

    /// <summary>A file of ours whose every write goes to its end, whoever else writes there.</summary>
    public static SafeFileHandle OpenToAppend(string path) => Opened(OpenAt(CurrentDirectory, path, WriteOnly | Append | NoFollow | CloseOnExec, 0), path);

    /// <summary>A directory right in another; made where there is none. A symbolic link in its place is an error.</summary>
    public static SafeFileHandle Below(SafeFileHandle directory, string name)
    {
        const int flags = PathOnly | DirectoryOnly | NoFollow | CloseOnExec;
        var found = OpenAt(directory, name, flags, 0);
        if (!found.IsInvalid || Errno.Last != Errno.NoSuchEntry) return Opened(found, $"directory {name} of the root");
        if (MakeDirectoryAt(directory, name, 0b111_101_101) < 0) throw Errno.Failed($"making directory {name} of the root");
        return Opened(OpenAt(directory, name, flags, 0), $"directory {name} of the root");
    }

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

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenAt(SafeFileHandle directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectoryAt(SafeFileHandle directory, string path, uint mode);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNamedPipe(string path, uint mode);
}
