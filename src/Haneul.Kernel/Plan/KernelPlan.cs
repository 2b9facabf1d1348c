using System.Collections.Frozen;
using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What the kernel should look like: namespaces, and the cables (veth pairs) between them. A value; two plans are compared to find what to change.
/// The machine's own namespace has the empty name.
/// </summary>
public sealed record KernelPlan
{
    /// <summary>The name of the namespace that Haneul was started in.</summary>
    public const string Machine = "";

    public static KernelPlan Empty { get; } = new();

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, NamespacePlan> Namespaces { get; init; } = FrozenDictionary<string, NamespacePlan>.Empty;

    public PlanSet<CablePlan> Cables { get; init; } = [];

    /// <summary>What it was printed from port by port, by the port's id, and host by host: for the next one.</summary>
    internal (IReadOnlyDictionary<string, PortPrint> Ports, IReadOnlyDictionary<string, HostPrint> Hosts) Prints { get; init; } = (FrozenDictionary<string, PortPrint>.Empty, FrozenDictionary<string, HostPrint>.Empty);
}

/// <summary>Whose a namespace is.</summary>
public enum NamespaceOwner
{
    /// <summary>Made and removed with the plan (routers, gateways, the internet).</summary>
    Plan,

    /// <summary>Comes and goes with a host's processes; what the plan says is done in it while it is there, and its owner may change the rest.</summary>
    Host,

    /// <summary>The machine's: only what the plan names is touched.</summary>
    Machine,
}

/// <summary>One network namespace as it should be.</summary>
public sealed record NamespacePlan
{
    public required string Name { get; init; }

    public required NamespaceOwner Owner { get; init; }

    /// <summary>What it stands for, in a word for people: <c>vpc-…</c>, <c>igw-…</c>, <c>internet</c>.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Settings below /proc/sys/net (<c>ipv4/ip_forward</c>), in order of writing; those of a device are written when it is there.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    public PlanSet<string> Bridges { get; init; } = [];

    public PlanSet<AddressPlan> Addresses { get; init; } = [];

    public PlanSet<RoutePlan> Routes { get; init; } = [];

    public PlanSet<PolicyPlan> Policies { get; init; } = [];

    public PlanSet<NeighbourPlan> Neighbours { get; init; } = [];

    /// <summary>The nftables table that Haneul has there.</summary>
    public NftTable? Table { get; init; }

    /// <summary>A second one, which stays (<see cref="NftTable.Stays"/>): what connections hold on to.</summary>
    public NftTable? Held { get; init; }

    /// <summary>Of tables only one that is the very same is equal: what differs in them is looked for by <see cref="TableDifference"/>.</summary>
    public bool Equals(NamespacePlan? other) => ReferenceEquals(this, other) ||
        other is not null && Name == other.Name && Owner == other.Owner && Meaning == other.Meaning && ReferenceEquals(Table, other.Table) && ReferenceEquals(Held, other.Held)
        && Settings.AsSpan().SequenceEqual(other.Settings.AsSpan()) && Bridges.Equals(other.Bridges) && Addresses.Equals(other.Addresses)
        && Routes.Equals(other.Routes) && Policies.Equals(other.Policies) && Neighbours.Equals(other.Neighbours);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A kernel setting of the namespace: a path below /proc/sys/net, and its value.</summary>
public sealed record Setting(string Path, string Value);

/// <summary>A veth pair between two namespaces.</summary>
/// <param name="One">Made in this namespace.</param>
/// <param name="Other">Its peer.</param>
/// <param name="Mtu">Bytes.</param>
/// <param name="Up">False: there, but dark.</param>
public sealed record CablePlan(CableEnd One, CableEnd Other, int Mtu, bool Up);

/// <summary>One end of a cable.</summary>
/// <param name="Namespace">The namespace by name.</param>
/// <param name="Device">At most 15 characters.</param>
/// <param name="Mac">Its address.</param>
/// <param name="Group">The device group that rules speak of; 0: none.</param>
/// <param name="Bridge">The bridge that it is put under.</param>
public sealed record CableEnd(string Namespace, string Device, Mac Mac, uint Group = 0, string? Bridge = null);

/// <summary>An address on a device; its prefix makes no route (routes are said by themselves).</summary>
public sealed record AddressPlan(string Device, Ip Address, int Length);

/// <summary>What a route does with a packet.</summary>
public enum RouteKind
{
    Unicast,

    /// <summary>Drops silently.</summary>
    Blackhole,

    /// <summary>Goes on with the next policy.</summary>
    Throw,

    /// <summary>Delivers here, whatever the address (AnyIP).</summary>
    Local,
}

/// <summary>A route in a table of a namespace.</summary>
/// <param name="Table">The table's number; <see cref="Main"/> for the main one.</param>
/// <param name="Prefix">The destinations; its family is the route's.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Device">The way out (unicast), or the loopback (local).</param>
/// <param name="Via">The next hop, reached on the device whatever its address (onlink); null: the destination itself.</param>
public sealed record RoutePlan(uint Table, Cidr Prefix, RouteKind Kind, string? Device = null, Ip? Via = null)
{
    /// <summary>RT_TABLE_MAIN, linux/rtnetlink.h.</summary>
    public const uint Main = 254;

    /// <summary>The originator that Haneul writes on its routes and policies (rtm_protocol, FRA_PROTOCOL), so that it finds them again: a number that linux/rtnetlink.h gives to nobody.</summary>
    public const byte Protocol = 72;

    public override string ToString() => $"{Prefix} table {Table} {Kind}{(Via is { } via ? $" via {via}" : "")}{(Device is null ? "" : $" dev {Device}")}";
}

/// <summary>A routing policy: packets with the mark (0: any), or from the address, go by the table.</summary>
public sealed record PolicyPlan(bool V6, uint Mark, uint Table, uint Priority, Ip? From = null);

/// <summary>Who has which Ethernet address: permanent, never asked for.</summary>
public sealed record NeighbourPlan(string Device, Ip Address, Mac Mac);
