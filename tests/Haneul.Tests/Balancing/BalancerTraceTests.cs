using System.Text.Json;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Output;
using Haneul.Tests.Spec;
using Haneul.Tracing;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>The tracer through load balancers.</summary>
public sealed class BalancerTraceTests
{
    [Fact]
    public void A_flow_goes_by_the_node_to_a_target_and_its_answer_comes_back_by_the_node()
    {
        var drawn = new Drawn();
        var trace = Asked(drawn, 80);
        Assert.True(trace.Reachable, Told(trace));
        Assert.Equal(new ObjectRef(ObjectKind.NetworkInterface, drawn.One.Id.Value), trace.To);
        var chosen = Assert.Single(trace.Forward, s => s.Kind == StepKind.Balancer);
        Assert.Equal((Decision.Translated, "10.0.1.10", "10.0.1.20", 8080), (chosen.Decision, chosen.After.Source.ToString(), chosen.After.Destination.ToString(), chosen.After.DestinationPort));
        Assert.Equal(2, chosen.Choice?.Of);
        Assert.Equal([drawn.Listener.Id.Value, drawn.Group.Id.Value], chosen.Reasons.Select(r => r.Object.Id).Order(StringComparer.Ordinal));
        Assert.Contains(trace.Return, s => s.Kind == StepKind.BalancerReturn);
        Assert.Single(trace.Return, s => s.Kind == StepKind.Balancer);
    }

    [Fact]
    public void The_choice_can_be_told_and_is_taken_where_it_may_be()
    {
        var drawn = new Drawn();
        var net = Lowering.Lower(drawn.Sketch.World);
        var trace = Tracer.Trace(net, Question(drawn, 80) with { Chosen = [new TargetPlace(Ip.Parse("10.0.1.21"), 8080), new TargetPlace(Ip.Parse("10.0.2.20"), 8080)] });
        Assert.Equal(new ObjectRef(ObjectKind.NetworkInterface, drawn.Two.Id.Value), trace.To);
    }

    [Fact]
    public void Without_the_client_s_address_the_node_asks_and_is_answered()
    {
        var trace = Asked(new Drawn(("preserve_client_ip.enabled", "false")), 80);
        Assert.True(trace.Reachable, Told(trace));
        Assert.Equal("10.0.1.50", trace.Forward.Single(s => s.Kind == StepKind.Balancer).After.Source.ToString());
        Assert.DoesNotContain(trace.Return, s => s.Kind == StepKind.BalancerReturn);
    }

    [Fact]
    public void What_stops_a_flow_at_the_balancer_is_told_by_AWS_s_codes()
    {
        var drawn = new Drawn();
        Assert.Equal([ExplanationCode.ListenersMismatch], Codes(Asked(drawn, 81)));
        Assert.Equal([ExplanationCode.SourcePreserved], Codes(Tracer.Trace(Lowering.Lower(drawn.Sketch.World), Question(drawn, 80) with { Source = PathEnd.Interface(drawn.One.Id) })));
        var dry = new Drawn();
        dry.Sketch.Draft.Remove(dry.TargetOne.Id);
        dry.Sketch.Draft.Remove(dry.TargetTwo.Id);
        Assert.Equal([ExplanationCode.ListenerHasNoTargets], Codes(Asked(dry, 80)));
        dry.Sketch.Draft.Put(dry.Listener with { DefaultActions = [] });
        Assert.Equal([ExplanationCode.ListenerHasNoTargets], Codes(Asked(dry, 80)));
    }

    [Fact]
    public void A_target_may_admit_the_balancer_s_group_though_it_sees_the_client()
    {
        var drawn = new Drawn(isGuarded: true);
        Assert.True(Asked(drawn, 80).Reachable);
        var net = Lowering.Lower(drawn.Sketch.World);
        Assert.False(Tracer.Reaches(net, new Question { Source = PathEnd.Instance(new Id<Instance>(drawn.Client)), Destination = PathEnd.Interface(drawn.One.Id), DestinationPort = 8080 }));
        Assert.Equal([ExplanationCode.GroupRulesMismatch], Codes(Tracer.Trace(net, Question(drawn, 80) with { Source = PathEnd.Interface(drawn.Two.Id) })));
    }

    [Fact]
    public void A_health_check_is_a_question_from_the_balancer_and_the_group_that_refuses_it_is_named()
    {
        var drawn = new Drawn();
        var shut = drawn.Sketch.Group(drawn.Vpc, "in tcp 8080 10.0.1.10/32", "out all - 0.0.0.0/0");
        drawn.Sketch.Draft.Put(drawn.One with { GroupIds = [shut.Id] });
        var trace = Tracer.Trace(Lowering.Lower(drawn.Sketch.World), new Question { Source = PathEnd.Balancer(drawn.Balancer.Id), Destination = PathEnd.Interface(drawn.One.Id), DestinationPort = 8080 });
        Assert.Equal("10.0.1.50", trace.Packet.Source.ToString());
        var blocker = Assert.Single(trace.Blockers);
        Assert.Equal(ReasonSet.Of(Reason.GroupDeny(shut.Id.Value)), blocker.Reasons);
    }

