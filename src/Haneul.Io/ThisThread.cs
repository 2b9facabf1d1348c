using System.Runtime.InteropServices;

namespace Haneul.Io;

/// <summary>What the calling thread asks of the kernel for itself.</summary>
public static partial class ThisThread
{
    /// <summary>A third of what a thread of the usual kind gets where both want a processor (sched(7)).</summary>
    private const int Nice = 5;

    /// <summary>Whoever serves requests goes first from now on: for work that can wait a little. On Linux a thread has a nice value of its own: setpriority(2).</summary>
    public static void GiveWay() => _ = SetPriority(0, 0, Nice);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int nice);
}
