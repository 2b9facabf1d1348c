using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// The kernel as the reconciler uses it: namespaces by name, changes in batches, and reading back. Implemented by Linux, and by a fake that needs no rights.
/// Called by one thread at a time.
/// </summary>
public interface IKernel : IDisposable
{
    /// <summary>The namespaces of this Haneul that are there, by name (not the machine's).</summary>
    IReadOnlySet<string> Namespaces();

    /// <summary>Makes a namespace and keeps it there though no process is in it; its loopback is up.</summary>
    void Make(string name);

    /// <summary>Takes over the namespace of a process under a name.</summary>
    void Adopt(string name, int pid);

    /// <summary>Lets a namespace go; cables that end there go too (the caller removes them first where a process may still hold it).</summary>
    void Remove(string name);

    /// <summary>What is in a namespace: all devices and permanent neighbours; of addresses, routes, policies and tables what Haneul made (addresses without a prefix route, routes and policies of its protocol, tables of its name).</summary>
    NamespaceState Read(string name);

    /// <summary>Carries out changes in order, in one batch; goes on after one that fails. The answer: what failed.</summary>
    IReadOnlyList<KernelFailure> Apply(string name, IReadOnlyList<KernelChange> changes);

    /// <summary>Carries out changes to nftables, all or none; throws <see cref="KernelException"/> if the kernel refuses.</summary>
    void Apply(string name, IReadOnlyList<NftChange> changes);

    /// <summary>The connections that the namespace tracks.</summary>
    IReadOnlyList<Connection> Connections(string name);

    /// <summary>Forgets connections: their next packet is taken as the first.</summary>
    void Forget(string name, IReadOnlyList<Connection> connections);
}

/// <summary>What is in a namespace, as read from the kernel.</summary>
public sealed record NamespaceState
{
    public ImmutableDictionary<string, LinkState> Links { get; init; } = ImmutableDictionary<string, LinkState>.Empty;

    public ImmutableHashSet<AddressPlan> Addresses { get; init; } = [];

    public ImmutableHashSet<RoutePlan> Routes { get; init; } = [];

    public ImmutableHashSet<PolicyPlan> Policies { get; init; } = [];

    /// <summary>Permanent ones.</summary>
    public ImmutableHashSet<NeighbourPlan> Neighbours { get; init; } = [];

    /// <summary>The names of Haneul's nftables tables (family inet).</summary>
    public ImmutableHashSet<string> Tables { get; init; } = [];
}

/// <summary>A device.</summary>
/// <param name="Kind">veth, bridge, or what the kernel says; the loopback has none.</param>
public sealed record LinkState(string Device, string Kind, Mac Mac, uint Group, int Mtu, bool Up, string? Bridge);

/// <summary>A change of a namespace, as a value.</summary>
public abstract record KernelChange
{
    /// <summary>Makes a veth pair, this end here; both ends are down until <see cref="SetUp"/>.</summary>
    public sealed record AddCable(CableEnd Here, CableEnd Peer, int Mtu) : KernelChange;

    /// <summary>Makes a bridge and brings it up.</summary>
    public sealed record AddBridge(string Device) : KernelChange;

    /// <summary>Removes a device; of a cable, both ends.</summary>
    public sealed record RemoveLink(string Device) : KernelChange;

    public sealed record SetUp(string Device, bool Up) : KernelChange;

    public sealed record SetGroup(string Device, uint Group) : KernelChange;

    /// <summary>Puts a device under a bridge.</summary>
    public sealed record SetBridge(string Device, string Bridge) : KernelChange;

    public sealed record Add(AddressPlan Address) : KernelChange;

    public sealed record Remove(AddressPlan Address) : KernelChange;

    public sealed record AddRoute(RoutePlan Route) : KernelChange;

    public sealed record RemoveRoute(RoutePlan Route) : KernelChange;

    public sealed record AddPolicy(PolicyPlan Policy) : KernelChange;

