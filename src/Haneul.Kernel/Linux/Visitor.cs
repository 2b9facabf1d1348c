using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>A thread that does errands in namespaces of hosts and comes home after each, setns(2). Bound to the one thread that made it, which must be nobody else's: a pool's thread would carry others' work along.</summary>
internal sealed class Visitor : IDisposable
{
    public const int Mounts = 0x20000;
    public const int HostNames = 0x4000000;
    public const int Processes = 0x20000000;
    public const int Network = NamespaceCalls.Network;

    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly (int Kind, SafeFileHandle Space)[] home;

    public Visitor()
    {
        home = [(Mounts, Own("mnt")), (HostNames, Own("uts")), (Processes, Own("pid")), (Network, Own("net"))];
        // The first errand compiles what runs in namespaces, so it goes nowhere.
        using var nowhere = new Errand();
        nowhere.Call("asking for the process's number", Errand.Number(39, 172));
        Go(nowhere);
    }

    public void Go(Errand errand)
    {
        if (Environment.CurrentManagedThreadId != thread) throw new InvalidOperationException("A visitor belongs to its thread");
        errand.Run(home);
        GC.KeepAlive(home);
    }

    public void Dispose()
    {
        foreach (var (_, space) in home) space.Dispose();
    }

    private static SafeFileHandle Own(string kind) => File.OpenHandle($"/proc/thread-self/ns/{kind}");
}
