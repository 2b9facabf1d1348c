using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// Starts programs with files of the caller's choice, in the namespaces of the calling thread: posix_spawn(3). .NET's Process cannot hand over a socket, nor keep its child out of the session of the terminal.
/// </summary>
internal static unsafe partial class SpawnCalls
{
    // Larger than the C libraries' own (glibc: 80 and 336 bytes).
    private const int ActionsSize = 512;
    private const int AttributesSize = 1024;
    private const int SignalSetSize = 128;

    private const short SetSignalMask = 0x08;
    private const short SetSignalDefaults = 0x04;
    private const short NewSession = 0x80;

    /// <summary>Where a file's number cannot collide with those that the child is to have.</summary>
    private const int AboveStandardFiles = 64;
    private const int DuplicateClosedOnExec = 1030;

    /// <summary>Starts a program in a session of its own: no signal blocked or ignored, no file but those given (number in the child, file).</summary>
    public static int Start(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<(int Number, SafeHandle File)> files)
    {
        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        var noSignals = stackalloc byte[SignalSetSize];
        var allSignals = stackalloc byte[SignalSetSize];
        Check(InitActions(actions), program);
        Check(InitAttributes(attributes), program);
        var copies = new List<int>(files.Count);
        try
        {
            _ = EmptySet(noSignals);
            _ = FillSet(allSignals);
            Check(SetMask(attributes, noSignals), program);
            Check(SetDefaults(attributes, allSignals), program);
            Check(SetFlags(attributes, SetSignalMask | SetSignalDefaults | NewSession), program);
            foreach (var (number, file) in files)
            {
                var copy = Duplicate(file, DuplicateClosedOnExec, AboveStandardFiles);
                if (copy < 0) throw Errno.Failed($"handing a file to {program}");
                copies.Add(copy);
                Check(AddDuplicate(actions, copy, number), program);
            }
            Check(Spawn(out var pid, program, actions, attributes, [.. arguments, null], [.. environment, null]), program);
            return pid;
        }
        finally
        {
            foreach (var copy in copies) _ = Close(copy);
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
        }
    }

    private static void Check(int errno, string program)
    {
        if (errno != 0) throw new KernelException($"starting {program}", errno);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int pid, string program, byte* actions, byte* attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int file, int number);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSet(byte* signals);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Duplicate(SafeHandle file, int command, int atLeast);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
