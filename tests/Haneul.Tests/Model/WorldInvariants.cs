using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>What is true of every world that steps made, whatever they were: nothing half made, nothing that refers to what is gone.</summary>
internal static class WorldInvariants
{
    /// <summary>Every breach, in words; none in a sound world.</summary>
    public static IReadOnlyList<string> BreachesOf(World world)
    {
        var places = world.Places.Where(p => p.Region.Length > 0).Select(world.At).ToList();
        return [.. places.SelectMany(s => Vpcs(s).Concat(Subnets(s)).Concat(Interfaces(s)).Concat(Instances(s)).Concat(Addresses(s)).Concat(Tags(s)).Select(b => $"{s.Place}: {b}"))];
    }

    private static IEnumerable<string> Vpcs(Scope scope)
    {
        foreach (var vpc in scope.All<Vpc>())
        {
            var id = vpc.Id;
            if (vpc.Blocks.IsEmpty) yield return $"{id} has no addresses";
            if (scope.All<RouteTable>().Count(t => t.VpcId == id && t.IsMain) != 1) yield return $"{id} has not one main route table";
            if (scope.All<NetworkAcl>().Count(a => a.VpcId == id && a.IsDefault) != 1) yield return $"{id} has not one default ACL";
            if (scope.All<SecurityGroup>().Count(g => g.VpcId == id && g.Name == "default") != 1) yield return $"{id} has not one default group";
            if (vpc.DhcpOptionsId is { } dhcp && !scope.TryFind(dhcp, out _)) yield return $"{id} has DHCP options {dhcp} that are gone";
            if (scope.All<InternetGateway>().Count(g => g.VpcId == id) > 1) yield return $"{id} has several internet gateways";
        }
        (string Key, Id<Vpc>? Vpc)[] inside =
        [
            .. scope.All<RouteTable>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)), .. scope.All<NetworkAcl>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)),
            .. scope.All<SecurityGroup>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)), .. scope.All<InternetGateway>().Select(r => (r.Id.Value, r.VpcId)),
            .. scope.All<EgressOnlyInternetGateway>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)), .. scope.All<Subnet>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)),
            .. scope.All<NetworkInterface>().Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)), .. scope.All<NatGateway>().Where(n => n.IsAlive).Select(r => (r.Id.Value, (Id<Vpc>?)r.VpcId)),
        ];
        foreach (var (key, vpc) in inside)
        {
            if (vpc is { } id && !scope.TryFind(id, out _)) yield return $"{key} is in {id}, which is gone";
        }
    }

    private static IEnumerable<string> Subnets(Scope scope)
    {
        foreach (var subnet in scope.All<Subnet>())
        {
            var id = subnet.Id;
            if (scope.All<NetworkAcl>().Sum(a => a.Associations.Count(x => x.SubnetId == id)) != 1) yield return $"{id} has not one ACL";
            if (scope.All<RouteTable>().Sum(t => t.Associations.Count(x => x.SubnetId == id)) > 1) yield return $"{id} has several route tables";
            if (!subnet.Cidrs.Any()) yield return $"{id} has no addresses";
            var siblings = scope.All<Subnet>().Where(s => s.VpcId == subnet.VpcId && s.Id.CompareTo(id) > 0);
            foreach (var other in siblings.Where(s => s.Cidrs.Any(a => subnet.Cidrs.Any(b => a.Overlaps(b))))) yield return $"{id} and {other.Id} overlap";
            if (scope.Find<Vpc>(subnet.VpcId) is { } vpc && subnet.Cidrs.FirstOrDefault(c => !vpc.Blocks.Any(b => b.Block.Contains(c))) is { } outside && outside != default)
            {
                yield return $"{id} has {outside}, which is not of its VPC";
            }
        }
        foreach (var subnet in scope.All<NetworkAcl>().SelectMany(a => a.Associations.Select(x => x.SubnetId)).Concat(scope.All<RouteTable>().SelectMany(t => t.Associations.Select(x => x.SubnetId).OfType<Id<Subnet>>())))
        {
            if (!scope.TryFind(subnet, out _)) yield return $"an association names {subnet}, which is gone";
        }
    }

    private static IEnumerable<string> Interfaces(Scope scope)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var nic in scope.All<NetworkInterface>())
        {
            if (!scope.TryFind(nic.SubnetId, out var subnet)) yield return $"{nic.Id} is in {nic.SubnetId}, which is gone";
            else if (subnet.VpcId != nic.VpcId) yield return $"{nic.Id} and its subnet are in two VPCs";
            else if (nic.Addresses.FirstOrDefault(a => !subnet.Cidrs.Any(c => c.Contains(a))) is var stray && stray != default) yield return $"{nic.Id} has {stray}, which is not of {subnet.Id}";
            if (!nic.Addresses.Any()) yield return $"{nic.Id} has no address";
            foreach (var mark in nic.Addresses.Select(a => NetworkInterface.MarkOf(nic.SubnetId, a)).Where(m => !taken.Add(m))) yield return $"{mark} is taken twice";
            foreach (var group in nic.GroupIds)
            {
                if (!scope.TryFind(group, out var g)) yield return $"{nic.Id} has group {group}, which is gone";
                else if (g.VpcId != nic.VpcId) yield return $"{nic.Id} has a group of another VPC";
            }
            if (nic.Attachment?.InstanceId is { } host && scope.Find<Instance>(host)?.InterfaceIds.Contains(nic.Id) != true) yield return $"{nic.Id} is attached to {host}, which does not know of it";
        }
    }

    private static IEnumerable<string> Instances(Scope scope)
    {
        foreach (var instance in scope.All<Instance>())
        {
            var hasEnded = instance.State is InstanceState.Terminated;
            if (hasEnded && instance.InterfaceIds.Length > 0) yield return $"{instance.Id} is terminated and has interfaces";
            if (instance.State is not (InstanceState.Terminated or InstanceState.ShuttingDown) && instance.InterfaceIds.IsEmpty) yield return $"{instance.Id} has no interface";
            foreach (var nic in instance.InterfaceIds.Where(n => scope.Find<NetworkInterface>(n)?.Attachment?.InstanceId != instance.Id)) yield return $"{instance.Id} has {nic}, which is not attached to it";
            foreach (var disk in instance.BlockDevices.Where(b => scope.Find<Volume>(b.VolumeId)?.InstanceId != instance.Id)) yield return $"{instance.Id} has {disk.VolumeId}, which is not attached to it";
        }
        foreach (var volume in scope.All<Volume>().Where(v => v.InstanceId is not null))
        {
            if (scope.Find<Instance>(volume.InstanceId)?.BlockDevices.Any(b => b.VolumeId == volume.Id) != true) yield return $"{volume.Id} is attached to {volume.InstanceId}, which does not know of it";
        }
    }

    private static IEnumerable<string> Addresses(Scope scope)
    {
        foreach (var twice in scope.All<ElasticAddress>().GroupBy(a => a.PublicIp).Where(g => g.Count() > 1)) yield return $"{twice.Key} is allocated twice";
        foreach (var address in scope.All<ElasticAddress>().Where(a => a.InterfaceId is not null))
        {
            if (scope.Find<NetworkInterface>(address.InterfaceId) is not { } nic) yield return $"{address.Id} is associated with {address.InterfaceId}, which is gone";
            else if (address.PrivateIp is { } ip && !nic.Has(ip)) yield return $"{address.Id} stands for {ip}, which {nic.Id} has not";
        }
        foreach (var gateway in scope.All<NatGateway>().Where(g => g.State == NatGatewayState.Available))
        {
            foreach (var address in gateway.Addresses.Where(a => !scope.TryFind(a.InterfaceId, out _))) yield return $"{gateway.Id} has {address.InterfaceId}, which is gone";
        }
    }

    private static IEnumerable<string> Tags(Scope scope)
    {
        var shelf = scope.World[scope.Place];
        var keys = shelf.Rows.Where(r => r is not TagSet).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        keys.UnionWith(scope.All<SecurityGroup>().SelectMany(g => g.Rules).Select(r => r.Id));
        keys.UnionWith(scope.World.Everywhere<VpcPeering>().Select(p => p.Row.Id.Value));
        foreach (var tags in scope.All<TagSet>().Where(t => !keys.Contains(t.Id.Value))) yield return $"{tags.Id} has tags and is gone";
    }
}
