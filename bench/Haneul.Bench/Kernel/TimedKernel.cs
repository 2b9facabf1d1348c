using System.Diagnostics;
using Haneul.Kernel;

namespace Haneul.Bench.Kernel;

/// <summary>A kernel that tells how long it took, so that what is decided and what is done are measured apart.</summary>
internal sealed class TimedKernel(IKernel kernel) : IKernel
{
    private long ticks;

    /// <summary>Time in the kernel since the last call of this.</summary>
    public TimeSpan Taken()
    {
        var taken = Stopwatch.GetElapsedTime(0, ticks);
        ticks = 0;
        return taken;
    }

    public IReadOnlySet<string> Namespaces() => Timed(kernel.Namespaces);

    public void Make(string name) => Timed(() => kernel.Make(name));

    public void Adopt(string name, int pid) => Timed(() => kernel.Adopt(name, pid));

    public void Remove(string name) => Timed(() => kernel.Remove(name));

    public NamespaceState Read(string name) => Timed(() => kernel.Read(name));

    public IReadOnlyList<KernelFailure> Apply(string name, IReadOnlyList<KernelChange> changes) => Timed(() => kernel.Apply(name, changes));

    public void Apply(string name, IReadOnlyList<NftChange> changes) => Timed(() => kernel.Apply(name, changes));

    public IReadOnlyList<Connection> Connections(string name) => Timed(() => kernel.Connections(name));

    public void Forget(string name, IReadOnlyList<Connection> connections) => Timed(() => kernel.Forget(name, connections));

    public void Dispose() => kernel.Dispose();

    private void Timed(Action work) => Timed(() =>
    {
        work();
        return true;
    });

    private T Timed<T>(Func<T> work)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            ticks += Stopwatch.GetTimestamp() - began;
        }
    }
}
