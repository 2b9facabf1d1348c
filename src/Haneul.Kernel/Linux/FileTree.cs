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
    private const int PathOnly = 0x200000;
    private const ulong InRoot = 0x10;
    private const nint OpenAt2Number = 437;
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

    /// <summary>Removes a directory with all that is in it, if it is there; one that its owner has made deeper than a path can be long as well.</summary>
    public static void Remove(string path)
    {
        if (!Directory.Exists(path)) return;
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An ArgumentException is .NET's word for a path that has become too long.
            using var rm = new ProgramStart("/bin/rm", ["rm", "-rf", "--", path], Entry.Environment, []);
            if (ProcessCalls.Reap(rm.Start(), wait: true) is not 0) throw new HostException($"{path} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>A text file of a tree that others made; links lead nowhere outside of it. Null: there is none.</summary>
    public static string? ReadInside(string root, string name)
    {
        using var file = OpenInside(root, name, 0);
        if (file is null) return null;
        using var stream = new FileStream(file, FileAccess.Read);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static bool IsInside(string root, string name)
    {
        using var file = OpenInside(root, name, PathOnly);
        return file is not null;
    }

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (ChangeMode(path, (uint)mode) < 0) throw Errno.Failed($"setting the mode of {path}");
    }

    public static void MakeFifo(string path, UnixFileMode mode)
    {
        if (MakeNamedPipe(path, (uint)mode) < 0 && Errno.Last != Errno.Exists) throw Errno.Failed($"making the pipe {path}");
    }

    private static SafeFileHandle? OpenInside(string root, string name, int flags)
    {
        using var top = Opened(OpenAt(CurrentDirectory, root, PathOnly | CloseOnExec, 0), root);
        var how = new OpenHow { Flags = (ulong)(flags | CloseOnExec), Resolve = InRoot };
        var answer = OpenAt2(OpenAt2Number, top, name, in how, OpenHow.Size);
        if (answer >= 0) return new SafeFileHandle(answer, true);
        return Errno.Last is Errno.NoSuchEntry or Errno.NotADirectory or Errno.Loop ? null : throw Errno.Failed($"opening {name} in {root}");
    }

    private static SafeFileHandle Opened(SafeFileHandle file, string path) => file.IsInvalid ? throw Errno.Failed($"opening {path}") : file;

    /// <summary>struct open_how, linux/openat2.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public const nint Size = 24;
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenAt2(nint number, SafeFileHandle directory, string path, in OpenHow how, nint size);

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
