using Haneul.Model;

namespace Haneul.Tests.Model;

/// <summary>The invariants of networks, interfaces and instances.</summary>
internal static partial class Invariants
{
    private static IEnumerable<string> Vpcs(Scope scope)
    {
        foreach (var vpc in scope.All<Vpc>())
        {
            var blocks = vpc.Cidrs.ToList();
            if (blocks.Count == 0 || blocks[0].IsV6) yield return $"{vpc.Id} has no primary IPv4 block";
            if (Overlap(blocks) is { } pair) yield return $"{vpc.Id} has overlapping blocks {pair}";
            var mains = scope.All<RouteTable>().Count(t => t.VpcId == vpc.Id && t.Associations.Any(a => a.IsMain));
            if (mains != 1) yield return $"{vpc.Id} has {mains} main route tables";
            var acls = scope.All<NetworkAcl>().Count(a => a.VpcId == vpc.Id && a.IsDefault);
            if (acls != 1) yield return $"{vpc.Id} has {acls} default ACLs";
            var groups = scope.All<SecurityGroup>().Count(g => g.VpcId == vpc.Id && g.Name == "default");
            if (groups != 1) yield return $"{vpc.Id} has {groups} default groups";
            var gateways = scope.All<InternetGateway>().Count(g => g.VpcId == vpc.Id);
            if (gateways > 1) yield return $"{vpc.Id} has {gateways} internet gateways";
            var vpns = scope.All<VpnGateway>().Count(g => g.VpcId == vpc.Id && g.AttachmentState == "attached");
            if (vpns > 1) yield return $"{vpc.Id} has {vpns} VPN gateways";
        }
        if (scope.All<Vpc>().Count(v => v.IsDefault) > 1) yield return "there are two default VPCs";
        foreach (var group in scope.All<SecurityGroup>().GroupBy(g => (g.VpcId, g.Name)).Where(g => g.Count() > 1))
            yield return $"{group.Key.VpcId} has {group.Count()} groups named {group.Key.Name}";
        foreach (var peering in scope.World.At(Place.Between).All<VpcPeering>().Where(p => p.State == PeeringState.Active && p.Requester.Place == scope.Place))
        {
            var one = scope.Find<Vpc>(peering.Requester.VpcId);
            var other = scope.World.At(peering.Accepter.Place).Find<Vpc>(peering.Accepter.VpcId);
            if (one is null || other is null) yield return $"{peering.Id} is active but a VPC of it is gone";
            else if (one.Cidrs.Any(a => other.Cidrs.Any(a.Overlaps))) yield return $"{peering.Id} joins VPCs that overlap";
        }
    }

    private static IEnumerable<string> Subnets(Scope scope)
    {
        foreach (var subnet in scope.All<Subnet>())
        {
            if (scope.Find<Vpc>(subnet.VpcId) is not { } vpc) continue;
            foreach (var block in subnet.Cidrs)
            {
                if (!vpc.Cidrs.Any(c => c.Contains(block))) yield return $"{subnet.Id}: {block} is outside {vpc.Id}";
                if (block.IsV6 ? block.Length is < 44 or > 64 : block.Length is < 16 or > 28) yield return $"{subnet.Id}: {block} has a size that AWS does not allow";
            }
            var acls = scope.All<NetworkAcl>().SelectMany(a => a.Associations).Count(a => a.SubnetId == subnet.Id);
            if (acls != 1) yield return $"{subnet.Id} has {acls} ACLs";
            var tables = scope.All<RouteTable>().SelectMany(t => t.Associations).Count(a => a.SubnetId == subnet.Id);
            if (tables > 1) yield return $"{subnet.Id} has {tables} route tables";
            if (Regions.Zone(scope.Region, subnet.Zone)?.Name != subnet.Zone) yield return $"{subnet.Id} is in the zone {subnet.Zone}, which is not of {scope.Region}";
        }
        foreach (var group in scope.All<Subnet>().GroupBy(s => s.VpcId))
        {
            if (Overlap([.. group.SelectMany(s => s.Cidrs)]) is { } pair) yield return $"{group.Key} has overlapping subnets {pair}";
        }
        foreach (var zone in scope.All<Subnet>().Where(s => s.DefaultForAz).GroupBy(s => s.Zone).Where(g => g.Count() > 1))
            yield return $"zone {zone.Key} has {zone.Count()} default subnets";
    }

