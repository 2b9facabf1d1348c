using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Tracing;

/// <summary>One thing that a trace can start or end at, with what people call it.</summary>
/// <param name="End">The end as the tracer knows it.</param>
/// <param name="Id">Its id; a host outside by its name.</param>
/// <param name="Name">Its Name tag, where it has one.</param>
/// <param name="Place">Where it is; <see cref="Place.Between"/> for the outside.</param>
/// <param name="Rank">Lower wins where two kinds of AWS's bear one name: an interface is often named after its instance.</param>
internal sealed record Entry(PathEnd End, string Id, string? Name, Place Place, int Rank)
{
    /// <summary>Of what packets pass and seldom begin or end at: it gives way to a host outside of the same name.</summary>
    public const int GatewayRank = 2, PeeringRank = 3;

    /// <summary>How it is told apart from others: <c>bastion (i-…, ap-northeast-2)</c>.</summary>
    public string Told => Place == Place.Between ? $"outside/{Id} (a host outside)" : Name is null ? $"{Id} ({Place.Region})" : $"{Name} ({Id}, {Place.Region})";
}

/// <summary>Everything in a world that a trace can start or end at, by id, name and address.</summary>
internal sealed class EndIndex
{
    private readonly World world;
    private readonly List<Entry> entries = [];
    private readonly List<(Ip Address, Place Place, NetworkInterface Interface)> holders = [];
    private readonly ILookup<string, Entry> byId, byName;

    public EndIndex(World world)
    {
        this.world = world;
        foreach (var place in world.Places.Where(p => p.Region.Length > 0)) Enter(world.At(place));
        foreach (var host in world.At(Place.Between).All<OutsideHost>()) entries.Add(new Entry(PathEnd.Host(host.Id), host.Id.Value, host.Id.Value, Place.Between, 0));
        foreach (var name in CloudHosts.All.Select(h => h.Name).Prepend(AddressPools.MachineName)) entries.Add(new Entry(PathEnd.Host(new Id<OutsideHost>(name)), name, name, Place.Between, 0));
        foreach (var peering in world.At(Place.Between).All<VpcPeering>())
        {
            // Both sides see it, each with its own name for it.
            foreach (var place in new[] { peering.Requester.Place, peering.Accepter.Place }.Distinct())
            {
                entries.Add(new Entry(PathEnd.Gateway(ObjectKind.VpcPeering, peering.Id.Value), peering.Id.Value, world.At(place).NameOf(peering.Id.Value), place, Entry.PeeringRank));
            }
        }
        byId = entries.ToLookup(e => e.Id, StringComparer.Ordinal);
        byName = entries.Where(e => e.Name is not null).ToLookup(e => e.Name ?? "", StringComparer.Ordinal);
    }

    public IReadOnlyList<Entry> Entries => entries;

    public IEnumerable<Entry> WithId(string id) => byId[id];

    public IEnumerable<Entry> Named(string name) => byName[name];

    /// <summary>The interfaces that hold a private address, or that a public one stands for.</summary>
    public IReadOnlyList<(Ip Address, Place Place, NetworkInterface Interface)> HoldersOf(Ip address) => [.. holders.Where(h => h.Address == address)];

    public OutsideHost? HostAt(Ip address) => world.At(Place.Between).All<OutsideHost>().FirstOrDefault(h => h.Address == address);

    private void Enter(Scope scope)
    {
        foreach (var i in scope.All<Instance>().Where(i => i.State is not (InstanceState.Terminated or InstanceState.ShuttingDown))) Add(scope, PathEnd.Instance(i.Id), i.Id.Value, 0);
        foreach (var i in scope.All<NetworkInterface>()) Enter(scope, i);
        foreach (var address in scope.All<ElasticAddress>())
        {
            if (scope.Find(address.InterfaceId) is { } holder) holders.Add((address.PublicIp, scope.Place, holder));
        }
        foreach (var b in scope.All<LoadBalancer>())
        {
            foreach (var id in (string[])[b.Id.Value, scope.Place.ArnOf(LoadBalancer.Service, b.Id.Value), b.DnsName]) entries.Add(new Entry(PathEnd.Balancer(b.Id), id, b.Name, scope.Place, 1));
        }
        foreach (var g in scope.All<InternetGateway>()) Add(scope, ObjectKind.InternetGateway, g.Id.Value);
        foreach (var g in scope.All<EgressOnlyInternetGateway>()) Add(scope, ObjectKind.EgressOnlyInternetGateway, g.Id.Value);
        foreach (var g in scope.All<NatGateway>().Where(g => g.State is not NatGatewayState.Deleted)) Add(scope, ObjectKind.NatGateway, g.Id.Value);
        foreach (var g in scope.All<VpnGateway>()) Add(scope, ObjectKind.VpnGateway, g.Id.Value);
        foreach (var e in scope.All<VpcEndpoint>()) Add(scope, ObjectKind.VpcEndpoint, e.Id.Value);
    }

    private void Enter(Scope scope, NetworkInterface face)
    {
        Add(scope, PathEnd.Interface(face.Id), face.Id.Value, 1);
        foreach (var address in face.Addresses) holders.Add((address, scope.Place, face));
        if (face.LentPublicIp is { } lent) holders.Add((lent, scope.Place, face));
    }

    private void Add(Scope scope, ObjectKind kind, string id) => Add(scope, PathEnd.Gateway(kind, id), id, Entry.GatewayRank);

    private void Add(Scope scope, PathEnd end, string id, int rank) => entries.Add(new Entry(end, id, scope.NameOf(id), scope.Place, rank));
}
