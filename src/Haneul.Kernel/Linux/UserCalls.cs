using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>Who this process is, what it may write, and becoming another program: geteuid(2), access(2), fcntl(2), execve(2).</summary>
internal static partial class UserCalls
{
    private const int ReadAccess = 4;
    private const int WriteAccess = 2;
    private const int DuplicateFile = 0;
    private const int SetFileFlags = 2;
    private const int ClosedOnExec = 1;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint UserNumber();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint GroupNumber();

    /// <summary>Whether there is such a file, and this process may read it.</summary>
    public static bool MayRead(string path) => Access(path, ReadAccess) == 0;

    public static bool MayWrite(string path) => Access(path, WriteAccess) == 0;

    /// <summary>A copy of a file that the program which this process becomes has as well, under the number that is answered.</summary>
    public static int Inherit(SafeHandle file)
    {
        var copy = Control(file, DuplicateFile, 0);
        return copy >= 0 ? copy : throw Errno.Failed("handing a file on");
    }

    /// <summary>Keeps a file that was inherited from programs that are started.</summary>
    public static void Keep(SafeHandle file)
    {
        if (Control(file, SetFileFlags, ClosedOnExec) < 0) throw Errno.Failed("keeping an inherited file");
    }

    /// <summary>Becomes another program, under the same process number; returns only by an exception.</summary>
    public static void Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        _ = Execute(program, [.. arguments, null], [.. environment, null]);
        throw Errno.Failed($"becoming {program}");
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, string?[] arguments, string?[] environment);
}
