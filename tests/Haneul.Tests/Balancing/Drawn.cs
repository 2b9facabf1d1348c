using Haneul.Model;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Balancing;

/// <summary>A network balancer with a node in each of two zones, a client and two targets in the first, and an instance in the second.</summary>
internal sealed class Drawn
{
    public Drawn(params (string Key, string Value)[] attributes) : this(BalancerProtocol.Tcp, isGuarded: false, attributes)
    {
    }

    /// <summary>Guarded: the balancer admits the client only, and its targets admit the balancer's group only.</summary>
    public Drawn(bool isGuarded) : this(BalancerProtocol.Tcp, isGuarded)
    {
    }

    public Drawn(BalancerProtocol protocol, bool isGuarded = false, params (string Key, string Value)[] attributes)
    {
        Vpc = Sketch.Vpc("10.0.0.0/16");
        var open = Sketch.Open(Vpc);
        var (a, b) = (Sketch.Subnet(Vpc, "10.0.1.0/24"), Sketch.SubnetIn(Vpc, "10.0.2.0/24", "ap-northeast-2b"));
        var front = isGuarded ? Sketch.Group(Vpc, "in tcp 80 10.0.1.10/32", "out all - 0.0.0.0/0") : null;
        var behind = front is null ? open : Sketch.Group(Vpc, $"in tcp 8080 {front.Id}", "out all - 0.0.0.0/0");
        Client = Sketch.Host(a, "10.0.1.10", open).Instance();
        One = Sketch.Host(a, "10.0.1.20", behind);
        Two = Sketch.Host(a, "10.0.1.21", behind);
        Far = Sketch.Host(b, "10.0.2.20", open);
        Balancer = Sketch.Balancer(BalancerType.Network, [(a, NodeA), (b, NodeB)], front is null ? [] : [front]);
        Group = Sketch.TargetGroup(Vpc.Id, TargetType.Instance, protocol, 8080, attributes);
        TargetOne = Sketch.Target(Group, One.Instance());
        TargetTwo = Sketch.Target(Group, Two.Instance());
        Listener = Sketch.Listener(Balancer, protocol, 80, Group);
    }

    public Sketch Sketch { get; } = new();

    public string NodeA => "10.0.1.50";

    public string NodeB => "10.0.2.50";

    public Vpc Vpc { get; }

    public string Client { get; }

    public NetworkInterface One { get; }

    public NetworkInterface Two { get; }

    public NetworkInterface Far { get; }

    public LoadBalancer Balancer { get; }

    public TargetGroup Group { get; }

    public TargetRegistration TargetOne { get; }

    public TargetRegistration TargetTwo { get; }

    public Listener Listener { get; }

    public void Turn(TargetRegistration target, bool isHealthy) =>
        Sketch.Draft.Put(target with { Health = isHealthy ? TargetHealth.Healthy : new TargetHealth("unhealthy", "Target.FailedHealthChecks") });
}
