using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Haneul.Model;

/// <summary>Making, changing and removing load balancers. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html</summary>
public static partial class Balancers
{
    /// <summary>Makes a balancer with its nodes; one that is there with the same name and the same settings is answered instead.</summary>
    public static LoadBalancer Make(Draft draft, BalancerRequest request)
    {
        CheckName(request.Name, "Load balancer");
        if (request.Name.StartsWith("internal-", StringComparison.Ordinal)) throw BalancerFaults.Validation("The load balancer name cannot begin with 'internal-'");
        var (subnets, groups) = (BalancerNodes.Check(draft, request), ImmutableArray<Id<SecurityGroup>>.Empty);
        groups = CheckGroups(draft, request.Type, subnets[0].VpcId, request.GroupIds);
        if (draft.All<LoadBalancer>().Marked(request.Name).FirstOrDefault(b => b.Name == request.Name) is { } other)
        {
            return IsSame(other, request, groups) ? other : throw new Fault("DuplicateLoadBalancerName", $"A load balancer with the same name '{request.Name}' exists, but with different settings");
        }
        var quota = request.Type == BalancerType.Network ? BalancerQuotas.NetworkBalancers : BalancerQuotas.ApplicationBalancers;
        if (request.Type != BalancerType.Gateway) draft.Admit(quota, draft.All<LoadBalancer>().Count(b => b.Type == request.Type));
        var hex = draft.Hex(16);
        var balancer = new LoadBalancer
        {
            Id = new Id<LoadBalancer>($"loadbalancer/{Words(request.Type)}/{request.Name}/{hex}"),
            Name = request.Name,
            Type = request.Type,
            IsInternal = request.IsInternal,
            VpcId = subnets[0].VpcId,
            Nodes = [],
            GroupIds = groups,
            AddressType = request.AddressType,
            State = BalancerState.Provisioning,
            DnsName = NameOf(draft.Region, request, hex),
            CreateTime = draft.Now,
            Tags = request.Tags,
        };
        return BalancerNodes.Set(draft, balancer, request.Nodes);
    }

    /// <summary>Removes a balancer with its nodes, listeners and rules; target groups stay.</summary>
    public static void Remove(Draft draft, LoadBalancer balancer)
    {
        var arn = draft.Arn(LoadBalancer.Service, balancer.Id.Value);
        if (BalancerSettings.Of(balancer).DeletionProtection) throw BalancerFaults.NotPermitted($"Load balancer '{arn}' cannot be deleted because deletion protection is enabled");
        if (draft.All<TargetRegistration>().Marked(arn).FirstOrDefault() is { } target) throw BalancerFaults.InUse($"Load balancer '{arn}' cannot be deleted because it is a target of '{target.GroupId}'");
        if (VpcEndpointServices.BehindWhich(draft, balancer).FirstOrDefault() is { } service) throw BalancerFaults.InUse($"Load balancer '{arn}' cannot be deleted because it is currently associated with another service: '{service.Id}'");
        foreach (var listener in draft.All<Listener>().Marked(balancer.Id.Value).ToList()) Listeners.Remove(draft, listener);
        foreach (var node in balancer.Nodes) Interfaces.Delete(draft, node.InterfaceId);
        draft.Remove(balancer.Id);
    }

    /// <summary>Puts all nodes under these groups.</summary>
    public static LoadBalancer Regroup(Draft draft, LoadBalancer balancer, ImmutableArray<Id<SecurityGroup>> given)
    {
        if (balancer.Type == BalancerType.Network && balancer.GroupIds.IsEmpty) throw BalancerFaults.Configuration("Security groups cannot be set on a Network Load Balancer that was created without security groups");
        if (given.IsEmpty) throw BalancerFaults.Configuration("At least one security group must be specified");
        var groups = CheckGroups(draft, balancer.Type, balancer.VpcId, given);
        foreach (var node in balancer.Nodes)
        {
            if (draft.TryFind(node.InterfaceId, out var nic)) draft.Put(nic with { GroupIds = groups });
        }
        return draft.Put(balancer with { GroupIds = groups });
    }

    /// <summary>ipv4, dualstack or dualstack-without-public-ipv4: the nodes get and lose addresses with it.</summary>
    public static LoadBalancer SetAddressType(Draft draft, LoadBalancer balancer, string type)
    {
        BalancerNodes.CheckAddressType(balancer.Type, type, balancer.IsInternal, [.. balancer.Nodes.Select(n => draft.Get(n.SubnetId))]);
        if (type != "ipv4" && balancer.Type == BalancerType.Network && draft.All<Listener>().Marked(balancer.Id.Value).Any(l => l.Protocol is BalancerProtocol.Udp or BalancerProtocol.TcpUdp))
        {
            throw BalancerFaults.Configuration("A load balancer with UDP or TCP_UDP listeners cannot be dualstack");
        }
        return BalancerNodes.Readdress(draft, balancer with { AddressType = type });
    }

    /// <summary>app, net or gwy: in ids and descriptions.</summary>
    public static string Words(BalancerType type) => type switch
    {
        BalancerType.Application => "app",
        BalancerType.Network => "net",
        _ => "gwy",
    };

    /// <summary>Faults for what is no name of a balancer, target group or trust store.</summary>
    public static void CheckName(string name, string noun)
    {
        if (!NameForm().IsMatch(name)) throw BalancerFaults.Validation($"{noun} name '{Brief(name)}' must have 1 to 32 letters, digits and hyphens, and neither begin nor end with a hyphen");
    }

    private static string Brief(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static bool IsSame(LoadBalancer there, BalancerRequest request, ImmutableArray<Id<SecurityGroup>> groups) =>
        there.Type == request.Type && there.IsInternal == request.IsInternal && there.AddressType == request.AddressType
        && there.GroupIds.ToHashSet().SetEquals(groups) && there.Tags.SequenceEqual(request.Tags)
        && there.Nodes.Select(n => new NodeRequest(n.SubnetId) { AllocationId = n.AllocationId, PrivateIp = n.AskedIp, Ipv6 = n.AskedIpv6 }).ToHashSet().SetEquals(request.Nodes);

    private static ImmutableArray<Id<SecurityGroup>> CheckGroups(Draft draft, BalancerType type, Id<Vpc> vpc, ImmutableArray<Id<SecurityGroup>> given)
    {
        if (type == BalancerType.Gateway && !given.IsEmpty) throw BalancerFaults.Configuration("Security groups are not supported for load balancers of type 'gateway'");
        if (given.IsEmpty && type != BalancerType.Application) return [];
        foreach (var id in given)
        {
            if (!draft.TryFind(id, out var group) || group.VpcId != vpc) throw new Fault("InvalidSecurityGroup", $"Security group '{id}' does not exist in VPC '{vpc}'");
        }
        return Interfaces.Groups(draft, vpc, given);
    }

    /// <summary>Application balancers' names end in a number, network balancers' in their id; gateway balancers have none.</summary>
    private static string NameOf(string region, BalancerRequest request, string hex) => request.Type switch
    {
        BalancerType.Application => $"{(request.IsInternal ? "internal-" : "")}{request.Name}-{Convert.ToUInt64(hex, 16) % 10_000_000_000}.{region}.elb.amazonaws.com",
        BalancerType.Network => $"{request.Name}-{hex}.elb.{region}.amazonaws.com",
        _ => "",
    };

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?\z")]
    private static partial Regex NameForm();
}