    [Fact]
    public void An_application_balancer_asks_a_target_by_a_connection_of_its_own()
    {
        var (sketch, client, balancer, plain, api) = Application();
        var net = Lowering.Lower(sketch.World);
        var question = new Question { Source = PathEnd.Instance(new Id<Instance>(client)), Destination = PathEnd.Balancer(balancer.Id), DestinationPort = 80 };
        var trace = Tracer.Trace(net, question);
        Assert.True(trace.Reachable, Told(trace));
        Assert.Equal(("10.0.1.50", plain.PrivateIps[0].ToString(), 8080), (trace.Next?.Packet.Source.ToString(), trace.Next?.Packet.Destination.ToString(), trace.Next?.Packet.DestinationPort));
        // What is asked decides which rule, and so which group, and so whether it gets there.
        var asked = Tracer.Trace(net, question with { Http = new HttpQuestion("GET", "example.com", "/api/1", "") });
        Assert.Equal(new ObjectRef(ObjectKind.NetworkInterface, api.Id.Value), asked.Next?.To);
        Assert.Contains(asked.Forward.Single(s => s.Kind == StepKind.Balancer).Reasons, r => r.Object.Kind == ObjectKind.ListenerRule);
        Assert.Equal([ExplanationCode.GroupRulesMismatch], Codes(asked));
        Assert.True(Tracer.Reaches(net, question));
        Assert.False(Tracer.Reaches(net, asked.Question));
        var answered = Tracer.Trace(net, question with { Http = new HttpQuestion("GET", "example.com", "/old", "") });
        Assert.True(answered is { Reachable: true, Next: null });
    }

