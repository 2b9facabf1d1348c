using System.Runtime.InteropServices;
using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// A program that is ready to be started with files of the caller's choice, in the namespaces of the thread that starts it: posix_spawn(3). .NET's Process cannot hand over a socket, nor keep its child out of the session of the terminal.
/// The child is in a session of its own, no signal is blocked or ignored, and it has no file but those given; a standard one that is not given is /dev/null.
/// </summary>
internal sealed unsafe partial class ProgramStart : IDisposable
{
    // Larger than the C libraries' own (glibc: 80 and 336 bytes).
    private const int ActionsSize = 512;
    private const int AttributesSize = 1024;
    private const int SignalSetSize = 128;

    private const short SetSignalMask = 0x08;
    private const short SetSignalDefaults = 0x04;
    private const short NewSession = 0x80;

    private const int StandardFiles = 3;
    private const int ReadWrite = 2;

    /// <summary>Where a file's number cannot collide with those that the child is to have.</summary>
    private const int AboveStandardFiles = 64;
    private const int DuplicateClosedOnExec = 1030;

    private readonly List<nint> memory = [];
    private readonly List<int> copies = [];
    private readonly byte* actions;
    private readonly byte* attributes;
    private readonly int* pid;

    /// <param name="program">Its path where it is started.</param>
    /// <param name="arguments">The first is its name.</param>
    /// <param name="environment">NAME=value.</param>
    /// <param name="files">By the number that they have in the child.</param>
    public ProgramStart(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<(int Number, SafeHandle File)> files)
    {
        Attempted = $"starting {program}";
        actions = Allocate(ActionsSize);
        attributes = Allocate(AttributesSize);
        pid = (int*)Allocate(sizeof(int));
        var signals = Allocate(SignalSetSize);
        Check(InitActions(actions));
        Check(InitAttributes(attributes));
        _ = EmptySet(signals);
        Check(SetMask(attributes, signals));
        _ = FillSet(signals);
        Check(SetDefaults(attributes, signals));
        Check(SetFlags(attributes, SetSignalMask | SetSignalDefaults | NewSession));
        for (var number = 0; number < StandardFiles; number++)
        {
            if (!files.Any(file => file.Number == number)) Check(AddOpen(actions, number, Text("/dev/null"), ReadWrite, 0));
        }
        foreach (var (number, file) in files)
        {
            var copy = Duplicate(file, DuplicateClosedOnExec, AboveStandardFiles);
            if (copy < 0) throw Errno.Failed($"handing a file to {program}");
            copies.Add(copy);
            Check(AddDuplicate(actions, copy, number));
        }
        Arguments = [(nint)pid, (nint)Text(program), (nint)actions, (nint)attributes, (nint)Texts(arguments), (nint)Texts(environment)];
    }

    public string Attempted { get; }

    /// <summary>Of posix_spawn.</summary>
    public nint[] Arguments { get; }

    /// <summary>The process, once it is started; the caller reaps it.</summary>
    public int Pid => *pid;

    /// <summary>Starts it from the calling thread.</summary>
    public int Start()
    {
        Check(Spawn(Arguments[0], Arguments[1], Arguments[2], Arguments[3], Arguments[4], Arguments[5]));
        return Pid;
    }

    public void Dispose()
    {
        foreach (var copy in copies) _ = Close(copy);
        copies.Clear();
        if (memory.Count == 0) return;
        _ = DestroyActions(actions);
        _ = DestroyAttributes(attributes);
        foreach (var piece in memory) NativeMemory.Free((void*)piece);
        memory.Clear();
    }

    private byte* Allocate(int size)
    {
        var piece = NativeMemory.AllocZeroed((nuint)size);
        memory.Add((nint)piece);
        return (byte*)piece;
    }

    private byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var copy = Allocate(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    private byte** Texts(IReadOnlyList<string> texts)
    {
        var list = (byte**)Allocate((texts.Count + 1) * sizeof(byte*));
        for (var i = 0; i < texts.Count; i++) list[i] = Text(texts[i]);
        return list;
    }

    private void Check(int errno)
    {
        if (errno != 0) throw new KernelException(Attempted, errno);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(nint pid, nint program, nint actions, nint attributes, nint arguments, nint environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int file, int number);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static partial int AddOpen(byte* actions, int number, byte* path, int flags, uint mode);

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
