using Haneul.Model;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Balancing;

/// <summary>A VPC whose client and server speak through an endpoint between them, and another VPC with a gateway balancer and two appliances.</summary>
internal sealed class DrawnGateway
{
    public DrawnGateway(params (string Key, string Value)[] attributes)
        : this(v6: false, attributes)
    {
    }

    /// <param name="v6">The first VPC has IPv6 too.</param>
    /// <param name="attributes">The target group's.</param>
    public DrawnGateway(bool v6, params (string Key, string Value)[] attributes)
    {
        var consumer = Sketch.Vpc("10.0.0.0/16", v6);
        if (v6) Sketch.OpenAclsToV6();
        var security = Sketch.Vpc("10.1.0.0/16");
        var open = Sketch.Open(consumer);
        Clients = Sketch.Subnet(consumer, "10.0.1.0/24");
        Servers = Sketch.Subnet(consumer, "10.0.2.0/24");
        var entry = Sketch.Subnet(consumer, "10.0.3.0/24");
        var appliances = Sketch.Subnet(security, "10.1.1.0/24");
        Client = Sketch.Host(Clients, "10.0.1.10", open);
        Server = Sketch.Host(Servers, "10.0.2.20", open);
        var node = Sketch.Open(security);
        Guard = Sketch.Group(security, "in udp 6081 10.1.1.50/32", "in tcp 80 10.1.1.50/32", "out all - 0.0.0.0/0");
        One = Sketch.Host(appliances, "10.1.1.20", Guard);
        Two = Sketch.Host(appliances, "10.1.1.21", Guard);
        Balancer = Sketch.Balancer(BalancerType.Gateway, [(appliances, "10.1.1.50")], node);
        Group = Sketch.TargetGroup(security.Id, TargetType.Instance, BalancerProtocol.Geneve, 6081, attributes);
        TargetOne = Sketch.Target(Group, One.Instance());
        TargetTwo = Sketch.Target(Group, Two.Instance());
        Listener = Sketch.Listener(Balancer, BalancerProtocol.Geneve, 0, Group);
        var draft = Sketch.Draft;
        Service = draft.Put(new VpcEndpointService
        {
            Id = draft.NewId<VpcEndpointService>(), AcceptanceRequired = false,
            GatewayBalancerArns = [draft.Arn(LoadBalancer.Service, Balancer.Id.Value)],
        });
        Endpoint = VpcEndpointServices.AddInterface(draft, new VpcEndpoint
        {
            Id = draft.NewId<VpcEndpoint>(), Type = VpcEndpointServices.EndpointType, VpcId = consumer.Id, ServiceName = Service.NameIn(draft.Region), State = "available", CreateTime = draft.Now,
            IpAddressType = v6 ? "dualstack" : "ipv4",
        }, entry.Id);
        Sketch.Route(Clients, "10.0.2.0/24", RouteTargetKind.VpcEndpoint, Endpoint.Id.Value);
        Sketch.Route(Servers, "10.0.1.0/24", RouteTargetKind.VpcEndpoint, Endpoint.Id.Value);
        if (!v6) return;
        Sketch.Route(Clients, Servers.Ipv6Blocks[0].Block.ToString(), RouteTargetKind.VpcEndpoint, Endpoint.Id.Value);
        Sketch.Route(Servers, Clients.Ipv6Blocks[0].Block.ToString(), RouteTargetKind.VpcEndpoint, Endpoint.Id.Value);
    }

    public Sketch Sketch { get; } = new();

    public Subnet Clients { get; }

    public Subnet Servers { get; }

    public NetworkInterface Client { get; }

    public NetworkInterface Server { get; }

    public SecurityGroup Guard { get; }

    public NetworkInterface One { get; }

    public NetworkInterface Two { get; }

    public LoadBalancer Balancer { get; }

    public TargetGroup Group { get; }

    public Listener Listener { get; }

    public TargetRegistration TargetOne { get; }

    public TargetRegistration TargetTwo { get; }

    public VpcEndpointService Service { get; }

    public VpcEndpoint Endpoint { get; }

    public void Turn(TargetRegistration target, bool isHealthy) =>
        Sketch.Draft.Put(target with { Health = isHealthy ? TargetHealth.Healthy : new TargetHealth("unhealthy", "Target.FailedHealthChecks") });
}
