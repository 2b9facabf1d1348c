using System.Collections.Immutable;

namespace Haneul.Kernel;

/// <summary>
/// Makes the kernel what a plan says, by the difference to what is there. It keeps what it has carried out; what an earlier daemon left is read first and taken over where it fits, so that connections live on.
/// One thread at a time.
/// </summary>
public sealed class Reconciler(IKernel kernel, Action<string> say)
{
    private static readonly HashSet<string> None = [];

    private readonly Presence presence = new();

    private KernelPlan there = KernelPlan.Empty;

    /// <summary>The hosts' namespaces, as the kernel was last told.</summary>
    private readonly HashSet<string> hosts = new(StringComparer.Ordinal);

    /// <summary>Hosts that are gone, of which the kernel still has the far ends and the names.</summary>
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);

    /// <summary>What is carried out, as far as the kernel agreed.</summary>
    public KernelPlan There => there;

    /// <summary>The kernel is known to differ from what was carried out last.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>A host's namespace is there now: what waits for it comes with the next <see cref="Apply"/>.</summary>
    public void HostCame(string name, int pid)
    {
        // It was gone and is there again: its old cables are not the new one's.
        if (gone.Contains(name)) Bury();
        kernel.Adopt(name, pid);
        NamespaceCame(name);
    }

    /// <summary>As <see cref="HostCame"/>, of a namespace that the kernel already has under the name.</summary>
    public void NamespaceCame(string name)
    {
        hosts.Add(name);
        IsBehind = true;
    }

    /// <summary>A host is gone, and its devices with it: the next <see cref="Apply"/> removes what is left of all that went, at once (one by one each would wait for the kernel's silence).</summary>
    public void HostWent(string name)
    {
        if (!hosts.Remove(name)) return;
        gone.Add(name);
        IsBehind = true;
    }

    /// <summary>
    /// Takes over what an earlier daemon left: what the plan has too is kept, the rest removed. <paramref name="living"/> are the hosts that run, with a process of each.
    /// </summary>
    public void TakeOver(KernelPlan plan, IReadOnlyDictionary<string, int> living)
    {
        var left = kernel.Namespaces();
        foreach (var (name, pid) in living)
        {
            if (!left.Contains(name)) kernel.Adopt(name, pid);
            hosts.Add(name);
        }
        var known = presence.Next(plan, hosts);
        foreach (var name in left)
        {
            var wanted = known.Cables.SelectMany(c => (CableEnd[])[c.One, c.Other]).Where(e => e.Namespace == name).Select(e => e.Device).ToHashSet(StringComparer.Ordinal);
            var stray = kernel.Read(name).Links.Values.Where(l => l.Kind == "veth" && !wanted.Contains(l.Device)).Select(l => l.Device).ToList();
            if (stray.Count > 0) kernel.Apply(name, [.. stray.Select(d => new KernelChange.RemoveLink(d))]);
            if (known.Namespaces.ContainsKey(name)) continue;
            kernel.Remove(name);
            hosts.Remove(name);
            say($"removed {name}: an earlier daemon left it and nothing wants it");
        }
        there = ReadAgain(known, known.Namespaces.Keys.ToHashSet(StringComparer.Ordinal), _ => false);
    }

    /// <summary>Carries out the plan; answers what failed (it is tried again by the next call).</summary>
    public IReadOnlyList<string> Apply(KernelPlan plan)
    {
        Bury();
        var wanted = presence.Next(plan, hosts);
        var failures = new List<(string Name, string What)>();
        foreach (var ns in wanted.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Plan && !there.Namespaces.ContainsKey(n.Name)))
        {
            kernel.Make(ns.Name);
            // Devices inherit these.
            Run(ns.Name, [.. PlanDifference.Settings(null, ns, None).Where(s => s is KernelChange.Set { Setting: var setting } && Presence.DeviceOf(setting) is null)], failures);
        }
        var turn = CableTurn.Between(there.Cables, wanted.Cables);
        var changed = wanted.Namespaces.Values.Where(n => turn.Devices.ContainsKey(n.Name) || !n.Equals(there.Namespaces.GetValueOrDefault(n.Name))).ToList();
        // Rules come first: a new device is filtered from its first packet.
        var unfiltered = changed.Where(n => !Filter(n, failures)).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var ns in changed) Leave(ns.Name, ns, failures);
        foreach (var ns in there.Namespaces.Values.Where(n => n.Owner != NamespaceOwner.Plan && !wanted.Namespaces.ContainsKey(n.Name))) Leave(ns.Name, new NamespacePlan { Name = ns.Name, Owner = ns.Owner }, failures);
        Remove([.. turn.Gone]);
        foreach (var ns in changed) Run(ns.Name, [.. ns.Bridges.Except(there.Namespaces.GetValueOrDefault(ns.Name)?.Bridges).Select(b => new KernelChange.AddBridge(b))], failures);
        foreach (var from in turn.Come.GroupBy(c => c.One.Namespace, StringComparer.Ordinal)) Run(from.Key, [.. from.Select(c => new KernelChange.AddCable(c.One, c.Other, c.Mtu))], failures);
        foreach (var ns in changed) Lay(ns, turn, failures);
        foreach (var ns in there.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Plan && !wanted.Namespaces.ContainsKey(n.Name))) kernel.Remove(ns.Name);
        there = failures.Count == 0 ? wanted : ReadAgain(wanted, failures.Select(f => f.Name).ToHashSet(StringComparer.Ordinal), name => !unfiltered.Contains(name));
        IsBehind = failures.Count > 0;
        return [.. failures.Select(f => f.What)];
    }

    /// <summary>
    /// Looks whether the kernel still is as it was left; what somebody changed is told, and put right by the next <see cref="Apply"/>. Hosts' namespaces are not looked into: they may be thousands, what is in them is their owners' to change, and a cable that is gone is missed at its other end.
    /// </summary>
    public IReadOnlyList<string> Audit()
    {
        var read = ReadAgain(there, there.Namespaces.Values.Where(n => n.Owner != NamespaceOwner.Host).Select(n => n.Name).ToHashSet(StringComparer.Ordinal), _ => true);
        var said = new List<string>();
        foreach (var cable in there.Cables.Except(read.Cables)) said.Add($"the cable from {cable.One.Namespace}/{cable.One.Device} to {cable.Other.Namespace}/{cable.Other.Device} is gone");
        foreach (var ns in there.Namespaces.Values.Where(n => n.Owner != NamespaceOwner.Host))
        {
            var name = ns.Name == KernelPlan.Machine ? "this machine" : ns.Name;
            if (read.Namespaces.GetValueOrDefault(ns.Name) is not { } now)
            {
                said.Add($"the namespace {name} is gone");
                continue;
            }
            if (PlanDifference.Leaving(now, ns).Count + PlanDifference.Coming(now, ns).Count is > 0 and var count) said.Add($"{count} routes, addresses or neighbours of {name} were changed");
            if (now.Table is null && ns.Table is not null || now.Held is null && ns.Held is not null) said.Add($"the rules of {name} are gone");
        }
        if (said.Count > 0) (there, IsBehind) = (read, true);
        return said;
    }

    /// <summary>Removes everything: cables, namespaces, what was put into the machine's.</summary>
    public void RemoveAll()
    {
        foreach (var name in hosts.ToList()) HostWent(name);
        Apply(KernelPlan.Empty);
    }

    /// <summary>The far ends vanish with a namespace only when nothing holds it any more: they are removed by hand.</summary>
    private void Bury()
    {
        if (gone.Count == 0) return;
        Remove([.. there.Cables.Where(c => gone.Contains(c.One.Namespace) || gone.Contains(c.Other.Namespace))]);
        there = there with { Namespaces = there.Namespaces.Where(n => !gone.Contains(n.Key)).ToDictionary(StringComparer.Ordinal) };
        foreach (var name in gone) kernel.Remove(name);
        gone.Clear();
    }

    /// <summary>False where the kernel refused.</summary>
    private bool Filter(NamespacePlan ns, List<(string Name, string What)> failures)
    {
        var (before, held) = there.Namespaces.GetValueOrDefault(ns.Name) is { } known ? (known.Table, known.Held) : (null, null);
        List<NftChange> changes = [.. TableDifference.Between(before, ns.Table), .. TableDifference.Between(held, ns.Held)];
        if (changes.Count == 0) return true;
        try
        {
            try
            {
                kernel.Apply(ns.Name, changes);
            }
            catch (KernelException refused) when (before is not null && ns.Table is not null)
            {
                say($"the rules of {ns.Name} are laid anew: {refused.Message}");
                kernel.Apply(ns.Name, [.. TableDifference.Whole(ns.Table), .. TableDifference.Between(null, ns.Held)]);
            }
            return true;
        }
        catch (KernelException refused)
        {
            failures.Add((ns.Name, $"{ns.Name}: {refused.Message}"));
            return false;
        }
    }

    /// <summary>Takes away what the namespace has and shall not have.</summary>
    private void Leave(string name, NamespacePlan after, List<(string Name, string What)> failures)
    {
        if (there.Namespaces.TryGetValue(name, out var before)) Run(name, PlanDifference.Leaving(before, after), failures);
    }

    /// <summary>Settings, then devices up, then what stands on them.</summary>
    private void Lay(NamespacePlan ns, CableTurn turn, List<(string Name, string What)> failures)
    {
        var before = there.Namespaces.GetValueOrDefault(ns.Name);
        var devices = turn.Devices.GetValueOrDefault(ns.Name);
        var changes = new List<KernelChange>();
        changes.AddRange(PlanDifference.Settings(before, ns, devices is null ? None : [.. devices.Select(d => d.End.Device)]));
        foreach (var (end, up) in devices ?? [])
        {
            if (end.Bridge is { } bridge) changes.Add(new KernelChange.SetBridge(end.Device, bridge));
            changes.Add(new KernelChange.SetUp(end.Device, up));
        }
        changes.AddRange(PlanDifference.Coming(before, ns));
        Run(ns.Name, changes, failures);
    }

    private void Remove(PlanSet<CablePlan> cables)
    {
        foreach (var from in cables.GroupBy(c => c.One.Namespace, StringComparer.Ordinal))
        {
            // What fails here is gone already.
            kernel.Apply(from.Key, [.. from.Select(c => new KernelChange.RemoveLink(c.One.Device))]);
        }
        if (cables.Count > 0) there = there with { Cables = there.Cables.Where(c => !cables.Contains(c)) };
    }

    private void Run(string name, List<KernelChange> changes, List<(string Name, string What)> failures)
    {
        if (changes.Count == 0) return;
        failures.AddRange(kernel.Apply(name, changes).Where(f => !IsDone(f)).Select(f => (name, $"{(name.Length == 0 ? "this machine" : name)}: {f}")));
    }

    /// <summary>What was to go is gone already (ENOENT, ESRCH, ENODEV, EADDRNOTAVAIL): it went with its device.</summary>
    private static bool IsDone(KernelFailure failure) => failure is
    {
        Change: KernelChange.Remove or KernelChange.RemoveRoute or KernelChange.RemoveNeighbour or KernelChange.RemovePolicy or KernelChange.RemoveLink,
        Errno: 2 or 3 or 19 or 99,
    };

    /// <summary>What of the plan really is there, read from the kernel in these namespaces and believed of the others; tables are believed where told so.</summary>
    private KernelPlan ReadAgain(KernelPlan plan, IReadOnlySet<string> doubtful, Func<string, bool> hasTable)
    {
        var names = kernel.Namespaces();
        var states = doubtful.Where(n => n.Length == 0 || names.Contains(n)).ToDictionary(n => n, kernel.Read, StringComparer.Ordinal);
        return new KernelPlan
        {
            Namespaces = plan.Namespaces.Values.Where(n => !doubtful.Contains(n.Name) || states.ContainsKey(n.Name))
                .ToDictionary(n => n.Name, n => states.TryGetValue(n.Name, out var state) ? Seen(n, state, hasTable(n.Name)) : n, StringComparer.Ordinal),
            Cables = plan.Cables.Where(c => IsThere(c.One, c.Up) && IsThere(c.Other, null)),
        };

        // A host may rename its end, or give it another address: the router's end tells.
        bool IsThere(CableEnd end, bool? up) => !doubtful.Contains(end.Namespace) || plan.Namespaces.GetValueOrDefault(end.Namespace)?.Owner == NamespaceOwner.Host ||
            states.TryGetValue(end.Namespace, out var state) && state.Links.TryGetValue(end.Device, out var link)
            && link.Mac == end.Mac && link.Group == end.Group && (up is null || link.Up == up);
    }

    /// <summary>In namespaces that others may change only what the plan names is looked at.</summary>
    private static NamespacePlan Seen(NamespacePlan ns, NamespaceState state, bool hasTable)
    {
        var own = ns.Owner == NamespaceOwner.Plan;
        return ns with
        {
            Settings = [],
            Bridges = [.. state.Links.Values.Where(l => l.Kind == "bridge" && (own || ns.Bridges.Contains(l.Device))).Select(l => l.Device)],
            Addresses = [.. state.Addresses.Where(a => own && a.Device != "lo" || ns.Addresses.Contains(a))],
            Routes = [.. state.Routes.Where(r => own || ns.Routes.Contains(r))],
            Policies = [.. state.Policies.Where(p => own || ns.Policies.Contains(p))],
            Neighbours = [.. state.Neighbours.Where(n => own || ns.Neighbours.Contains(n))],
            Table = hasTable && ns.Table is { } table && state.Tables.Contains(table.Name) ? table : null,
            Held = hasTable && ns.Held is { } held && state.Tables.Contains(held.Name) ? held : null,
        };
    }
}
