using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Network and application balancers with listeners, rules and target groups of all kinds that flows and requests can be predicted for: one group has all the weight.</summary>
internal sealed partial class RandomWorld
{
    private const string Crossing = "load_balancing.cross_zone.enabled", Least = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";

    private static readonly int[] ListenerPorts = [80, 443, 8080, 53], TargetPorts = [80, 8080, 443, 22];
    private static readonly string[] Paths = ["/*", "/api/*", "/api/?", "/img/*.png", "/", "/*/x"], Hosts = ["*.example.com", "a.example.com", "?.example.com", "*"];

    private readonly List<(LoadBalancer Row, int Port)> applications = [];

    private void MakeBalancers(Net net)
    {
        var here = draft.In(net.Place);
        var places = net.Subnets.Where(s => s.Cidr is not null).GroupBy(s => s.Zone).Select(z => Any(z.ToList())).ToList();
        for (var i = random.Next(0, 3); i > 0; i--)
        {
            if (places.Count > 1 && Chance(40)) MakeApplication(here, net, [.. places.OrderBy(_ => random.Next()).Take(random.Next(2, places.Count + 1))]);
            else MakeNetwork(here, net, [.. places.OrderBy(_ => random.Next()).Take(random.Next(1, places.Count + 1))]);
        }
    }

    private void MakeApplication(Draft here, Net net, IReadOnlyList<Subnet> places)
    {
        var balancer = MakeBalancer(here, net, BalancerType.Application, places, net.Groups.OrderBy(_ => random.Next()).Take(random.Next(1, 4)), ImmutableSortedDictionary<string, string>.Empty);
        foreach (var port in SomePorts())
        {
            var listener = MakeListener(here, balancer, BalancerProtocol.Http, port, MakeAction(here, net, balancer, BalancerProtocol.Http));
            for (var priority = random.Next(0, 4); priority > 0; priority--)
            {
                var condition = Chance(65) ? new RuleCondition(ConditionField.PathPattern) { Values = [Any(Paths)] } : new RuleCondition(ConditionField.HostHeader) { Values = [Any(Hosts)] };
                var action = random.Next(10) switch
                {
                    < 2 => new RuleAction(ActionType.FixedResponse) { FixedResponse = new FixedResponseAction(410, null, null) },
                    2 => new RuleAction(ActionType.Redirect) { Redirect = new RedirectAction { Host = "elsewhere.example.com", StatusCode = 301 } },
                    _ => MakeAction(here, net, balancer, BalancerProtocol.Http),
                };
                here.Put(new ListenerRule { Id = new($"{listener.Id.Value.Replace("listener/", "listener-rule/", StringComparison.Ordinal)}/{here.Hex(16)}"), ListenerId = listener.Id, Priority = priority, Conditions = [condition], Actions = [action] });
            }
            applications.Add((balancer, port));
        }
    }

    private void MakeNetwork(Draft here, Net net, IReadOnlyList<Subnet> places)
    {
        var groups = Chance(50) ? net.Groups.OrderBy(_ => random.Next()).Take(random.Next(1, 4)) : [];
        var attributes = Chance(65) ? ImmutableSortedDictionary<string, string>.Empty.Add(Crossing, "true") : ImmutableSortedDictionary<string, string>.Empty;
        var balancer = MakeBalancer(here, net, BalancerType.Network, places, groups, attributes);
        foreach (var port in SomePorts())
        {
            var protocol = random.Next(10) switch { < 6 => BalancerProtocol.Tcp, 6 => BalancerProtocol.Tls, 7 => BalancerProtocol.TcpUdp, _ => BalancerProtocol.Udp };
            MakeListener(here, balancer, protocol, port, MakeAction(here, net, balancer, protocol));
        }
    }

    private IEnumerable<int> SomePorts() => ListenerPorts.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();

