using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Processes by number and by handle: waitpid(2), kill(2), pidfd_open(2); pipes to them: pipe2(2), poll(2).</summary>
internal static partial class ProcessCalls
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public const int HangUp = 1;

    private const int CloseOnExec = 0x80000;
    private const int DoNotWait = 1;
    private const int NoChild = 10;
    private const short Readable = 1;

    /// <summary>A handle of a process: readable when it has ended, and a door to its namespaces.</summary>
    public static SafeFileHandle Open(int pid)
    {
        var answer = PidFdOpen(434, pid, 0);
        return answer >= 0 ? new SafeFileHandle(answer, true) : throw Errno.Failed($"watching process {pid}");
    }

    /// <summary>Sends a signal; nothing is sent to a process that has ended already.</summary>
    public static void Signal(SafeFileHandle process, int signal)
    {
        if (PidFdSendSignal(424, process, signal, 0, 0) >= 0) return;
        var errno = Errno.Last;
        if (errno != Errno.NoSuchProcess) throw new KernelException($"signal {signal}", errno);
    }

    public static bool HasEnded(SafeFileHandle process) => IsReadable(process, 0);

    /// <summary>Waits until something can be read, or a process has ended.</summary>
    public static bool IsReadable(SafeFileHandle file, int timeoutMs)
    {
        var deadline = Environment.TickCount64 + timeoutMs;
        while (true)
        {
            var asked = new Asked { File = (int)file.DangerousGetHandle(), Events = Readable };
            var answer = Poll(ref asked, 1, (int)Math.Max(0, deadline - Environment.TickCount64));
            if (answer >= 0) return answer > 0;
            if (Errno.Last != Errno.Interrupted) throw Errno.Failed("waiting");
        }
    }

    /// <summary>Takes the end of a child of ours: its exit code, 128 + signal where one ended it. Null: it still runs. A child whose end somebody else took counts as ended well.</summary>
    public static int? Reap(int pid, bool wait = false)
    {
        while (true)
        {
            var answer = WaitPid(pid, out var status, wait ? 0 : DoNotWait);
            if (answer == pid) return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
            if (answer == 0) return null;
            var errno = Errno.Last;
            if (errno == NoChild) return 0;
            if (errno != Errno.Interrupted) throw new KernelException($"waiting for process {pid}", errno);
        }
    }

    /// <summary>A pipe whose ends no child gets unless they are given to it.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) MakePipe()
    {
        Span<int> ends = stackalloc int[2];
        if (Pipe(ends, CloseOnExec) < 0) throw Errno.Failed("making a pipe");
        return (new SafeFileHandle(ends[0], true), new SafeFileHandle(ends[1], true));
    }

    /// <summary>What is there in a pipe, at least one byte; 0: nobody will write there any more.</summary>
    public static int Read(SafeFileHandle pipe, Span<byte> into)
    {
        while (true)
        {
            var read = ReadFrom(pipe, into, into.Length);
            if (read >= 0) return (int)read;
            if (Errno.Last != Errno.Interrupted) throw Errno.Failed("reading a pipe");
        }
    }

    /// <summary>Writes all of it, into a pipe or at the end of a file; an error where nobody will read it.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var written = FileCalls.Write(file, content, content.Length);
            if (written >= 0) content = content[(int)written..];
            else if (Errno.Last != Errno.Interrupted) throw Errno.Failed("writing");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int File;
        public short Events;
        public short Answer;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint PidFdOpen(nint number, int pid, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint PidFdSendSignal(nint number, SafeFileHandle process, int signal, nint information, nint flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFrom(SafeFileHandle file, Span<byte> into, nint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Asked asked, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(Span<int> ends, int flags);
}
