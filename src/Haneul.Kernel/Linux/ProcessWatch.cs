using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Tells when processes end, thousands by one thread: epoll(7) on pidfds. They need not be children.</summary>
internal sealed partial class ProcessWatch : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int AddCommand = 1;
    private const int RemoveCommand = 2;
    private const uint ReadableOnce = 1 | 1u << 30;
    private const int BatchSize = 64;

    /// <summary>struct epoll_event is packed on x86-64 only.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly ConcurrentDictionary<long, (SafeFileHandle Process, Action Ended)> watched = new();
    private readonly SafeFileHandle poll;
    private readonly SafeFileHandle stopRead;
    private readonly SafeFileHandle stopWrite;
    private readonly Thread thread;
    private long next;

    public ProcessWatch()
    {
        poll = new SafeFileHandle(Create(CloseOnExec), true);
        if (poll.IsInvalid) throw Errno.Failed("making an epoll");
        (stopRead, stopWrite) = ProcessCalls.MakePipe();
        Control(AddCommand, stopRead, 0);
        thread = new Thread(Wait) { Name = "haneul-ends", IsBackground = true };
        thread.Start();
    }

    /// <summary>Calls once, on a pool's thread, when the process has ended; at once if it has already.</summary>
    public void When(SafeFileHandle process, Action ended)
    {
        var token = Interlocked.Increment(ref next);
        watched[token] = (process, ended);
        Control(AddCommand, process, token);
    }

    public void Dispose()
    {
        stopWrite.Dispose();
        thread.Join();
        stopRead.Dispose();
        poll.Dispose();
    }

    private void Wait()
    {
        Span<byte> events = stackalloc byte[BatchSize * 16];
        while (true)
        {
            var count = WaitFor(poll, events, BatchSize, -1);
            if (count < 0 && Errno.Last != Errno.Interrupted) Environment.FailFast($"Waiting for the end of processes: {KernelException.NameOf(Errno.Last)}");
            for (var i = 0; i < count; i++)
            {
                var token = BinaryPrimitives.ReadInt64LittleEndian(events[(i * (DataOffset + 8) + DataOffset)..]);
                if (token == 0) return;
                if (!watched.TryRemove(token, out var entry)) continue;
                Control(RemoveCommand, entry.Process, token);
                ThreadPool.UnsafeQueueUserWorkItem(static ended => ended(), entry.Ended, preferLocal: false);
            }
        }
    }

    private void Control(int command, SafeFileHandle file, long token)
    {
        Span<byte> description = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(description, token == 0 ? 1 | 0x10 : ReadableOnce);
        BinaryPrimitives.WriteInt64LittleEndian(description[DataOffset..], token);
        if (Control(poll, command, file, description) < 0 && command == AddCommand) throw Errno.Failed("watching a process");
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle poll, int command, SafeFileHandle file, Span<byte> description);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitFor(SafeFileHandle poll, Span<byte> events, int count, int timeoutMs);
}
