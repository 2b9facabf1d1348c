using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Load balancers in a <see cref="Sketch"/>.</summary>
internal static class Balancing
{
    /// <summary>A subnet in another zone than the first.</summary>
    public static Subnet SubnetIn(this Sketch sketch, Vpc vpc, string block, string zone) =>
        sketch.Draft.Put(sketch.Subnet(vpc, block) with { Zone = zone });

    /// <summary>A balancer with a node at each address.</summary>
    public static LoadBalancer Balancer(this Sketch sketch, BalancerType type, IReadOnlyList<(Subnet Subnet, string Ip)> nodes, params SecurityGroup[] groups)
    {
        var draft = sketch.Draft;
        var made = ImmutableArray.CreateBuilder<BalancerNode>();
        foreach (var (subnet, ip) in nodes)
        {
            var eni = draft.Put(sketch.Interface(subnet, ip, groups) with
            {
                RequesterManaged = true,
                InterfaceType = type == BalancerType.Network ? "network_load_balancer" : "interface",
                Attachment = new InterfaceAttachment(draft.NewId("ela-attach"), null, 1, draft.Now) { InstanceOwnerId = "amazon-elb" },
            });
            made.Add(new BalancerNode(subnet.Id, subnet.Zone, eni.Id));
        }
        var name = $"lb-{draft.Hex(4)}";
        return draft.Put(new LoadBalancer
        {
            Id = new Id<LoadBalancer>($"loadbalancer/{(type == BalancerType.Network ? "net" : "app")}/{name}/{draft.Hex(16)}"), Name = name, Type = type, IsInternal = false, VpcId = nodes[0].Subnet.VpcId,
            Nodes = made.ToImmutable(), GroupIds = [.. groups.Select(g => g.Id)], State = BalancerState.Active, DnsName = $"{name}.elb.ap-northeast-2.amazonaws.com", CreateTime = draft.Now,
        });
    }

    public static TargetGroup TargetGroup(this Sketch sketch, Id<Vpc> vpc, TargetType type, BalancerProtocol protocol, int port, params (string Key, string Value)[] attributes) => sketch.Draft.Put(new TargetGroup
    {
        Id = new Id<TargetGroup>($"targetgroup/tg-{sketch.Draft.Hex(4)}/{sketch.Draft.Hex(16)}"), Name = $"tg-{sketch.Draft.Hex(4)}", Type = type, Protocol = protocol, Port = port, VpcId = vpc,
        HealthCheck = new HealthCheck { Protocol = BalancerProtocol.Tcp, IntervalSeconds = 30, TimeoutSeconds = 10, HealthyThreshold = 5, UnhealthyThreshold = 2 },
        Attributes = attributes.ToImmutableSortedDictionary(a => a.Key, a => a.Value),
    });

    /// <summary>A target that is healthy, unless it is said not to be.</summary>
    public static TargetRegistration Target(this Sketch sketch, TargetGroup group, string id, bool isHealthy = true, int? port = null)
    {
        var target = Targets.Register(sketch.Draft, group, id, port);
        return sketch.Draft.Put(target with { Health = isHealthy ? TargetHealth.Healthy : new TargetHealth("unhealthy", "Target.FailedHealthChecks") });
    }

    public static Listener Listener(this Sketch sketch, LoadBalancer balancer, BalancerProtocol protocol, int port, params TargetGroup[] groups) => sketch.Draft.Put(new Listener
    {
        Id = new Id<Listener>($"{balancer.Id.Value.Replace("loadbalancer/", "listener/", StringComparison.Ordinal)}/{sketch.Draft.Hex(16)}"), BalancerId = balancer.Id, Protocol = protocol, Port = port,
        DefaultActions = [new RuleAction(ActionType.Forward) { Forward = new ForwardAction([.. groups.Select(g => new WeightedGroup(g.Id))]) }],
    });

    public static ListenerRule Rule(this Sketch sketch, Listener listener, int priority, string path, RuleAction action) => sketch.Draft.Put(new ListenerRule
    {
        Id = new Id<ListenerRule>($"{listener.Id.Value.Replace("listener/", "listener-rule/", StringComparison.Ordinal)}/{sketch.Draft.Hex(16)}"), ListenerId = listener.Id, Priority = priority,
        Conditions = [new RuleCondition(ConditionField.PathPattern) { Values = [path] }], Actions = [action],
    });

    /// <summary>The instance whose interface it is.</summary>
    public static string Instance(this NetworkInterface eni) => eni.Attachment?.InstanceId?.Value ?? "";
}
