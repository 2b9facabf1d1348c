using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>What is true of every world that calls and reports can make. Each broken promise is one sentence; none: the world is sound.</summary>
internal static partial class Invariants
{
    public static IReadOnlyList<string> Of(World world)
    {
        var broken = new List<string>();
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            var before = broken.Count;
            broken.AddRange(NetworkReferences(scope));
            broken.AddRange(HostReferences(scope));
            broken.AddRange(Vpcs(scope));
            broken.AddRange(Subnets(scope));
            broken.AddRange(Tables(scope));
            broken.AddRange(Filters(scope));
            broken.AddRange(Interfaces(scope));
            broken.AddRange(PublicAddresses(scope));
            broken.AddRange(Instances(scope));
            for (var i = before; i < broken.Count; i++) broken[i] = $"{place}: {broken[i]}";
        }
        broken.AddRange(UniqueIds(world));
        broken.AddRange(SharedPublicAddresses(world));
        return broken;
    }

    /// <summary>Every id that a row names is the id of a row. Route targets are the exception: they may be gone (black holes), and so may groups of other VPCs (stale rules).</summary>
    private static IEnumerable<string> NetworkReferences(Scope scope)
    {
        var broken = new List<string>();
        void Needs<T>(string who, Id<T>? id) where T : class, IResource<T> => broken.AddRange(Dangling(scope, who, id));
        foreach (var vpc in scope.All<Vpc>()) Needs(vpc.Id.Value, vpc.DhcpOptionsId);
        foreach (var subnet in scope.All<Subnet>()) Needs(subnet.Id.Value, (Id<Vpc>?)subnet.VpcId);
        foreach (var gateway in scope.All<InternetGateway>()) Needs(gateway.Id.Value, gateway.VpcId);
        foreach (var gateway in scope.All<EgressOnlyInternetGateway>()) Needs(gateway.Id.Value, (Id<Vpc>?)gateway.VpcId);
        foreach (var gateway in scope.All<VpnGateway>().Where(g => g.AttachmentState == "attached")) Needs(gateway.Id.Value, gateway.VpcId);
        foreach (var table in scope.All<RouteTable>())
        {
            Needs(table.Id.Value, (Id<Vpc>?)table.VpcId);
            foreach (var route in table.Routes) Needs($"{table.Id}/{route.Destination}", route.Destination.PrefixListId);
            foreach (var association in table.Associations) Needs(table.Id.Value, association.SubnetId);
        }
        foreach (var acl in scope.All<NetworkAcl>())
        {
            Needs(acl.Id.Value, (Id<Vpc>?)acl.VpcId);
            foreach (var association in acl.Associations) Needs(acl.Id.Value, (Id<Subnet>?)association.SubnetId);
        }
        foreach (var group in scope.All<SecurityGroup>())
        {
            Needs(group.Id.Value, (Id<Vpc>?)group.VpcId);
            foreach (var rule in group.Rules) Needs(rule.Id, rule.Peer.PrefixListId);
            foreach (var rule in group.Rules.Where(r => r.Peer.PeeringId is null && (r.Peer.GroupOwner ?? scope.Account) == scope.Account)) Needs(rule.Id, rule.Peer.GroupId);
        }
        return broken;
    }

    /// <summary>The same of what stands in subnets or ends a way out of them: interfaces, NAT gateways, instances, endpoints, connections.</summary>
    private static IEnumerable<string> HostReferences(Scope scope)
    {
        var broken = new List<string>();
        void Needs<T>(string who, Id<T>? id) where T : class, IResource<T> => broken.AddRange(Dangling(scope, who, id));
        foreach (var eni in scope.All<NetworkInterface>())
        {
            Needs(eni.Id.Value, (Id<Subnet>?)eni.SubnetId);
            Needs(eni.Id.Value, eni.Attachment?.InstanceId);
            foreach (var group in eni.GroupIds) Needs(eni.Id.Value, (Id<SecurityGroup>?)group);
        }
        foreach (var nat in scope.All<NatGateway>().Where(n => n.State is NatGatewayState.Pending or NatGatewayState.Available))
        {
            Needs(nat.Id.Value, (Id<Subnet>?)nat.SubnetId);
            foreach (var address in nat.Addresses)
            {
                Needs(nat.Id.Value, (Id<NetworkInterface>?)address.InterfaceId);
                Needs(nat.Id.Value, address.AllocationId);
            }
        }
        foreach (var elastic in scope.All<ElasticAddress>()) Needs(elastic.Id.Value, elastic.InterfaceId);
        foreach (var instance in scope.All<Instance>())
        {
            Needs(instance.Id.Value, instance.SubnetId);
            foreach (var eni in instance.InterfaceIds) Needs(instance.Id.Value, (Id<NetworkInterface>?)eni);
            foreach (var device in instance.BlockDevices) Needs(instance.Id.Value, (Id<Volume>?)device.VolumeId);
        }
        foreach (var endpoint in scope.All<VpcEndpoint>().Where(e => e.State is "available" or "pending"))
        {
            Needs(endpoint.Id.Value, (Id<Vpc>?)endpoint.VpcId);
            foreach (var table in endpoint.RouteTableIds) Needs(endpoint.Id.Value, (Id<RouteTable>?)table);
            foreach (var eni in endpoint.InterfaceIds) Needs(endpoint.Id.Value, (Id<NetworkInterface>?)eni);
        }
        foreach (var connection in scope.All<VpnConnection>().Where(c => c.State is "available" or "pending"))
        {
            Needs(connection.Id.Value, (Id<CustomerGateway>?)connection.CustomerGatewayId);
            Needs(connection.Id.Value, connection.VpnGatewayId);
        }
        return broken;
    }

    private static IEnumerable<string> Dangling<T>(Scope scope, string who, Id<T>? id) where T : class, IResource<T> =>
        id is { } named && scope.Find<T>(named) is null ? [$"{who} names {T.Kind.Name} {named}, which is not there"] : [];

    /// <summary>An id is never used twice, by whatever kind and wherever.</summary>
    private static IEnumerable<string> UniqueIds(World world)
    {
        var keys = Keys<Vpc>(world).Concat(Keys<Subnet>(world)).Concat(Keys<NetworkInterface>(world)).Concat(Keys<Instance>(world)).Concat(Keys<RouteTable>(world))
            .Concat(Keys<SecurityGroup>(world)).Concat(Keys<NetworkAcl>(world)).Concat(Keys<InternetGateway>(world)).Concat(Keys<NatGateway>(world))
            .Concat(Keys<ElasticAddress>(world)).Concat(Keys<VpcPeering>(world));
        var parts = world.Everywhere<SecurityGroup>().SelectMany(g => g.Row.Rules.Select(r => r.Id))
            .Concat(world.Everywhere<RouteTable>().SelectMany(t => t.Row.Associations.Select(a => a.Id)))
            .Concat(world.Everywhere<NetworkAcl>().SelectMany(a => a.Row.Associations.Select(s => s.Id)))
            .Concat(world.Everywhere<ElasticAddress>().Select(e => e.Row.AssociationId).OfType<string>());
        return keys.Concat(parts).GroupBy(k => k).Where(g => g.Count() > 1).Select(g => $"the id {g.Key} is used {g.Count()} times");
    }

    private static IEnumerable<string> Keys<T>(World world) where T : IResource<T> => world.Everywhere<T>().Select(r => r.Row.Id.Value);

    /// <summary>No public address has two holders in the whole world.</summary>
    private static IEnumerable<string> SharedPublicAddresses(World world) =>
        world.Everywhere<ElasticAddress>().Select(e => e.Row.PublicIp).Concat(world.Everywhere<NetworkInterface>().Select(e => e.Row.LentPublicIp).OfType<Ip>())
            .GroupBy(ip => ip).Where(g => g.Count() > 1).Select(g => $"the public address {g.Key} has {g.Count()} holders");

    /// <summary>The pool's leases are exactly the public addresses that someone holds: elastic, lent, or of a VPN's tunnel. True of worlds that calls made; worlds laid by hand need no leases.</summary>
    public static IEnumerable<string> Leases(World world)
    {
        var held = world.Everywhere<ElasticAddress>().Select(e => e.Row.PublicIp)
            .Concat(world.Everywhere<NetworkInterface>().Select(e => e.Row.LentPublicIp).OfType<Ip>())
            .Concat(world.Everywhere<VpnConnection>().Where(c => c.Row.State != "deleted").SelectMany(c => c.Row.Tunnels).Select(t => t.OutsideAddress))
            .Select(ip => ip.ToString()).ToHashSet();
        var leased = world.Everywhere<PublicLease>().Select(l => l.Row.Id.Value).ToHashSet();
        foreach (var ip in held.Except(leased)) yield return $"the public address {ip} is held without a lease";
        foreach (var lease in world.Everywhere<PublicLease>())
        {
            if (OutsideAddresses.HolderOf(world.At(Place.Between), Ip.Parse(lease.Row.Id.Value)) is { } holder) yield return $"the public address {lease.Row.Id} is leased and that of {holder}";
        }
        foreach (var ip in leased.Except(held)) yield return $"the public address {ip} is leased and nobody holds it";
    }
}
