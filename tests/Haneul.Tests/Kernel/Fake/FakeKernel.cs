using Haneul.Kernel;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>
/// The kernel in memory, for tests that need no root: it keeps what it is told as values and refuses what Linux refuses, with the same error numbers. A law compares it with Linux, where root is there.
/// </summary>
internal sealed class FakeKernel : IKernel
{
    private const int LongestDeviceName = 15;
    private const ulong Multicast = 0x0100_0000_0000;

    private readonly Dictionary<string, FakeNamespace> namespaces = new(StringComparer.Ordinal) { [KernelPlan.Machine] = new FakeNamespace(KernelPlan.Machine, 0) };

    /// <summary>What was asked for, in order: the namespace and the change.</summary>
    public List<(string Namespace, KernelChange Change)> Asked { get; } = [];

    /// <summary>The transactions that were asked for.</summary>
    public List<(string Namespace, IReadOnlyList<NftChange> Changes)> Transactions { get; } = [];

    /// <summary>Lets a test make a change fail: an error number, or 0.</summary>
    public Func<string, KernelChange, int>? Fault { get; set; }

    /// <summary>As <see cref="Fault"/>, for a transaction.</summary>
    public Func<string, IReadOnlyList<NftChange>, int>? TransactionFault { get; set; }

    public IReadOnlySet<string> Namespaces() => namespaces.Keys.Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);

    /// <summary>A namespace's tables, with what is in them.</summary>
    public IReadOnlyDictionary<string, NftTable> TablesOf(string name) => Of(name).Tables.All;

    /// <summary>The settings that were written, by path.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string name) => Of(name).Settings;

    /// <summary>The connections that a namespace pretends to track; tests fill it.</summary>
    public List<Connection> ConnectionsOf(string name) => Of(name).Connections;

    public void Make(string name)
    {
        if (!namespaces.TryAdd(name, new FakeNamespace(name, 0))) throw new KernelException($"make the namespace {name}", Errno.Exists);
    }

    public void Adopt(string name, int pid)
    {
        if (namespaces.TryGetValue(name, out var there) && there.Pid == pid) return;
        there?.VanishAll();
        namespaces[name] = new FakeNamespace(name, pid);
    }

    public void Remove(string name)
    {
        var gone = name.Length == 0 ? throw new ArgumentException("The machine's namespace is not Haneul's to remove") : Of(name);
        gone.VanishAll();
        namespaces.Remove(name);
    }

    public NamespaceState Read(string name) => Of(name).State();

    public IReadOnlyList<KernelFailure> Apply(string name, IReadOnlyList<KernelChange> changes)
    {
        var ns = Of(name);
        var failures = new List<KernelFailure>();
        // Devices that are removed in a row go together: both ends of a cable may be among them.
        HashSet<string>? before = null;
        foreach (var change in changes)
        {
            Asked.Add((name, change));
            if (change is not KernelChange.RemoveLink) before = null;
            var errno = Fault?.Invoke(name, change) is not (null or 0) and { } fault ? fault : change switch
            {
                KernelChange.AddCable cable => AddCable(ns, cable),
                KernelChange.RemoveLink link => RemoveLink(ns, link.Device, before ??= [.. ns.State().Links.Keys]),
                _ => ns.Apply(change),
            };
            if (errno != 0) failures.Add(new KernelFailure(change, errno));
        }
        return failures;
    }

    public void Apply(string name, IReadOnlyList<NftChange> changes)
    {
        Transactions.Add((name, changes));
        if (TransactionFault?.Invoke(name, changes) is not (null or 0) and { } fault) throw new KernelException($"carry out {changes.Count} changes", fault);
        Of(name).Tables.Apply(changes);
    }

    public IReadOnlyList<Connection> Connections(string name) => [.. Of(name).Connections];

    public void Forget(string name, IReadOnlyList<Connection> connections) => Of(name).Connections.RemoveAll(c => connections.Any(f => f.Id == c.Id && f.Asked == c.Asked));

    public void Dispose()
    {
        // Nothing is held.
    }

    /// <summary>What the kernel says to a name for a device.</summary>
    internal static int NameError(string device) => device.Length > LongestDeviceName ? Errno.OutOfRange : device.Length == 0 ? Errno.Invalid : 0;

    private static int AddressError(Mac mac) => mac.Bits == 0 || (mac.Bits & Multicast) != 0 ? Errno.AddressNotAvailable : 0;

    private int AddCable(FakeNamespace here, KernelChange.AddCable cable)
    {
        if (!namespaces.TryGetValue(cable.Peer.Namespace, out var there)) return Errno.NoSuchEntry;
        int[] refusals =
        [
            NameError(cable.Here.Device),
            AddressError(cable.Here.Mac),
            NameError(cable.Peer.Device),
            here.Has(cable.Here.Device) ? Errno.Exists : 0,
            AddressError(cable.Peer.Mac),
            there.Has(cable.Peer.Device) || here == there && cable.Here.Device == cable.Peer.Device ? Errno.Exists : 0,
        ];
        if (refusals.FirstOrDefault(r => r != 0) is not 0 and var refusal) return refusal;
        here.Make(cable.Here.Device, "veth", cable.Here.Mac, cable.Here.Group, cable.Mtu).Peer = (there, cable.Peer.Device);
        there.Make(cable.Peer.Device, "veth", cable.Peer.Mac, cable.Peer.Group, cable.Mtu).Peer = (here, cable.Here.Device);
        return 0;
    }

    private static int RemoveLink(FakeNamespace ns, string device, HashSet<string> before)
    {
        if (device == "lo") return Errno.NotSupported;
        ns.Vanish(device);
        return before.Contains(device) ? 0 : Errno.NoSuchDevice;
    }

    private FakeNamespace Of(string name) => namespaces.TryGetValue(name, out var found) ? found : throw new KernelException($"open the namespace {name}", Errno.NoSuchEntry);
}
