using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A host's /proc, made for it from outside: since Linux 6.17 by naming the process namespace, before by a short-lived mount(8) in it. A host could make its own only while it still saw the machine's.
/// </summary>
internal sealed class HostProc(VisitorThreads threads, Workshop workshop, string scaffold)
{
    private const ulong Strict = MountCalls.NoSetuid | MountCalls.NoDevices | MountCalls.NoPrograms;

    private const int LongestComplaint = 512;

    /// <summary>One at a time: the way before 6.17 needs a place in the workshop.</summary>
    private readonly Lock mounting = new();

    /// <summary>Whether the kernel cannot be told the namespace; known after the first.</summary>
    public bool MustMount { get; set; }

    /// <summary>In a user namespace a thread that was in a host's process namespace cannot come home: the machine's belongs to somebody else.</summary>
    public required bool NeverLeavesHome { get; init; }

    public SafeFileHandle Make(int pid, SafeFileHandle process)
    {
        if (!MustMount)
        {
            try
            {
                using var space = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/pid"));
                return MountCalls.Make("proc", Strict, ("pidns", space));
            }
            catch (KernelException e) when (e.Errno == Errno.Invalid)
            {
                MustMount = true;
            }
        }
        lock (mounting) return NeverLeavesHome ? MountAtHome(pid) : MountFromInside(process);
    }

    /// <summary>A program enters, and mounts in the daemon's own mount namespace, which in a user namespace nobody else sees.</summary>
    private SafeFileHandle MountAtHome(int pid)
    {
        var place = Path.Combine(scaffold, "proc");
        Directory.CreateDirectory(place);
        string[] command = ["nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), "--pid", "--", "mount", "-t", "proc", "-o", "nosuid,nodev,noexec", "proc", place];
        var (said, say) = ProcessCalls.MakePipe();
        using var complaint = said;
        using var mount = new ProgramStart("/usr/bin/nsenter", command, Entry.Environment, [(2, say)]);
        say.Dispose();
        // Not on the thread of whoever asks, which may be anything's.
        threads.Do(_ => mount.Start());
        Check(mount, complaint);
        var proc = MountCalls.Copy(place);
        if (NamespaceCalls.Unmount(place, NamespaceCalls.Detach) < 0) throw Errno.Failed($"unmounting {place}");
        return proc;
    }

    private SafeFileHandle MountFromInside(SafeFileHandle process)
    {
        string[] command = ["mount", "-t", "proc", "-o", "nosuid,nodev,noexec", "proc", Workshop.NewRoot];
        var (said, say) = ProcessCalls.MakePipe();
        using var complaint = said;
        using var mount = new ProgramStart("/usr/bin/mount", command, Entry.Environment, [(2, say)]);
        say.Dispose();
        using var errand = new Errand();
        workshop.Enter(errand);
        // What the thread starts now is in the host's process namespace, and still the machine's root.
        errand.Enter(process, Visitor.Processes, "a host");
        errand.Start(mount);
        threads.Do(visitor => visitor.Go(errand));
        Check(mount, complaint);
        using var take = new Errand();
        workshop.Enter(take);
        var proc = take.CopyMount(Workshop.NewRoot);
        take.TakeOff(Workshop.NewRoot);
        threads.Do(visitor => visitor.Go(take));
        return take.Take(proc);
    }

    private static void Check(ProgramStart mount, SafeFileHandle complaint)
    {
        if (ProcessCalls.Reap(mount.Pid, wait: true) is not (not 0 and var code)) return;
        mount.Dispose();
        var words = new byte[LongestComplaint];
        throw new HostException($"mount -t proc ended with {code}: {Encoding.UTF8.GetString(words, 0, ProcessCalls.Read(complaint, words)).Trim()}");
    }
}
