using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Bench.Kernel;

/// <summary>A world as the kernel carries it, in a run directory of its own. Hosts are bare namespaces where nobody else brings them.</summary>
internal sealed class CarriedBench : IDisposable
{
    private readonly LinuxKernel linux;

    public CarriedBench(string name)
    {
        RunDirectory = Path.Combine("/run/haneul", name);
        Directory.CreateDirectory(RunDirectory);
        linux = new LinuxKernel(RunDirectory);
        Kernel = new TimedKernel(linux);
        Reconciler = new Reconciler(Kernel, Console.WriteLine);
    }

    public string RunDirectory { get; }

    public TimedKernel Kernel { get; }

    public Reconciler Reconciler { get; }

    public NamespaceEntry Entry => linux.Entry;

    /// <summary>The file that stands for a namespace, for nsenter(1).</summary>
    public string FileOf(string name) => Path.Combine(RunDirectory, "net", name);

    /// <summary>Names of the hosts that a network has, the machine not among them.</summary>
    public static IEnumerable<string> HostsOf(KernelPlan plan) => plan.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Host).Select(n => n.Name);

    public static KernelPlan PlanOf(World world) => PlanCompiler.Compile(Lowering.Lower(world), null);

    /// <summary>Bare namespaces for those hosts of the plan that have none, then the plan.</summary>
    public void Carry(KernelPlan plan)
    {
        var there = linux.Namespaces();
        foreach (var host in HostsOf(plan).Where(h => !there.Contains(h))) MakeBare(host);
        Apply(plan);
    }

    public void MakeBare(string host)
    {
        linux.Make(host);
        Reconciler.NamespaceCame(host);
    }

    public void Apply(KernelPlan plan)
    {
        if (Reconciler.Apply(plan) is { Count: > 0 } failures) throw new InvalidOperationException(string.Join('\n', failures));
    }

    public void Dispose()
    {
        Reconciler.RemoveAll();
        linux.Dispose();
        Directory.Delete(RunDirectory, recursive: true);
    }
}
