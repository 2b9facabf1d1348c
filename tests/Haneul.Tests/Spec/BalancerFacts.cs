using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Network and application balancers: load-balancer-target-groups.html, edit-target-group-attributes.html and load-balancer-security-groups.html of both guides.</summary>
internal static class BalancerFacts
{
    private const string Guide = "https://docs.aws.amazon.com/elasticloadbalancing/latest/";
    private const string Flows = Guide + "network/edit-target-group-attributes.html", Zones = Guide + "userguide/how-elastic-load-balancing-works.html", Requests = Guide + "application/load-balancer-listeners.html";

    private static readonly (string, string) Crossing = ("load_balancing.cross_zone.enabled", "true");

    public static IEnumerable<Fact> All() => [.. OfFlows(), .. OfTargets(), .. OfRequests()];

    private static IEnumerable<Fact> OfFlows() =>
    [
        new("a target that is an instance sees the client's address and the target's port", Flows, s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Near);
            return Known.Reaches(d.Client, d.Node, 80) with { LastSource = d.Client.PrivateIps[0], LastDestination = d.Near.PrivateIps[0], Decider = d.Group.Id.Value };
        }),
        new("a target by address sees the node's address", Flows, s =>
        {
            var d = new Drawing(s, TargetType.Ip);
            d.Register(d.Near);
            return Known.Reaches(d.Client, d.Node, 80) with { LastSource = Ip.Parse(d.Node), LastDestination = d.Near.PrivateIps[0] };
        }),
        new("a target by address sees the client's where that is asked for", Flows, s =>
        {
            var d = new Drawing(s, TargetType.Ip, ("preserve_client_ip.enabled", "true"));
            d.Register(d.Near);
            return Known.Reaches(d.Client, d.Node, 80) with { LastSource = d.Client.PrivateIps[0] };
        }),
        new("a target cannot reach itself through the balancer while the client's address is kept", Guide + "network/load-balancer-troubleshooting.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Near);
            return Known.Blocked(d.Near, d.Node, "ELBV2_SOURCE_ADDRESS_PRESERVATION", 80) with { Decider = d.Balancer.Id.Value };
        }),
        new("nor does an application balancer's node behind a network balancer", Guide + "network/load-balancer-troubleshooting.html", s =>
        {
            var d = new Drawing(s, TargetType.Ip, ("preserve_client_ip.enabled", "true"));
            var behind = s.Balancer(BalancerType.Application, [(d.NearSubnet, "10.0.1.60")], s.Open(d.Vpc));
            s.Listener(behind, BalancerProtocol.Http, 8080, d.Group);
            var node = s.Draft.Get(behind.Nodes[0].InterfaceId);
            d.Register(node);
            return Known.Blocked(node, d.Node, "ELBV2_SOURCE_ADDRESS_PRESERVATION", 80) with { Decider = d.Balancer.Id.Value };
        }),
        new("a target reaches itself through the balancer where the client's address is not kept", Guide + "network/load-balancer-troubleshooting.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance, ("preserve_client_ip.enabled", "false"));
            d.Register(d.Near);
            return Known.Reaches(d.Near, d.Node, 80) with { LastSource = Ip.Parse(d.Node) };
        }),
        new("a port without a listener is closed", Guide + "network/load-balancer-listeners.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Near);
            return Known.Blocked(d.Client, d.Node, "ELBV2_LISTENERS_MISMATCH", 81) with { Decider = d.Balancer.Id.Value };
        }),
        new("a target may admit the balancer's group though it sees the client", Guide + "network/load-balancer-security-groups.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance, guarded: true);
            d.Register(d.Near);
            return Known.Reaches(d.Client, d.Node, 80) with { LastSource = d.Client.PrivateIps[0] };
        }),
        new("whom a target's group admits by the balancer's group it does not admit past the balancer", Guide + "network/load-balancer-security-groups.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance, guarded: true);
            d.Register(d.Near);
            return Known.Blocked(d.Client, d.Near.PrivateIps[0], "ENI_SG_RULES_MISMATCH", 8080);
        }),
    ];

    private static IEnumerable<Fact> OfTargets() =>
    [
        new("a node uses the targets of its own zone", Zones, s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Far);
            return Known.Blocked(d.Client, d.Node, "ELBV2_NO_TARGETS_IN_AZ", 80) with { Decider = d.Group.Id.Value };
        }),
        new("a node uses the targets of all enabled zones where zones are crossed", Zones, s =>
        {
            var d = new Drawing(s, TargetType.Instance, Crossing);
            d.Register(d.Far);
            return Known.Reaches(d.Client, d.Node, 80) with { LastDestination = d.Far.PrivateIps[0] };
        }),
        new("a target in a zone that is not enabled gets nothing, whether zones are crossed or not", Zones, s =>
        {
            var d = new Drawing(s, TargetType.Instance, Crossing);
            d.Register(d.Outlying);
            return Known.Blocked(d.Client, d.Node, "ELBV2_NO_TARGETS_IN_AZ", 80);
        }),
        new("healthy targets are used", Guide + "network/target-group-health-checks.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance, Crossing);
            d.Register(d.Near, isHealthy: false);
            d.Register(d.Far);
            return Known.Reaches(d.Client, d.Node, 80) with { LastDestination = d.Far.PrivateIps[0] };
        }),
        new("where none is healthy all are used", Guide + "network/target-group-health-checks.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Near, isHealthy: false);
            return Known.Reaches(d.Client, d.Node, 80) with { LastDestination = d.Near.PrivateIps[0] };
        }),
        new("a stopped instance is not used, though none is healthy", Guide + "network/target-group-health-checks.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            d.Register(d.Near, isHealthy: false);
            s.Draft.Put(s.Draft.Get(new Id<Instance>(d.Near.Instance())) with { State = InstanceState.Stopped });
            return Known.Blocked(d.Client, d.Node, "ELBV2_NO_TARGETS_IN_AZ", 80);
        }),
        new("a group without targets is told as such", "https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance);
            return Known.Blocked(d.Client, d.Node, "ELBV2_LISTENER_HAS_NO_TG", 80) with { Decider = d.Listener.Id.Value };
        }),
    ];

    private static IEnumerable<Fact> OfRequests() =>
    [
        new("an application balancer asks a target of any zone from its own address", Zones, s =>
        {
            var d = new Drawing(s, TargetType.Instance, isApplication: true, guarded: true);
            d.Register(d.Far);
            return Known.Reaches(d.Client, d.Node, 80) with { LastDestination = Ip.Parse(d.Node), Decider = d.Listener.Id.Value };
        }),
        new("a target of an application balancer must admit the balancer", Guide + "application/load-balancer-update-security-groups.html", s =>
        {
            var d = new Drawing(s, TargetType.Instance, isApplication: true);
            d.Register(d.Near);
            s.Draft.Put(d.Near with { GroupIds = [s.Group(d.Vpc, "in tcp 8080 10.0.1.10/32", "out all - 0.0.0.0/0").Id] });
            return Known.Blocked(d.Client, d.Node, "ENI_SG_RULES_MISMATCH", 80);
        }),
        new("the first rule that holds decides, before the default action", Requests, s =>
        {
            var d = new Drawing(s, TargetType.Instance, isApplication: true);
            s.Rule(d.Listener, 20, "/*", new RuleAction(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(d.Group.Id)]) });
            var first = s.Rule(d.Listener, 10, "/old", new RuleAction(ActionType.FixedResponse) { FixedResponse = new FixedResponseAction(410, null, null) });
            var known = Known.Reaches(d.Client, d.Node, 80);
            return known with { Question = known.Question with { Http = new SpecRequest("example.com", "/old") }, Decider = first.Id.Value };
        }),
    ];

    /// <summary>A balancer with a node in each of two zones, hosts in both and in a third, and a group that has no targets yet.</summary>
    private sealed class Drawing
    {
        private readonly Sketch sketch;

        public Drawing(Sketch sketch, TargetType type, (string Key, string Value)? attribute = null, bool guarded = false, bool isApplication = false)
        {
            this.sketch = sketch;
            Vpc = sketch.Vpc("10.0.0.0/16");
            var open = sketch.Open(Vpc);
            var front = guarded || isApplication ? sketch.Group(Vpc, "in tcp 80 10.0.1.10/32", "out all - 0.0.0.0/0") : null;
            var behind = guarded && front is not null ? sketch.Group(Vpc, $"in tcp 8080 {front.Id}", "out all - 0.0.0.0/0") : open;
            var (a, b, c) = (sketch.Subnet(Vpc, "10.0.1.0/24"), sketch.SubnetIn(Vpc, "10.0.2.0/24", "ap-northeast-2b"), sketch.SubnetIn(Vpc, "10.0.3.0/24", "ap-northeast-2c"));
            NearSubnet = a;
            Client = sketch.Host(a, "10.0.1.10", open);
            (Near, Far, Outlying) = (sketch.Host(a, "10.0.1.20", behind), sketch.Host(b, "10.0.2.20", behind), sketch.Host(c, "10.0.3.20", behind));
            Balancer = sketch.Balancer(isApplication ? BalancerType.Application : BalancerType.Network, [(a, Node), (b, "10.0.2.50")], front is null ? [] : [front]);
            Group = sketch.TargetGroup(Vpc.Id, type, isApplication ? BalancerProtocol.Http : BalancerProtocol.Tcp, 8080, attribute is { } set ? [set] : []);
            Listener = sketch.Listener(Balancer, isApplication ? BalancerProtocol.Http : BalancerProtocol.Tcp, 80, Group);
        }

        public Vpc Vpc { get; }

        public string Node => "10.0.1.50";

        public Subnet NearSubnet { get; }

        public NetworkInterface Client { get; }

        /// <summary>In the node's zone.</summary>
        public NetworkInterface Near { get; }

        /// <summary>In the other zone that the balancer is in.</summary>
        public NetworkInterface Far { get; }

        /// <summary>In a zone that the balancer is not in.</summary>
        public NetworkInterface Outlying { get; }

        public LoadBalancer Balancer { get; }

        public TargetGroup Group { get; }

        public Listener Listener { get; }

        public void Register(NetworkInterface host, bool isHealthy = true) => sketch.Target(Group, Group.Type == TargetType.Instance ? host.Instance() : $"{host.PrivateIps[0]}", isHealthy);
    }
}
