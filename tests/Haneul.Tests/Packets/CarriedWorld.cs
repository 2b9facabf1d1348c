using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;

namespace Haneul.Tests.Packets;

/// <summary>
/// A world as the kernel carries it, without hosts: a bare namespace stands for each instance that runs and each host outside. Nothing joins it to the machine.
/// </summary>
internal sealed class CarriedWorld : IDisposable
{
    private readonly string run = Path.Combine("/run/haneul", $"test-{Guid.NewGuid().ToString("N")[..8]}");
    private readonly LinuxKernel kernel;
    private Reconciler reconciler;
    private readonly bool isObserved;

    /// <param name="world">What is carried.</param>
    /// <param name="isObserved">What passes its routers is counted and told.</param>
    public CarriedWorld(World world, bool isObserved = false)
    {
        this.isObserved = isObserved;
        Net = Lowering.Lower(world);
        Directory.CreateDirectory(run);
        kernel = new LinuxKernel(run);
        reconciler = new Reconciler(kernel, _ => { });
        try
        {
            Carry();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Network Net { get; private set; }

    /// <summary>The world becomes another one, with the same hosts; connections end as with a daemon.</summary>
    public void Become(World world)
    {
        var before = Net;
        Net = Lowering.Lower(world);
        var failures = reconciler.Apply(PlanCompiler.Compile(Net, null, isObserved ? Net.Routers.Keys.ToHashSet() : null));
        if (failures.Count > 0) throw new InvalidOperationException(string.Join("\n", failures));
        foreach (var (name, isCut) in Tracking.Ends(before, Net)) kernel.Forget(name, [.. kernel.Connections(name).Where(isCut)]);
    }

    /// <summary>Another daemon takes over what is there.</summary>
    public void TakeOver()
    {
        var plan = PlanCompiler.Compile(Net, null, isObserved ? Net.Routers.Keys.ToHashSet() : null);
        var next = new Reconciler(kernel, _ => { });
        foreach (var host in reconciler.There.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Host)) next.NamespaceCame(host.Name);
        next.TakeOver(plan, new Dictionary<string, int>());
        reconciler = next;
        var failures = reconciler.Apply(plan);
        if (failures.Count > 0) throw new InvalidOperationException(string.Join("\n", failures));
    }

    public NamespaceEntry Entry => kernel.Entry;

    public IKernel Kernel => kernel;

    /// <summary>What was carried out.</summary>
    public KernelPlan Plan => reconciler.There;

    /// <summary>The namespace in which a packet from this end begins; null where nothing runs there.</summary>
    public string? NamespaceOf(ObjectRef from)
    {
        var name = from.Kind switch
        {
            ObjectKind.NetworkInterface => Net.Ports.GetValueOrDefault(from.Id) is { } port ? port.BalancerId is null ? port.InstanceId : PlanNames.BalancerNode(port.Id) : null,
            ObjectKind.OutsideHost => PlanNames.OutsideHost(from.Id),
            ObjectKind.Internet => PlanNames.Anyone,
            _ => null,
        };
        return name is not null && reconciler.There.Namespaces.ContainsKey(name) ? name : null;
    }

    /// <summary>The addresses of the hosts that run, each with its namespace.</summary>
    public IEnumerable<(string Namespace, Ip Address)> Addresses()
    {
        foreach (var port in Net.Ports.Values.Where(IsUp))
        {
            foreach (var ip in port.V4.Concat(port.V6)) yield return (port.InstanceId ?? "", ip);
        }
        // Nodes answer at the listeners that user space serves.
        foreach (var port in Net.Ports.Values.Where(p => p is { Attached: true, BalancerId: not null }))
        {
            foreach (var ip in port.V4.Concat(port.V6)) yield return (PlanNames.BalancerNode(port.Id), ip);
        }
        foreach (var host in Outside) yield return (PlanNames.OutsideHost(host.Name), host.Address);
        foreach (var host in Net.Beyond.Hosts.Values.Where(h => h.IsOfCloud))
        {
            foreach (var ip in host.Addresses) yield return (PlanNames.CloudHost(host.Name), ip);
        }
    }

    /// <summary>What VPCs serve themselves, each with its namespace.</summary>
    public IEnumerable<(string Namespace, VpcService Service)> Services() => Net.Routers.Values.SelectMany(r => PlanCompiler.ServicesOf(r).Select(s => (r.Id, s)));

    /// <summary>Gives "anyone" an address, so that it can speak first.</summary>
    public void Speak(Ip address) => kernel.Apply(PlanNames.Anyone, [new KernelChange.Add(new AddressPlan("lo", address, address.IsV6 ? 128 : 32))]);

    /// <summary>Every namespace forgets every connection: the next packet of each flow is its first. A packet that goes round somewhere is waited for, because it would be known again.</summary>
    public Task ForgetFlows()
    {
        var quietLooks = 0;
        return Waiting.Until(
            () =>
            {
                var known = kernel.Namespaces().Select(name => (Name: name, Flows: kernel.Connections(name))).Where(n => n.Flows.Count > 0).ToList();
                foreach (var (name, flows) in known) kernel.Forget(name, flows);
                quietLooks = known.Count == 0 ? quietLooks + 1 : 0;
                // Namespaces are looked at one after another: a packet may have been where the look was not.
                return quietLooks == 2;
            },
            "no namespace knows a connection any more");
    }

    /// <summary>The machine is not joined, and the cloud's own hosts are the plan's.</summary>
    private IEnumerable<Host> Outside => Net.Beyond.Hosts.Values.Where(h => h != Net.Beyond.Machine && !h.IsOfCloud);

    public void Dispose()
    {
        reconciler.RemoveAll();
        kernel.Dispose();
        Directory.Delete(run, recursive: true);
    }

    private static bool IsUp(Port port) => port is { Attached: true, Running: true, InstanceId: not null };

    private void Carry()
    {
        var running = Net.Ports.Values.Where(IsUp).Select(p => p.InstanceId ?? "").Concat(Outside.Select(h => PlanNames.OutsideHost(h.Name))).Distinct();
        foreach (var name in running)
        {
            kernel.Make(name);
            reconciler.NamespaceCame(name);
        }
        var failures = reconciler.Apply(PlanCompiler.Compile(Net, null, isObserved ? Net.Routers.Keys.ToHashSet() : null));
        if (failures.Count > 0) throw new InvalidOperationException(string.Join("\n", failures));
        foreach (var guest in Net.Ports.Values.Where(IsUp).GroupBy(p => p.InstanceId ?? "")) Forward(guest.Key, guest.First(p => p.DeviceIndex == guest.Min(g => g.DeviceIndex)), [.. guest]);
    }

    /// <summary>What the instance's tag says its guest does with packets that are not for it, done as a person would.</summary>
    private void Forward(string name, Port port, IReadOnlyList<Port> ports)
    {
        if (port.Forwarding == Forwarding.None) return;
        kernel.Apply(name,
        [
            new KernelChange.Set(new Setting("ipv4/ip_forward", "1")),
            new KernelChange.Set(new Setting("ipv6/conf/all/forwarding", "1")),
            new KernelChange.Set(new Setting("ipv4/conf/all/send_redirects", "0")),
            new KernelChange.Set(new Setting($"ipv4/conf/eth{port.DeviceIndex}/send_redirects", "0")),
        ]);
        if (port.Forwarding != Forwarding.Masquerade) return;
        var table = new TableBuilder();
        table.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false),
        [
            .. ((bool[])[false, true]).Where(v6 => port.Primary(v6) is not null).SelectMany(v6 => (NftRule[])
            [
                // What it sends itself, by any of its interfaces, stays as it is.
                .. ports.SelectMany(p => v6 ? p.V6 : p.V4).Select(own => Words.Rule(Words.Family(v6), Words.InBlock(Side.Source, Cidr.Host(own)), Words.Accept())),
                Words.Rule(Words.Family(v6), Words.SourceBecomes(port.Primary(v6) ?? default)),
            ]),
        ]);
        kernel.Apply(name, TableDifference.Between(null, table.Build()));
    }
}