    private LoadBalancer MakeBalancer(Draft here, Net net, BalancerType type, IReadOnlyList<Subnet> places, IEnumerable<SecurityGroup> groups, ImmutableSortedDictionary<string, string> attributes)
    {
        var isInternal = Chance(45) || !here.All<InternetGateway>().Any(g => g.VpcId == net.Vpc.Id);
        var isDual = places.All(s => s.Ipv6Blocks.Length > 0) && Chance(60);
        ImmutableArray<Id<SecurityGroup>> ids = [.. groups.Select(g => g.Id)];
        var nodes = ImmutableArray.CreateBuilder<BalancerNode>();
        foreach (var subnet in places)
        {
            var ip = FreshAddress(net, subnet, []);
            var eni = here.Put(new NetworkInterface
            {
                Id = here.NewId<NetworkInterface>(), VpcId = net.Vpc.Id, SubnetId = subnet.Id, Zone = subnet.Zone, MacAddress = "02:00:00:00:00:03", PrivateIps = [ip],
                Ipv6Addresses = isDual ? [subnet.Ipv6Blocks[0].Block.First + (ip.Bits & 0xffff) + 0x10000u] : [], GroupIds = ids, RequesterManaged = true,
                InterfaceType = type == BalancerType.Network ? "network_load_balancer" : "interface", SourceDestCheck = type != BalancerType.Network,
                Attachment = new InterfaceAttachment(here.NewId("ela-attach"), null, 1, here.Now) { InstanceOwnerId = LoadBalancer.Requester },
            });
            var elastic = !isInternal && type == BalancerType.Network && Chance(50) ? Lend(here, eni, ip) : null;
            if (!isInternal && elastic is null) here.Put(eni with { LentPublicIp = FreshPublicIp() });
            nodes.Add(new BalancerNode(subnet.Id, subnet.Zone, eni.Id) { AllocationId = elastic?.Id });
        }
        var name = $"lb-{here.Hex(4)}";
        return here.Put(new LoadBalancer
        {
            Id = new($"loadbalancer/{(type == BalancerType.Network ? "net" : "app")}/{name}/{here.Hex(16)}"), Name = name, Type = type, IsInternal = isInternal, VpcId = net.Vpc.Id, Nodes = nodes.ToImmutable(), GroupIds = ids,
            AddressType = isDual ? "dualstack" : "ipv4", State = BalancerState.Active, DnsName = $"{name}.elb.amazonaws.com", CreateTime = here.Now, Attributes = attributes,
        });
    }

    private static Listener MakeListener(Draft here, LoadBalancer balancer, BalancerProtocol protocol, int port, RuleAction action) => here.Put(new Listener
    {
        Id = new($"{balancer.Id.Value.Replace("loadbalancer/", "listener/", StringComparison.Ordinal)}/{here.Hex(16)}"), BalancerId = balancer.Id, Protocol = protocol, Port = port, DefaultActions = [action],
    });

    /// <summary>Forwards to a group; a second one may be named that gets nothing.</summary>
    private RuleAction MakeAction(Draft here, Net net, LoadBalancer balancer, BalancerProtocol protocol)
    {
        var group = MakeTargetGroup(here, net, balancer, protocol);
        ImmutableArray<WeightedGroup> parts = Chance(15) ? [new(MakeTargetGroup(here, net, balancer, protocol).Id, 0), new(group.Id, 5)] : [new(group.Id)];
        return new RuleAction(ActionType.Forward) { Forward = new ForwardAction(parts) };
    }

