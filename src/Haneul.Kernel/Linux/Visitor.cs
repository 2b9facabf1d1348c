using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A thread that visits namespaces of hosts and comes home again, setns(2): what is opened or started meanwhile belongs to where it is. Bound to the one thread that made it, which must be nobody else's: a pool's thread would carry others' work along.
/// </summary>
internal sealed class Visitor : IDisposable
{
    public const int Mounts = 0x20000;
    public const int HostNames = 0x4000000;
    public const int Processes = 0x20000000;
    public const int Network = NamespaceCalls.Network;

    private const int FileSystemView = 0x200;

    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly SafeFileHandle mounts;
    private readonly SafeFileHandle hostNames;
    private readonly SafeFileHandle processes;
    private readonly SafeFileHandle network;

    public Visitor()
    {
        // Root and current directory are shared by all threads of a process until one asks for its own; setns wants that.
        if (NamespaceCalls.Unshare(FileSystemView) < 0) throw new KernelException("a root directory of the thread's own", Errno.Last);
        mounts = File.OpenHandle("/proc/thread-self/ns/mnt");
        hostNames = File.OpenHandle("/proc/thread-self/ns/uts");
        processes = File.OpenHandle("/proc/thread-self/ns/pid");
        network = File.OpenHandle("/proc/thread-self/ns/net");
    }

    /// <summary>Works in namespaces of a process (given by its pidfd), or in the one that the handle is of.</summary>
    public T At<T>(SafeFileHandle target, int kinds, string name, Func<T> work)
    {
        if (Environment.CurrentManagedThreadId != thread) throw new InvalidOperationException("A visitor belongs to its thread");
        if (NamespaceCalls.Enter(target, kinds) < 0) throw new KernelException($"entering namespaces of {name}", Errno.Last);
        try
        {
            return work();
        }
        finally
        {
            if ((kinds & Mounts) != 0) Return(mounts, Mounts);
            if ((kinds & HostNames) != 0) Return(hostNames, HostNames);
            if ((kinds & Processes) != 0) Return(processes, Processes);
            if ((kinds & Network) != 0) Return(network, Network);
        }
    }

    public void At(SafeFileHandle target, int kinds, string name, Action work) => At(target, kinds, name, () =>
    {
        work();
        return true;
    });

    /// <summary>Makes a mount namespace, a copy of this thread's in which nothing shows that happens elsewhere, and works in it. The answer: a handle of it, which keeps it.</summary>
    public SafeFileHandle AtNewMounts(Action work)
    {
        if (Environment.CurrentManagedThreadId != thread) throw new InvalidOperationException("A visitor belongs to its thread");
        if (NamespaceCalls.Unshare(Mounts) < 0) throw new KernelException("a mount namespace", Errno.Last);
        try
        {
            MountCalls.MakeAllPrivate();
            var made = File.OpenHandle("/proc/thread-self/ns/mnt");
            work();
            return made;
        }
        finally
        {
            Return(mounts, Mounts);
        }
    }

    public void Dispose()
    {
        mounts.Dispose();
        hostNames.Dispose();
        processes.Dispose();
        network.Dispose();
    }

    private static void Return(SafeFileHandle home, int kind)
    {
        if (NamespaceCalls.Enter(home, kind) < 0) Environment.FailFast($"A thread cannot leave a namespace of kind {kind:x}: {KernelException.NameOf(Errno.Last)}");
    }
}
