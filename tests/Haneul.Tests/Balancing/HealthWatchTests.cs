using System.Text.Json;
using Haneul.Balancing;
using Haneul.Flows;
using Haneul.Model;
using Haneul.Output;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Changes of targets' health as who watches is told of them.</summary>
public sealed class HealthWatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 34, 56, TimeSpan.Zero);

    private const string Address = "10.0.0.77";

    [Fact]
    public void Each_change_is_told_with_the_states_and_AWS_s_reason()
    {
        var lb = new TestBalancing(new TestCloud());
        var group = lb.Group("webs", more: ("TargetType", "ip"));
        var changes = new HealthChanges(lb.Cloud.Ledger.Current);
        lb.Call("RegisterTargets", ("TargetGroupArn", group), ("Targets.member.1.Id", Address));
        var born = Assert.Single(Next());
        Assert.Equal(("webs", group, Address, 80, null, "unused", "Target.NotInUse"), (born.Group, born.GroupArn, born.Target, born.Port, born.From, born.To, born.Reason));

        var balancer = lb.Balancer("front");
        lb.Listener(balancer, group);
        Assert.Equal("unused", Assert.Single(Next()).From);
        See(TargetHealth.Healthy);
        Assert.Equal("healthy", Assert.Single(Next()).To);
        Assert.Empty(Next());
        See(new TargetHealth("unhealthy", "Target.Timeout", "Request timed out"));
        See(new TargetHealth("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]"));
        var fell = Assert.Single(Next());
        Assert.Equal(("healthy", "unhealthy", "Target.ResponseCodeMismatch"), (fell.From, fell.To, fell.Reason));
        See(new TargetHealth("unhealthy", "Target.Timeout", "Request timed out"));
        Assert.Equal(("unhealthy", "unhealthy", "Target.Timeout"), Assert.Single(Next()) is var other ? (other.From, other.To, other.Reason) : default);
        lb.Call("DeregisterTargets", ("TargetGroupArn", group), ("Targets.member.1.Id", Address));
        Assert.Equal(("unhealthy", "draining", "Target.DeregistrationInProgress"), Assert.Single(Next()) is var drains ? (drains.From, drains.To, drains.Reason) : default);
        lb.Cloud.Ledger.Report(new TargetDrained(lb.Cloud.Scope.Place, Row().Id));
        Assert.Equal(("draining", null, null), Assert.Single(Next()) is var gone ? (gone.From, gone.To, gone.Reason) : default);

        IReadOnlyList<HealthChange> Next() => changes.Next(lb.Cloud.Ledger.Current, Now);
        TargetRegistration Row() => lb.Cloud.Scope.All<TargetRegistration>().Single();
        void See(TargetHealth health) => lb.Cloud.Ledger.Report(new TargetHealthSeen(lb.Cloud.Scope.Place, Row().Id, health));
    }

    private static readonly HealthChange Fell = new()
    {
        Time = Now, Account = "000000000000", Region = "eu-west-1", Vpc = "vpc-1", Group = "webs", GroupArn = "arn:webs", Target = "i-1", Name = "one", Address = "10.0.1.5", Port = 80, From = "healthy", To = "unhealthy",
        Reason = "Target.Timeout", Description = "Request timed out",
    };

    [Theory]
    [InlineData("")]
    [InlineData("health")]
    [InlineData("unhealthy webs")]
    [InlineData("to:one :80 10.0.0.0/16 !udp !reject")]
    [InlineData("i-1 Target.Timeout vpc-1 10.0.1.5 !10.0.1.6")]
    public void Words_choose_among_changes(string filter) => Assert.True(HealthFilter.Read(filter)(Fell));

    [Theory]
    [InlineData("!health")]
    [InlineData("reject")]
    [InlineData("tcp :80")]
    [InlineData("from:one")]
    [InlineData("healthy")]
    [InlineData("health :81")]
    [InlineData("health 10.1.0.0/16")]
    public void One_word_that_is_not_true_holds_a_change_back(string filter) => Assert.False(HealthFilter.Read(filter)(Fell));

    [Fact]
    public void Flows_are_no_changes_of_health_and_their_JSON_is_told_apart()
    {
        var flow = new FlowView { First = Now, Last = Now, Verdict = FlowVerdict.Accept, Vpc = "vpc-1", Protocol = "tcp", Source = "10.0.0.1", Destination = "10.0.0.2" };
        Assert.False(FlowFilter.Read("health")(flow));
        Assert.True(FlowFilter.Read("!health")(flow));
        var said = JsonSerializer.SerializeToElement<object>(Fell, Json.Options);
        Assert.Equal(("health", "healthy", "unhealthy", "Target.Timeout"), (said.GetProperty("kind").GetString(), said.GetProperty("from").GetString(), said.GetProperty("to").GetString(), said.GetProperty("reason").GetString()));
        Assert.False(JsonSerializer.SerializeToElement<object>(flow, Json.Options).TryGetProperty("kind", out _));
        Assert.Equal(Fell, JsonSerializer.Deserialize<HealthChange>(said, Json.Options));
    }
}