    private static IEnumerable<string> Tables(Scope scope)
    {
        foreach (var table in scope.All<RouteTable>())
        {
            foreach (var twice in table.Routes.GroupBy(r => r.Destination).Where(g => g.Count() > 1)) yield return $"{table.Id} has {twice.Count()} routes to {twice.Key}";
            foreach (var route in table.Routes.Where(r => r.Destination.Block is null == r.Destination.PrefixListId is null)) yield return $"{table.Id} has a route with {route.Destination} as destination";
            foreach (var a in table.Associations)
            {
                if ((a.IsMain ? 1 : 0) + (a.SubnetId is null ? 0 : 1) + (a.GatewayId is null ? 0 : 1) != 1) yield return $"{table.Id}: the association {a.Id} is not of one kind";
                if (a.SubnetId is { } id && scope.Find<Subnet>(id) is { } subnet && subnet.VpcId != table.VpcId) yield return $"{table.Id} is associated with {id} of another VPC";
            }
        }
        foreach (var gateway in scope.All<RouteTable>().SelectMany(t => t.Associations).Select(a => a.GatewayId).OfType<string>().GroupBy(g => g).Where(g => g.Count() > 1))
            yield return $"{gateway.Key} has {gateway.Count()} route tables";
    }

    private static IEnumerable<string> Filters(Scope scope)
    {
        foreach (var acl in scope.All<NetworkAcl>())
        {
            foreach (var twice in acl.Entries.GroupBy(e => (e.IsEgress, e.Number)).Where(g => g.Count() > 1)) yield return $"{acl.Id} has {twice.Count()} entries {twice.Key}";
            foreach (var entry in acl.Entries.Where(e => e.Number is < 1 or >= AclEntry.Last)) yield return $"{acl.Id} has an entry {entry.Number}";
            foreach (var a in acl.Associations)
            {
                if (scope.Find<Subnet>(a.SubnetId) is { } subnet && subnet.VpcId != acl.VpcId) yield return $"{acl.Id} guards {a.SubnetId} of another VPC";
            }
        }
        foreach (var group in scope.All<SecurityGroup>())
        {
            foreach (var rule in group.Rules)
            {
                var peers = (rule.Peer.Block is null ? 0 : 1) + (rule.Peer.PrefixListId is null ? 0 : 1) + (rule.Peer.GroupId is null ? 0 : 1);
                if (peers != 1) yield return $"{rule.Id} has {peers} peers";
                if (rule.Protocol is < -1 or > 255) yield return $"{rule.Id} has protocol {rule.Protocol}";
                if (rule.Protocol is 6 or 17 && (rule.FromPort is not (>= 0 and <= 65535) || rule.ToPort < rule.FromPort || rule.ToPort > 65535))
                    yield return $"{rule.Id} has ports {rule.FromPort} to {rule.ToPort}";
            }
        }
    }

