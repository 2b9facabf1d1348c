using Haneul.Balancer;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class CheckedStandingTests
{
    private static readonly ProbeResult Good = new(ProbeVerdict.Passed, 200), Bad = new(ProbeVerdict.Mismatch, 503), Late = new(ProbeVerdict.TimedOut), Refused = new(ProbeVerdict.Failed);

    [Fact]
    public void The_first_success_makes_a_new_target_healthy() => Assert.Equal(TargetHealth.Healthy, After(Bad, Good));

    [Fact]
    public void A_new_target_that_fails_once_is_still_new() => Assert.Equal(TargetHealth.Checking, After(Bad));

    [Fact]
    public void So_many_failures_in_a_row_make_a_target_unhealthy()
    {
        Assert.Equal(TargetHealth.Healthy, After(Good, Bad));
        Assert.Equal(TargetHealth.Healthy, After(Good, Bad, Good, Bad));
        Assert.Equal("unhealthy", After(Good, Bad, Bad).State);
        Assert.Equal("unhealthy", After(Bad, Bad).State);
    }

    [Fact]
    public void So_many_successes_in_a_row_make_it_healthy_again()
    {
        Assert.Equal("unhealthy", After(Bad, Bad, Good, Good, Good, Good).State);
        Assert.Equal("unhealthy", After(Bad, Bad, Good, Good, Good, Good, Bad, Good).State);
        Assert.Equal("healthy", After(Bad, Bad, Good, Good, Good, Good, Good).State);
    }

    [Fact]
    public void The_reason_is_that_of_the_last_failure_in_the_words_of_AWS()
    {
        Assert.Equal(new TargetHealth("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]"), After(Late, Bad));
        Assert.Equal(new TargetHealth("unhealthy", "Target.Timeout", "Request timed out"), After(Bad, Late));
        Assert.Equal(new TargetHealth("unhealthy", "Target.FailedHealthChecks", "Health checks failed"), After(Bad, Bad, Refused));
    }

    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200,202", 201, false)]
    [InlineData("200-299, 301", 250, true)]
    [InlineData("200-299, 301", 301, true)]
    [InlineData("200-299", 300, false)]
    public void Codes_mean_health_as_the_matcher_says(string matcher, int code, bool isHealthy) => Assert.Equal(isHealthy, CodeMatcher.Parse(matcher).Has(code));

    private static TargetHealth After(params ProbeResult[] results) => results.Aggregate(CheckedStanding.New, (s, r) => s.After(r, Pools.Check)).Health;
}
