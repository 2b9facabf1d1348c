using Haneul.Flows;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Flows;

public sealed class FlowFilterTests
{
    private static readonly FlowView Flow = new()
    {
        First = default, Last = default, Verdict = FlowVerdict.Reject, Vpc = "vpc-1", Protocol = "tcp", Source = "10.0.1.5", From = "bastion", SourcePort = 40000,
        Destination = "10.0.2.7", To = "app1", DestinationPort = 22, Interfaces = ["eni-1", "eni-2"],
    };

    [Theory]
    [InlineData("")]
    [InlineData("reject")]
    [InlineData("rejected TCP :22")]
    [InlineData("10.0.0.0/16 22")]
    [InlineData("10.0.2.7")]
    [InlineData("bastion app1 vpc-1 eni-2")]
    [InlineData("from:bastion to:app1 to::22")]
    [InlineData("from:10.0.1.0/24")]
    [InlineData("!accept !udp !:80 !from:app1")]
    public void What_is_true_of_the_flow_lets_it_through(string filter) => Assert.True(FlowFilter.Read(filter)(Flow));

    [Theory]
    [InlineData("accept")]
    [InlineData("udp")]
    [InlineData("reject :80")]
    [InlineData("from:app1")]
    [InlineData("to:10.0.1.0/24")]
    [InlineData("from::22")]
    [InlineData("!bastion")]
    [InlineData("10.1.0.0/16")]
    [InlineData("nobody")]
    public void One_word_that_is_not_true_holds_it_back(string filter) => Assert.False(FlowFilter.Read(filter)(Flow));

    [Theory]
    [InlineData(":99999")]
    [InlineData("from:")]
    [InlineData(":")]
    public void A_word_that_says_nothing_is_refused(string filter) => Assert.Throws<Fault>(() => FlowFilter.Read(filter));
}