    private static IEnumerable<string> Interfaces(Scope scope)
    {
        foreach (var eni in scope.All<NetworkInterface>())
        {
            if (scope.Find<Subnet>(eni.SubnetId) is not { } subnet) continue;
            if (subnet.VpcId != eni.VpcId || subnet.Zone != eni.Zone) yield return $"{eni.Id} is not in the VPC and zone of {subnet.Id}";
            if (eni.PrivateIps.IsEmpty && subnet.Cidr is not null) yield return $"{eni.Id} has no IPv4 address";
            if (eni.PrivateIps.Any(ip => ip.IsV6) || eni.Ipv6Addresses.Any(ip => !ip.IsV6)) yield return $"{eni.Id} has an address of the wrong family";
            foreach (var ip in eni.Addresses)
            {
                var blocks = subnet.Cidrs.Where(c => c.Contains(ip)).ToList();
                if (blocks.Count == 0) yield return $"{eni.Id}: {ip} is outside {subnet.Id}";
                else if (ip.Bits - blocks[0].First.Bits < 4 || ip == blocks[0].Last) yield return $"{eni.Id}: {ip} is reserved";
            }
            foreach (var group in eni.GroupIds)
            {
                if (scope.Find<SecurityGroup>(group) is { } found && found.VpcId != eni.VpcId) yield return $"{eni.Id} is in {group} of another VPC";
            }
            if (eni.GroupIds.Distinct().Count() != eni.GroupIds.Length) yield return $"{eni.Id} is twice in a group";
            if (eni.Attachment is { InstanceId: { } owner } && scope.Find<Instance>(owner) is { } instance && !instance.InterfaceIds.Contains(eni.Id))
                yield return $"{eni.Id} is attached to {owner}, which does not know it";
        }
        foreach (var twice in scope.All<NetworkInterface>().SelectMany(e => e.Addresses.Select(ip => (e.VpcId, ip))).GroupBy(x => x).Where(g => g.Count() > 1))
            yield return $"{twice.Key.VpcId}: {twice.Count()} interfaces have {twice.Key.ip}";
    }

    private static IEnumerable<string> PublicAddresses(Scope scope)
    {
        foreach (var elastic in scope.All<ElasticAddress>())
        {
            var set = (elastic.AssociationId is null ? 0 : 1) + (elastic.InterfaceId is null ? 0 : 1) + (elastic.PrivateIp is null ? 0 : 1);
            if (set is not (0 or 3)) yield return $"{elastic.Id} is half associated";
            if (elastic.InterfaceId is not { } id || scope.Find<NetworkInterface>(id) is not { } eni) continue;
            if (elastic.PrivateIp is { } ip && !eni.PrivateIps.Contains(ip)) yield return $"{elastic.Id} stands for {ip}, which {id} does not have";
            if (eni.PrivateIps.Length > 0 && elastic.PrivateIp == eni.PrivateIps[0] && eni.LentPublicIp is not null) yield return $"{id} has an elastic and a lent address at once";
        }
        foreach (var twice in scope.All<ElasticAddress>().Where(e => e.InterfaceId is not null).GroupBy(e => (e.InterfaceId, e.PrivateIp)).Where(g => g.Count() > 1))
            yield return $"{twice.Count()} elastic addresses stand for {twice.Key.PrivateIp} of {twice.Key.InterfaceId}";
    }

    private static IEnumerable<string> Instances(Scope scope)
    {
        foreach (var instance in scope.All<Instance>())
        {
            if (instance.State is not (InstanceState.Terminated or InstanceState.ShuttingDown) && instance.InterfaceIds.IsEmpty) yield return $"{instance.Id} has no interface";
            if (instance.State == InstanceState.Terminated && !instance.InterfaceIds.IsEmpty) yield return $"{instance.Id} is terminated and has interfaces";
            var enis = instance.InterfaceIds.Select(id => scope.Find<NetworkInterface>(id)).OfType<NetworkInterface>().ToList();
            foreach (var eni in enis.Where(e => e.Attachment?.InstanceId != instance.Id)) yield return $"{instance.Id} names {eni.Id}, which is not attached to it";
            if (enis.Select(e => e.Attachment?.DeviceIndex).Distinct().Count() != enis.Count) yield return $"{instance.Id} has two interfaces at one device index";
            foreach (var eni in enis.Where(e => e.Zone != instance.Zone)) yield return $"{instance.Id} is in {instance.Zone} and has {eni.Id} in {eni.Zone}";
            if (instance.State is InstanceState.Stopped or InstanceState.Terminated && enis.Any(e => e.LentPublicIp is not null)) yield return $"{instance.Id} is {instance.State} and keeps a lent address";
        }
    }

    private static string? Overlap(List<Cidr> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (blocks[i].Overlaps(blocks[j])) return $"{blocks[j]} and {blocks[i]}";
            }
        }
        return null;
    }
}
