using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A balancer's nodes: for each zone an interface in a subnet, with its private and public addresses. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SubnetMapping.html
/// </summary>
public static class BalancerNodes
{
    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets</summary>
    private const int FreeForApplication = 8;

    /// <summary>The subnets in which a balancer is to be made, checked.</summary>
    public static ImmutableArray<Subnet> Check(Draft draft, BalancerRequest request)
    {
        var subnets = CheckPlaces(draft, request.Type, request.Nodes);
        CheckAddressType(request.Type, request.AddressType, request.IsInternal, subnets);
        CheckAddresses(draft, request.Type, request.IsInternal, request.Nodes);
        if (!request.IsInternal && request.Type != BalancerType.Gateway && !draft.All<InternetGateway>().Any(g => g.VpcId == subnets[0].VpcId))
        {
            throw new Fault("InvalidSubnet", $"VPC {subnets[0].VpcId} has no internet gateway");
        }
        return subnets;
    }

    /// <summary>Makes the nodes be these: what stays keeps its interface and addresses, the others are made and removed.</summary>
    public static LoadBalancer Set(Draft draft, LoadBalancer balancer, ImmutableArray<NodeRequest> wanted)
    {
        var kept = balancer.Nodes.Where(n => wanted.Any(w => IsSame(n, w))).ToList();
        foreach (var node in balancer.Nodes.Except(kept)) Interfaces.Delete(draft, node.InterfaceId);
        CheckFree(draft, balancer.Type, [.. wanted.Where(w => !kept.Any(k => k.SubnetId == w.SubnetId))]);
        var nodes = wanted.Select(w => kept.FirstOrDefault(n => IsSame(n, w)) ?? Make(draft, balancer, w));
        return Readdress(draft, balancer with { Nodes = [.. nodes] });
    }

    /// <summary>Changes the subnets of a balancer.</summary>
    public static LoadBalancer Change(Draft draft, LoadBalancer balancer, ImmutableArray<NodeRequest> wanted, string? addressType)
    {
        var subnets = CheckPlaces(draft, balancer.Type, wanted);
        if (subnets[0].VpcId != balancer.VpcId) throw BalancerFaults.Configuration($"The subnets are not in the load balancer's VPC '{balancer.VpcId}'");
        CheckAddressType(balancer.Type, addressType ?? balancer.AddressType, balancer.IsInternal, subnets);
        if (balancer.Type == BalancerType.Gateway && balancer.Nodes.FirstOrDefault(n => wanted.All(w => w.SubnetId != n.SubnetId)) is { } missing)
        {
            throw BalancerFaults.Configuration($"Subnet '{missing.SubnetId}' of the Gateway Load Balancer cannot be removed");
        }
        CheckAddresses(draft, balancer.Type, balancer.IsInternal, [.. wanted.Where(w => !balancer.Nodes.Any(n => IsSame(n, w)))]);
        return Set(draft, balancer with { AddressType = addressType ?? balancer.AddressType }, wanted);
    }

    /// <summary>Gives the nodes the addresses that the balancer's scheme and address type ask for, and takes the others.</summary>
    public static LoadBalancer Readdress(Draft draft, LoadBalancer balancer)
    {
        foreach (var node in balancer.Nodes)
        {
            if (!draft.TryFind(node.InterfaceId, out var nic)) continue;
            if (balancer.AddressType == "ipv4") nic = draft.Put(nic with { Ipv6Addresses = [] });
            else if (nic.Ipv6Addresses.IsEmpty) nic = Interfaces.AddIpv6(draft, nic, node.AskedIpv6 is { } asked ? [asked] : [], node.AskedIpv6 is null ? 1 : 0).Nic;
            if (balancer.IsInternal || balancer.Type == BalancerType.Gateway || balancer.AddressType == "dualstack-without-public-ipv4") Interfaces.TakeBackPublicIp(draft, nic);
            else Interfaces.LendPublicIp(draft, nic);
        }
        return draft.Put(balancer);
    }

    /// <summary>Faults for an address type that the balancer cannot have in these subnets.</summary>
    public static void CheckAddressType(BalancerType type, string addressType, bool isInternal, IReadOnlyList<Subnet> subnets)
    {
        if (addressType is not ("ipv4" or "dualstack" or "dualstack-without-public-ipv4")) throw BalancerFaults.Validation($"IP address type '{addressType}' must be ipv4, dualstack or dualstack-without-public-ipv4");
        if (addressType == "dualstack-without-public-ipv4" && (type != BalancerType.Application || isInternal))
        {
            throw BalancerFaults.Configuration("IP address type 'dualstack-without-public-ipv4' is for internet-facing Application Load Balancers");
        }
        if (addressType != "ipv4" && subnets.FirstOrDefault(s => !s.Cidrs.Any(c => c.IsV6)) is { } narrow)
        {
            throw BalancerFaults.Configuration($"You must specify subnets with an associated IPv6 CIDR block: '{narrow.Id}' has none");
        }
    }

    private static bool IsSame(BalancerNode node, NodeRequest wanted) =>
        node.SubnetId == wanted.SubnetId && (wanted is { AllocationId: null, PrivateIp: null, Ipv6: null } || node.AllocationId == wanted.AllocationId && node.AskedIp == wanted.PrivateIp && node.AskedIpv6 == wanted.Ipv6);

