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
        open.Keep(Entry.InNew(() =>
        {
            var made = OpenNamespace.Here(name);
            try
            {
                // Before it has a name: who is killed here leaves nothing, and never a namespace whose loopback is down (one that gets other addresses first has no 127.0.0.1 when it comes up).
                if (new ChangeBatch(made, Entry, pins, writer, [new KernelChange.SetUp("lo", true)]).Run() is [var failure, ..]) throw new KernelException($"bring up the loopback of {name}", failure.Errno);
                pins.Pin(name, "/proc/thread-self/ns/net");
                return made;
            }
            catch (Exception e) when (e is KernelException or IOException)
            {
                made.Dispose();
                throw;
            }
        }));
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
