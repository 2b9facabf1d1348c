using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// A host's /proc, made for it from outside: since Linux 6.17 by naming the process namespace, before by a short-lived mount(8) in it. A host could make its own only while it still saw the machine's.
/// </summary>
internal static class HostProc
{
    private const ulong Strict = MountCalls.NoSetuid | MountCalls.NoDevices | MountCalls.NoPrograms;

    /// <summary>One at a time: the way before 6.17 needs a place in the workshop.</summary>
    private static readonly Lock MountingInTheWorkshop = new();

    /// <summary>Whether the kernel can be told the namespace; known after the first.</summary>
    private static volatile bool mustMount;

    /// <summary>For tests of the way before 6.17.</summary>
    internal static bool MustMount
    {
        get => mustMount;
        set => mustMount = value;
    }

    public static SafeFileHandle Make(Visitor visitor, Workshop workshop, int pid, SafeFileHandle process)
    {
        if (!mustMount)
        {
            try
            {
                using var space = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/pid"));
                return MountCalls.Make("proc", Strict, ("pidns", space));
            }
            catch (KernelException e) when (e.Errno == Errno.Invalid)
            {
                mustMount = true;
            }
        }
        lock (MountingInTheWorkshop) return workshop.At(visitor, () => MountFromInside(visitor, process));
    }

    private static SafeFileHandle MountFromInside(Visitor visitor, SafeFileHandle process)
    {
        // A process that is started while the thread's children are to be in the namespace is in it; it is still the machine's root.
        string[] command = ["mount", "-t", "proc", "-o", "nosuid,nodev,noexec", "proc", Workshop.NewRoot];
        var pid = visitor.At(process, Visitor.Processes, "a host", () => SpawnCalls.Start("/usr/bin/mount", command, Entry.Environment, []));
        if (ProcessCalls.Reap(pid, wait: true) is not 0 and var code) throw new HostException($"mount -t proc ended with {code}");
        try
        {
            return MountCalls.Copy(Workshop.NewRoot);
        }
        finally
        {
            MountCalls.TakeOff(Workshop.NewRoot);
        }
    }
}
