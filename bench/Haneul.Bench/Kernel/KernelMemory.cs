using System.Globalization;

namespace Haneul.Bench.Kernel;

/// <summary>What the kernel holds (proc(5), meminfo), in kB. The whole machine's: what others do meanwhile is in it, so differences are taken over many hosts and several rounds.</summary>
/// <param name="SlabKb">Small objects: devices, routes, files.</param>
/// <param name="PercpuKb">Memory that each processor has its own of: counters.</param>
/// <param name="StacksKb">Kernel stacks and page tables of processes.</param>
internal sealed record KernelMemory(double SlabKb, double PercpuKb, double StacksKb)
{
    /// <summary>Slab and percpu: what a network is made of.</summary>
    public double NetworkKb => SlabKb + PercpuKb;

    public double AllKb => NetworkKb + StacksKb;

    public static KernelMemory Now()
    {
        var all = File.ReadLines("/proc/meminfo").Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(l => l[0], l => double.Parse(l[1], CultureInfo.InvariantCulture));
        return new KernelMemory(all["Slab:"], all["Percpu:"], all["KernelStack:"] + all["PageTables:"]);
    }

    /// <summary>When it stands still: namespaces are freed by and by.</summary>
    public static async Task<KernelMemory> SettledAsync()
    {
        var before = Now();
        for (var look = 0; look < 40; look++)
        {
            await Task.Delay(250);
            var now = Now();
            if (Math.Abs(now.AllKb - before.AllKb) < 1024) return now;
            before = now;
        }
        return before;
    }
}
