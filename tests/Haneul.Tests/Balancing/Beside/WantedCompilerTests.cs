using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Store;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>What is told to the data plane.</summary>
public sealed class WantedCompilerTests
{
    [Fact]
    public void Of_a_network_balancer_user_space_serves_TLS_and_checks_the_health_of_all_groups()
    {
        var drawn = new Drawn();
        drawn.Sketch.Listener(drawn.Balancer, BalancerProtocol.Tls, 443, drawn.Group);
        var wanted = Of(drawn);
        var balancer = Assert.Single(wanted.Balancers);
        Assert.Equal([443], balancer.Listeners.Select(l => l.Port));
        Assert.Equal(drawn.Group.Id, Assert.Single(balancer.Checked));
        Assert.Equal([$"lb-{drawn.Balancer.Nodes[0].InterfaceId}", $"lb-{drawn.Balancer.Nodes[1].InterfaceId}"], balancer.Nodes.Select(n => n.Space));
        Assert.Equal(["10.0.1.20", "10.0.1.21"], Assert.Single(wanted.Pools).Targets.Select(t => t.Address.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_function_is_told_with_where_the_user_said_that_it_is()
    {
        var drawn = new Drawn(BalancerProtocol.Http);
        var draft = drawn.Sketch.Draft;
        draft.Put(drawn.Balancer with { Type = BalancerType.Application });
        var group = draft.Put(drawn.Group with { Type = TargetType.Lambda, Protocol = null, Port = null, VpcId = null });
        foreach (var old in draft.All<TargetRegistration>().Marked(group.Id.Value).ToList()) draft.Remove(old.Id);
        Targets.Register(draft, group, "arn:aws:lambda:ap-northeast-2:000000000000:function:hello:live");
        Assert.Null(Assert.Single(Assert.Single(Of(drawn).Pools).Targets).Url);
        FunctionEndpoint.Set(draft.In(Place.Between), "hello", "http://127.0.0.1:9000");
        Assert.Equal("http://127.0.0.1:9000/", Assert.Single(Assert.Single(Of(drawn).Pools).Targets).Url);
    }

    [Fact]
    public void The_PROXY_protocol_needs_user_space()
    {
        Assert.Empty(Of(new Drawn()).Balancers.Single().Listeners);
        Assert.Single(Of(new Drawn(("proxy_protocol_v2.enabled", "true"))).Balancers.Single().Listeners);
    }

    [Fact]
    public void An_application_balancer_is_told_whole_and_reads_the_same_over_the_socket()
    {
        var drawn = new Drawn(BalancerProtocol.Http);
        drawn.Sketch.Draft.Put(drawn.Balancer with { Type = BalancerType.Application });
        drawn.Sketch.Draft.Put(new ListenerRule
        {
            Id = new Id<ListenerRule>("listener-rule/app/1"), ListenerId = drawn.Listener.Id, Priority = 3,
            Conditions = [new RuleCondition(ConditionField.PathPattern) { Values = ["/api/*"] }],
            Actions = [new RuleAction(ActionType.FixedResponse) { FixedResponse = new FixedResponseAction(418, "text/plain", "short") }],
        });
        var wanted = Of(drawn);
        Assert.Equal((80, 3), (wanted.Balancers[0].Listeners[0].Port, wanted.Balancers[0].Listeners[0].Rules[0].Priority));
        using var written = new MemoryStream();
        RowWriter.Write(written, wanted);
        var read = System.Text.Json.JsonSerializer.Deserialize<WantedState>(written.ToArray(), Rows.Json) ?? throw new InvalidOperationException("Nothing was read");
        using var again = new MemoryStream();
        RowWriter.Write(again, read);
        Assert.Equal(written.ToArray(), again.ToArray());
        Assert.Equal(418, read.Balancers[0].Listeners[0].Rules[0].Actions[0].FixedResponse?.StatusCode);
    }

    [Fact]
    public void A_listener_that_verifies_clients_is_told_whom_to_trust()
    {
        var drawn = new Drawn(BalancerProtocol.Https);
        var draft = drawn.Sketch.Draft;
        draft.Put(drawn.Balancer with { Type = BalancerType.Application });
        var store = new TrustStore { Id = new Id<TrustStore>("truststore/ours/50dc6c495c0c9188"), Name = "ours", Bucket = "b", ObjectKey = "k", Authorities = "the authorities", Count = 1 };
        draft.Put(store);
        draft.Put(drawn.Listener with { MutualTls = new MutualTls("verify", draft.Arn(LoadBalancer.Service, store.Id.Value), false, false) });
        Assert.Equal("the authorities", Of(drawn).Balancers[0].Listeners[0].TrustedAuthorities);
    }

    [Fact]
    public void A_stopped_instance_is_no_target_and_a_failed_zone_s_node_is_dark()
    {
        var drawn = new Drawn();
        var draft = drawn.Sketch.Draft;
        draft.Put(draft.Get(new Id<Instance>(drawn.One.Instance())) with { State = InstanceState.Stopped });
        ZoneFailure.Fail(draft, ZoneFailure.Named("ap-northeast-2b"));
        var wanted = Of(drawn);
        Assert.Equal("10.0.1.21", Assert.Single(Assert.Single(wanted.Pools).Targets).Address.ToString());
        Assert.Equal([false, true], wanted.Balancers[0].Nodes.Select(n => n.Dark));
    }

    private static WantedState Of(Drawn drawn) => WantedCompiler.Of(drawn.Sketch.World, Lowering.Lower(drawn.Sketch.World), 1);
}