    private static BalancerNode Make(Draft draft, LoadBalancer balancer, NodeRequest wanted)
    {
        var nic = Interfaces.Make(draft, new InterfaceRequest(wanted.SubnetId)
        {
            PrimaryIp = wanted.PrivateIp,
            Ipv6Addresses = wanted.Ipv6 is { } v6 ? [v6] : [],
            Ipv6Count = balancer.AddressType != "ipv4" && wanted.Ipv6 is null ? 1 : 0,
            GroupIds = balancer.GroupIds,
            IsUngrouped = balancer.GroupIds.IsEmpty,
            Description = $"ELB {balancer.Id.Value["loadbalancer/".Length..]}",
            InterfaceType = balancer.Type switch { BalancerType.Application => "interface", BalancerType.Network => "network_load_balancer", _ => "gateway_load_balancer" },
            RequesterManaged = true,
            SourceDestCheck = balancer.Type == BalancerType.Application,
        });
        nic = draft.Put(nic with
        {
            Attachment = new InterfaceAttachment(draft.NewId("ela-attach"), null, 1, draft.Now) { InstanceOwnerId = LoadBalancer.Requester },
        });
        if (wanted.AllocationId is { } id) ElasticAddresses.Associate(draft, draft.Get(id), nic, nic.PrivateIps[0]);
        return new BalancerNode(wanted.SubnetId, nic.Zone, nic.Id) { AllocationId = wanted.AllocationId, AskedIp = wanted.PrivateIp, AskedIpv6 = wanted.Ipv6 };
    }

    private static ImmutableArray<Subnet> CheckPlaces(Draft draft, BalancerType type, ImmutableArray<NodeRequest> wanted)
    {
        if (wanted.IsEmpty) throw BalancerFaults.Validation("At least one subnet must be specified");
        var subnets = wanted.Select(w => draft.Find<Subnet>(w.SubnetId) ?? throw new Fault("SubnetNotFound", $"The subnet ID '{w.SubnetId}' does not exist")).ToImmutableArray();
        if (subnets.Any(s => s.VpcId != subnets[0].VpcId)) throw BalancerFaults.Configuration("All subnets must belong to the same VPC");
        if (subnets.GroupBy(s => s.Zone).FirstOrDefault(g => g.Count() > 1) is { } crowded)
        {
            throw BalancerFaults.Configuration($"A load balancer cannot be attached to multiple subnets in the same Availability Zone: {string.Join(", ", crowded.Select(s => s.Id))} are in {crowded.Key}");
        }
        if (type == BalancerType.Application && subnets.Length < 2) throw BalancerFaults.Validation("At least two subnets in two different Availability Zones must be specified");
        if (subnets.FirstOrDefault(s => s.Cidr is null) is { } bare) throw new Fault("InvalidSubnet", $"Subnet '{bare.Id}' has no IPv4 block");
        return subnets;
    }

    private static void CheckFree(Draft draft, BalancerType type, IReadOnlyList<NodeRequest> added)
    {
        var least = type == BalancerType.Application ? FreeForApplication : 1;
        foreach (var node in added)
        {
            if (PrivateAddresses.FreeIn(draft, draft.Get(node.SubnetId)) < least) throw new Fault("InvalidSubnet", $"Not enough IP space available in subnet '{node.SubnetId}': the load balancer needs {least} free addresses in each subnet");
        }
    }

    private static void CheckAddresses(Draft draft, BalancerType type, bool isInternal, ImmutableArray<NodeRequest> wanted)
    {
        foreach (var node in wanted)
        {
            if (node.AllocationId is { } id) CheckAllocation(draft, id, type, isInternal);
            if (node.PrivateIp is { } ip)
            {
                if (type != BalancerType.Network || !isInternal) throw BalancerFaults.Configuration("A private IPv4 address can be specified for internal Network Load Balancers only");
                CheckInSubnet(draft, node.SubnetId, ip);
            }
            if (node.Ipv6 is { } v6)
            {
                if (type != BalancerType.Network) throw BalancerFaults.Configuration("An IPv6 address can be specified for Network Load Balancers only");
                CheckInSubnet(draft, node.SubnetId, v6);
            }
        }
        if (wanted.Select(w => w.AllocationId).OfType<Id<ElasticAddress>>().GroupBy(a => a).Any(g => g.Count() > 1)) throw BalancerFaults.Configuration("The same allocation ID is specified for several subnets");
    }

    private static void CheckAllocation(Draft draft, Id<ElasticAddress> id, BalancerType type, bool isInternal)
    {
        if (type != BalancerType.Network || isInternal) throw BalancerFaults.Configuration("Elastic IP addresses can be specified for internet-facing Network Load Balancers only");
        if (!draft.TryFind(id, out var address)) throw new Fault("AllocationIdNotFound", $"The allocation ID '{id}' does not exist");
        if (address.AssociationId is not null) throw BalancerFaults.InUse($"The allocation ID '{id}' is already in use");
    }

    private static void CheckInSubnet(Draft draft, Id<Subnet> subnet, Ip ip)
    {
        try
        {
            PrivateAddresses.Checked(draft, draft.Get(subnet), ip);
        }
        catch (Fault fault)
        {
            throw BalancerFaults.Configuration(fault.Message);
        }
    }
}