    public sealed record RemovePolicy(PolicyPlan Policy) : KernelChange;

    public sealed record AddNeighbour(NeighbourPlan Neighbour) : KernelChange;

    public sealed record RemoveNeighbour(NeighbourPlan Neighbour) : KernelChange;

    /// <summary>Writes a setting below /proc/sys/net of the namespace.</summary>
    public sealed record Set(Setting Setting) : KernelChange;
}

/// <summary>A change of nftables, as a value; a list of them is one transaction.</summary>
public abstract record NftChange(string Table)
{
    public sealed record AddTable(string Table) : NftChange(Table);

    /// <summary>With all that is in it.</summary>
    public sealed record RemoveTable(string Table) : NftChange(Table);

    public sealed record AddSet(string Table, NftSet Set) : NftChange(Table);

    public sealed record RemoveSet(string Table, string Set) : NftChange(Table);

    public sealed record AddElements(string Table, NftSet Set, IReadOnlyList<KeyValuePair<NftKey, NftElement>> Elements) : NftChange(Table);

    public sealed record RemoveElements(string Table, NftSet Set, IReadOnlyList<KeyValuePair<NftKey, NftElement>> Elements) : NftChange(Table);

    /// <summary>Makes the object that <see cref="NftExpression.SetIdle"/> gives; one that is there already stays.</summary>
    public sealed record AddIdle(string Table, int Seconds) : NftChange(Table);

    /// <summary>The chain without its rules.</summary>
    /// <param name="Table">The table.</param>
    /// <param name="Chain">The chain.</param>
    /// <param name="MayBeThere">One that is there already, at the same hook, stays as it is.</param>
    public sealed record AddChain(string Table, NftChain Chain, bool MayBeThere = false) : NftChange(Table);

    public sealed record RemoveChain(string Table, string Chain) : NftChange(Table);

    /// <summary>Removes all rules of the chain.</summary>
    public sealed record FlushChain(string Table, string Chain) : NftChange(Table);

    public sealed record AddRule(string Table, string Chain, NftRule Rule) : NftChange(Table);
}

/// <summary>A change that the kernel refused.</summary>
/// <param name="Change">What was attempted.</param>
/// <param name="Errno">The kernel's error number (positive).</param>
/// <param name="Words">What the kernel said besides, if anything.</param>
public sealed record KernelFailure(KernelChange Change, int Errno, string Words = "")
{
    public override string ToString() => $"{Change}: {(Words.Length == 0 ? "" : $"{Words}: ")}{KernelException.NameOf(Errno)}";
}

/// <summary>The kernel refused: what was attempted, on what, and its error number.</summary>
public sealed class KernelException(string attempted, int errno) : Exception($"{attempted}: {NameOf(errno)}")
{
    public int Errno { get; } = errno;

    /// <summary>In the system's words.</summary>
    public static string NameOf(int errno) => $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)} ({errno})";
}

/// <summary>A tracked connection: the tuple as it was asked, and as it is answered.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Asked">As the first packet had it.</param>
/// <param name="Answered">As answers have it, before any translation is undone.</param>
/// <param name="State">Of TCP, in the kernel's word (<c>ESTABLISHED</c>); empty for others.</param>
/// <param name="TimeoutSeconds">Until it is forgotten.</param>
public sealed record Connection(int Protocol, Tuple Asked, Tuple Answered, string State, long TimeoutSeconds)
{
    public ulong PacketsOut { get; init; }

    public ulong BytesOut { get; init; }

    public ulong PacketsBack { get; init; }

    public ulong BytesBack { get; init; }

    /// <summary>The mark that rules put on it.</summary>
    public uint Mark { get; init; }

    /// <summary>The kernel's number for it, so that it can be removed.</summary>
    public uint Id { get; init; }
}

/// <summary>Who speaks to whom; for ICMP echo the source port is the identifier.</summary>
public readonly record struct Tuple(Ip Source, int SourcePort, Ip Destination, int DestinationPort);
