using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Tests.Kernel.Fake;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Flows;

/// <summary>Observation is a part of the plan: it comes and goes like everything else, also where an earlier daemon left it.</summary>
public sealed class ObservationPlanTests
{
    [Fact]
    public void It_comes_and_goes_in_one_transaction_that_touches_nothing_else()
    {
        var (net, vpc) = Drawn();
        using var kernel = new FakeKernel();
        var reconciler = new Reconciler(kernel, _ => { });
        Assert.Empty(reconciler.Apply(PlanCompiler.Compile(net, null)));
        kernel.Transactions.Clear();
        kernel.Asked.Clear();

        Assert.Empty(reconciler.Apply(PlanCompiler.Compile(net, null, new HashSet<string> { vpc })));
        var (name, come) = Assert.Single(kernel.Transactions);
        Assert.Equal(vpc, name);
        Assert.All(come, c => Assert.True(c is NftChange.AddSet { Set.Name: "passed4" } or NftChange.AddChain { Chain.Name: "count-passed" } or NftChange.AddRule { Chain: "count-passed" }, $"{c}"));
        Assert.Empty(kernel.Asked);

        Assert.Empty(reconciler.Apply(PlanCompiler.Compile(net, null)));
        Assert.DoesNotContain("passed4", kernel.TablesOf(vpc)["haneul"].Sets.Keys);
        Assert.DoesNotContain("count-passed", kernel.TablesOf(vpc)["haneul"].Chains.Keys);
    }

    [Fact]
    public void What_an_earlier_daemon_observed_is_not_observed_where_nobody_wants_it_now()
    {
        var (net, vpc) = Drawn();
        using var kernel = new FakeKernel();
        Assert.Empty(new Reconciler(kernel, _ => { }).Apply(PlanCompiler.Compile(net, null, new HashSet<string> { vpc })));
        var plan = PlanCompiler.Compile(net, null);
        var next = new Reconciler(kernel, _ => { });
        next.TakeOver(plan, new Dictionary<string, int>());
        Assert.Empty(next.Apply(plan));
        Assert.DoesNotContain("count-passed", kernel.TablesOf(vpc)["haneul"].Chains.Keys);
        Assert.Contains("refuse", kernel.TablesOf(vpc)["haneul"].Chains.Keys);
    }

    [Fact]
    public void Every_drop_of_a_router_says_who_it_is()
    {
        var (net, vpc) = Drawn();
        var table = PlanCompiler.Compile(net, null).Namespaces[vpc].Table ?? throw new InvalidOperationException("A VPC has a table");
        foreach (var chain in table.Chains.Values.Where(c => c.Name != "refuse"))
        {
            Assert.All(chain.Rules, r => Assert.DoesNotContain(r.Expressions, e => e is NftExpression.Decide { Verdict.Code: NftVerdictCode.Drop }));
            foreach (var rule in chain.Rules.Where(r => r.Expressions.Any(e => e is NftExpression.Decide { Verdict.Chain: "refuse" })))
            {
                var mark = rule.Expressions.OfType<NftExpression.Load>().Last().Value.Content;
                Assert.Contains(BitConverter.ToUInt32(mark.AsSpan()), table.Refusals.Keys);
            }
        }
        Assert.Equal(Enum.GetValues<Border>().ToHashSet(), table.Refusals.Values.Select(r => r.Border).ToHashSet());
    }

    private static (Network, string Vpc) Drawn()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        var subnet = sketch.Subnet(vpc, "10.0.1.0/24");
        sketch.Acl(subnet, "in 90 deny tcp 22 0.0.0.0/0", "in 100 allow all - 0.0.0.0/0", "out 100 allow tcp - 0.0.0.0/0");
        sketch.Interface(subnet, "10.0.1.10", sketch.Open(vpc));
        return (Lowering.Lower(sketch.World), vpc.Id.Value);
    }
}