    [Theory]
    [InlineData("authenticate", "; who is not logged in is sent to https://idp.example.com first (302)")]
    [InlineData("deny", "; who is not logged in at https://idp.example.com is refused (401)")]
    [InlineData("allow", "")]
    public void A_rule_that_authenticates_is_told_with_where_others_are_sent(string unauthenticated, string told)
    {
        var (sketch, client, balancer, plain, _) = Application();
        var listener = sketch.Draft.All<Listener>().Single();
        var login = new RuleAction(ActionType.AuthenticateOidc)
        {
            Order = 1,
            Oidc = new OidcAction
            {
                Issuer = "https://idp.example.com", AuthorizationEndpoint = "https://idp.example.com/a", TokenEndpoint = "https://idp.example.com/t", UserInfoEndpoint = "https://idp.example.com/u", ClientId = "x",
                ClientSecret = "y", OnUnauthenticated = unauthenticated,
            },
        };
        sketch.Draft.Put(listener with { DefaultActions = [login, .. listener.DefaultActions.Select(a => a with { Order = 2 })] });
        var trace = Tracer.Trace(Lowering.Lower(sketch.World), new Question { Source = PathEnd.Instance(new Id<Instance>(client)), Destination = PathEnd.Balancer(balancer.Id), DestinationPort = 80, Http = new HttpQuestion("GET", "example.com", "/", "") });
        Assert.Equal(plain.PrivateIps[0], trace.Next?.Packet.Destination);
        Assert.EndsWith($"the only target that it may use{told}", SaidAtBalancer(sketch, trace), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRPC", "GET", 464, ": the load balancer answers with 464: its target group takes gRPC, which is POST over HTTP/2")]
    [InlineData("GRPC", "POST", null, "the only target that it may use; requests that are not HTTP/2 are answered with 464")]
    [InlineData("HTTP2", "GET", null, "the only target that it may use; requests that are not HTTP/2 are answered with 464")]
    [InlineData("HTTP1", "GET", null, "the only target that it may use")]
    public void A_request_that_the_target_group_does_not_take_is_answered_with_464(string version, string method, int? status, string told)
    {
        var (sketch, client, balancer, _, _) = Application();
        var group = sketch.Draft.Get(sketch.Draft.All<Listener>().Single().DefaultActions[0].TargetGroupIds.Single());
        sketch.Draft.Put(group with { ProtocolVersion = version });
        var trace = Tracer.Trace(Lowering.Lower(sketch.World), new Question { Source = PathEnd.Instance(new Id<Instance>(client)), Destination = PathEnd.Balancer(balancer.Id), DestinationPort = 80, Http = new HttpQuestion(method, "example.com", "/", "") });
        Assert.Equal((true, status is null), (trace.Reachable, trace.Next is not null));
        Assert.EndsWith(told, SaidAtBalancer(sketch, trace), StringComparison.Ordinal);
        var report = new TraceTeller(new Objects(sketch.World), trace).Tell("model").Forward.SelectMany(h => h.Steps).Single(s => s.Kind == StepKind.Balancer);
        Assert.Equal(version == "HTTP1" ? null : new RequestReport(status, null, null, true), report.Request);
        var old = Tracer.Trace(Lowering.Lower(sketch.World), trace.Question with { Http = new HttpQuestion("GET", "example.com", "/old", "") });
        Assert.EndsWith(": the load balancer answers with 410", SaidAtBalancer(sketch, old), StringComparison.Ordinal);
    }

    private static string SaidAtBalancer(Sketch sketch, Trace trace) => new TraceTeller(new Objects(sketch.World), trace).Tell("model").Forward.SelectMany(h => h.Steps).Single(s => s.Kind == StepKind.Balancer).Told;

    [Fact]
    public void A_balancer_s_name_leads_to_a_node_that_has_targets()
    {
        var drawn = new Drawn();
        var trace = Tracer.Trace(Lowering.Lower(drawn.Sketch.World), Question(drawn, 80) with { Source = PathEnd.Interface(drawn.Far.Id) });
        Assert.Equal("10.0.1.50", trace.Packet.Destination.ToString());
        Assert.True(trace.Reachable, Told(trace));
    }

    [Fact]
    public void What_is_told_survives_JSON_with_the_choice_and_the_balancer_s_own_connection()
    {
        var (sketch, client, balancer, _, _) = Application();
        var trace = Tracer.Trace(Lowering.Lower(sketch.World), new Question { Source = PathEnd.Instance(new Id<Instance>(client)), Destination = PathEnd.Balancer(balancer.Id), DestinationPort = 80 });
        var told = new TraceTeller(new Objects(sketch.World), trace).Tell("model");
        var read = JsonSerializer.Deserialize<TraceReport>(JsonSerializer.Serialize(told, Json.Options), Json.Options);
        Assert.Equal("healthy", read?.Forward.SelectMany(h => h.Steps).Single(s => s.Choice is not null).Choice?.Health);
        Assert.Equal(told.Next?.Packet, read?.Next?.Packet);
        using var page = new StringWriter();
        TracePage.Show(Page.Plain(page), told);
        Assert.Contains("The load balancer's own connection", page.ToString(), StringComparison.Ordinal);
    }

    private static (Sketch Sketch, string Client, LoadBalancer Balancer, NetworkInterface Plain, NetworkInterface Api) Application()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        var a = sketch.Subnet(vpc, "10.0.1.0/24");
        var front = sketch.Group(vpc, "in tcp 80 0.0.0.0/0", "out all - 0.0.0.0/0");
        var client = sketch.Host(a, "10.0.1.10", sketch.Open(vpc)).Instance();
        var plain = sketch.Host(a, "10.0.1.20", sketch.Group(vpc, $"in tcp 8080 {front.Id}", "out all - 0.0.0.0/0"));
        var api = sketch.Host(a, "10.0.1.21", sketch.Group(vpc, "in tcp 22 0.0.0.0/0", "out all - 0.0.0.0/0"));
        var balancer = sketch.Balancer(BalancerType.Application, [(a, "10.0.1.50")], front);
        var (plains, apis) = (sketch.TargetGroup(vpc.Id, TargetType.Instance, BalancerProtocol.Http, 8080), sketch.TargetGroup(vpc.Id, TargetType.Instance, BalancerProtocol.Http, 8080));
        sketch.Target(plains, plain.Instance());
        sketch.Target(apis, api.Instance());
        var listener = sketch.Listener(balancer, BalancerProtocol.Http, 80, plains);
        sketch.Rule(listener, 10, "/api/*", new RuleAction(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(apis.Id)]) });
        sketch.Rule(listener, 20, "/old", new RuleAction(ActionType.FixedResponse) { FixedResponse = new FixedResponseAction(410, null, null) });
        return (sketch, client, balancer, plain, api);
    }

    private static Question Question(Drawn drawn, int port) => new() { Source = PathEnd.Instance(new Id<Instance>(drawn.Client)), Destination = PathEnd.Balancer(drawn.Balancer.Id), DestinationPort = port };

    private static Trace Asked(Drawn drawn, int port) => Tracer.Trace(Lowering.Lower(drawn.Sketch.World), Question(drawn, port));

    private static IEnumerable<string> Codes(Trace trace) => trace.Blockers.Select(b => b.Code);

    private static string Told(Trace trace) => string.Join("; ", trace.Blockers.Select(b => $"{b.Code} at {b.At} {b.Reasons} {b.Packet}"));
}
