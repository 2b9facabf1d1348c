using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A host's /proc, made for it from outside: since Linux 6.17 by naming the process namespace, before by a short-lived mount(8) in it. A host could make its own only while it still saw the machine's.
/// </summary>
internal sealed class HostProc(VisitorThreads threads, Workshop workshop)
{
    private const ulong Strict = MountCalls.NoSetuid | MountCalls.NoDevices | MountCalls.NoPrograms;

    private const int LongestComplaint = 512;

    /// <summary>One at a time: the way before 6.17 needs a place in the workshop.</summary>
    private readonly Lock mounting = new();

    /// <summary>Whether the kernel cannot be told the namespace; known after the first.</summary>
    public bool MustMount { get; set; }

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
        lock (mounting) return MountFromInside(process);
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
        if (ProcessCalls.Reap(mount.Pid, wait: true) is not 0 and var code)
        {
            mount.Dispose();
            var words = new byte[LongestComplaint];
            throw new HostException($"mount -t proc ended with {code}: {Encoding.UTF8.GetString(words, 0, ProcessCalls.Read(complaint, words)).Trim()}");
        }

        using var take = new Errand();
        workshop.Enter(take);
        var proc = take.CopyMount(Workshop.NewRoot);
        take.TakeOff(Workshop.NewRoot);
        threads.Do(visitor => visitor.Go(take));
        return take.Take(proc);
    }
}