    private TargetGroup MakeTargetGroup(Draft here, Net net, LoadBalancer balancer, BalancerProtocol protocol)
    {
        var front = applications.Where(a => a.Row.VpcId == net.Vpc.Id && protocol == BalancerProtocol.Tcp).ToList();
        var type = front.Count > 0 && Chance(15) ? TargetType.Alb : Chance(60) ? TargetType.Instance : TargetType.Ip;
        var (application, applicationPort) = type == TargetType.Alb ? Any(front) : (null, 0);
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (type != TargetType.Alb && Chance(25)) attributes[Crossing] = Chance(50) ? "true" : "false";
        if (Chance(15)) attributes[Least + "count"] = "2";
        if (Chance(10)) attributes[Least + "percentage"] = "60";
        if (type != TargetType.Alb && protocol is BalancerProtocol.Tcp or BalancerProtocol.Tls && Chance(40)) attributes["preserve_client_ip.enabled"] = Chance(50) ? "true" : "false";
        if (type != TargetType.Alb && protocol == BalancerProtocol.Tcp && Chance(8)) attributes["proxy_protocol_v2.enabled"] = "true";
        var name = $"tg-{here.Hex(4)}";
        var group = here.Put(new TargetGroup
        {
            Id = new($"targetgroup/{name}/{here.Hex(16)}"), Name = name, Type = type, Protocol = protocol == BalancerProtocol.Tls && Chance(60) ? BalancerProtocol.Tcp : protocol, VpcId = net.Vpc.Id,
            Port = application is null ? Any(TargetPorts) : applicationPort, AddressType = balancer.AddressType == "dualstack" && type != TargetType.Alb && Chance(40) ? "ipv6" : "ipv4",
            HealthCheck = new HealthCheck { Protocol = BalancerProtocol.Tcp, IntervalSeconds = 30, TimeoutSeconds = 10, HealthyThreshold = 5, UnhealthyThreshold = 2 }, Attributes = attributes.ToImmutable(),
        });
        if (application is not null) Register(here, group, net.Place.ArnOf(LoadBalancer.Service, application.Id.Value), null);
        else if (type == TargetType.Instance) AddInstances(here, net, group);
        else AddAddresses(here, net, group);
        return group;
    }

    private void AddInstances(Draft here, Net net, TargetGroup group)
    {
        var able = net.Interfaces.Select(e => here.Get(e.Id)).Where(e => e.Attachment is { DeviceIndex: 0, InstanceId: not null } && (group.AddressType != "ipv6" || e.Ipv6Addresses.Length > 0)).ToList();
        foreach (var eni in able.OrderBy(_ => random.Next()).Take(Some())) Register(here, group, eni.Attachment?.InstanceId?.Value ?? "", null);
    }

    /// <summary>Of the VPC, whether somebody has them or not; where the client's address is not kept, of peered VPCs as well.</summary>
    private void AddAddresses(Draft here, Net net, TargetGroup group)
    {
        var isV6 = group.AddressType == "ipv6";
        var able = net.Interfaces.Select(e => here.Get(e.Id)).SelectMany(e => isV6 ? e.Ipv6Addresses : e.PrivateIps).ToList();
        foreach (var ip in able.OrderBy(_ => random.Next()).Take(Some())) Register(here, group, $"{ip}", ZoneOf(net, ip));
        if (!isV6 && Chance(10) && Any(net.Subnets) is { Cidr: { } block } subnet) Register(here, group, $"{block.First + 251}", subnet.Zone);
        var far = net.Peerings.SelectMany(p => p.Other.Interfaces).SelectMany(e => e.PrivateIps).Where(ip => !net.Vpc.Holds(ip)).ToList();
        if (!isV6 && far.Count > 0 && !SpecBalancers.KeepsClient(group) && Chance(60)) Register(here, group, $"{Any(far)}", Chance(50) ? "all" : Any(net.Subnets).Zone);
    }

    private int Some() => Chance(8) ? 0 : random.Next(1, 5);

    private static string ZoneOf(Net net, Ip ip) => net.Subnets.First(s => s.Cidrs.Any(c => c.Contains(ip))).Zone;

    private void Register(Draft here, TargetGroup group, string id, string? zone)
    {
        var target = Targets.Register(here, group, id, null, zone);
        var isStopped = group.Type == TargetType.Instance && here.Get(new Id<Instance>(id)).State is not (InstanceState.Running or InstanceState.Pending);
        var health = random.Next(20) switch { < 13 => TargetHealth.Healthy, < 18 => new TargetHealth("unhealthy", "Target.FailedHealthChecks"), 18 => TargetHealth.Checking, _ => TargetHealth.Draining };
        here.Put(target with { Health = isStopped ? new TargetHealth("unused", "Target.InvalidState") : health, DrainingSince = health == TargetHealth.Draining ? here.Now : null });
    }
}
