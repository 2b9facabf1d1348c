namespace Haneul.Kernel;

/// <summary>
/// Linux by its own netlink sockets: no program is run. Namespaces are pinned below the run directory and survive the daemon; closing this leaves everything as it is. Needs CAP_NET_ADMIN and CAP_SYS_ADMIN in its user namespace.
/// </summary>
public sealed class LinuxKernel : IKernel
{
    private readonly NamespacePins pins;
    private readonly OpenNamespaces open;
    private readonly NetlinkWriter writer = new();

    /// <summary>The namespace of the calling thread is the machine's.</summary>
    public LinuxKernel(string runDirectory)
    {
        pins = new NamespacePins(runDirectory);
        Entry = new NamespaceEntry(pins);
        open = new OpenNamespaces(Entry);
    }

    /// <summary>For what others make inside the namespaces.</summary>
    public NamespaceEntry Entry { get; }

    public IReadOnlySet<string> Namespaces() => pins.Names();

    public void Make(string name)
    {
        if (pins.Has(name)) throw new KernelException($"make the namespace {name}", Errno.Exists);
        var made = Entry.InNew(() =>
        {
            pins.Pin(name, "/proc/thread-self/ns/net");
            return OpenNamespace.Here(name);
        });
        open.Keep(made);
        if (Apply(name, [new KernelChange.SetUp("lo", true)]) is [var failure, ..]) throw new KernelException($"bring up the loopback of {name}", failure.Errno);
    }

    public void Adopt(string name, int pid)
    {
        open.Close(name);
        if (pins.Has(name)) pins.Release(name);
        pins.Pin(name, $"/proc/{pid}/ns/net");
    }

    public void Remove(string name)
    {
        if (!pins.Has(name)) throw new KernelException($"remove the namespace {name}", Errno.NoSuchEntry);
        open.Close(name);
        pins.Release(name);
    }

    public NamespaceState Read(string name) => new StateReader(open.Get(name), writer).Read();

    public IReadOnlyList<KernelFailure> Apply(string name, IReadOnlyList<KernelChange> changes) => new ChangeBatch(open.Get(name), Entry, pins, writer, changes).Run();

    public void Apply(string name, IReadOnlyList<NftChange> changes) => new NftTransaction(open.Get(name), writer, changes).Run();

    public IReadOnlyList<Connection> Connections(string name) => new ConnectionTable(open.Get(name), writer).Read();

    public void Forget(string name, IReadOnlyList<Connection> connections) => new ConnectionTable(open.Get(name), writer).Forget(connections);

    public void Dispose()
    {
        open.Dispose();
        Entry.Dispose();
        pins.Close();
    }
}
