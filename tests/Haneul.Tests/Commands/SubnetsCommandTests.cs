using Xunit;

namespace Haneul.Tests.Commands;

public sealed class SubnetsCommandTests
{
    [Fact]
    public async Task A_plan_in_a_pipe_has_one_line_for_each_subnet()
    {
        var ran = await Cli.RunAsync("subnets", "10.0.0.0/16", "--zones", "3", "--tiers", "public,app,data");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(3 * 3, ran.Out.Split('\n').Count(l => l.Contains("255.255.240.0", StringComparison.Ordinal)));
        Assert.Contains("data    c     10.0.128.0/20  255.255.240.0    4091  10.0.128.4  10.0.143.254", ran.Out, StringComparison.Ordinal);
        Assert.Contains("next free block  10.0.144.0/20", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Out);
    }

    [Fact]
    public async Task A_plan_as_json_says_what_overlaps_and_the_command_answers_no()
    {
        var ran = await Cli.RunAsync("subnets", "10.0.0.0/16", "--zones", "a,c", "--tiers", "public/24,app", "--existing", "10.0.0.0/24", "192.168.0.0/16", "--json");
        Assert.Equal(1, ran.Exit);
        Assert.Equal(4, ran.Json().GetProperty("subnets").GetArrayLength());
        var overlap = Assert.Single(ran.Json().GetProperty("overlaps").EnumerateArray());
        Assert.Equal(("app", "a"), (overlap.GetProperty("tier").GetString(), overlap.GetProperty("zone").GetString()));
    }

    [Theory]
    [InlineData("10.0.0.1/16", "write 10.0.0.0/16")]
    [InlineData("banana", "write it as 10.0.0.0/16")]
    [InlineData("10.0.0.0/8", "InvalidVpc.Range")]
    public async Task What_is_no_block_of_a_vpc_is_refused_with_what_would_be_right(string cidr, string told)
    {
        var ran = await Cli.RunAsync("subnets", cidr);
        Assert.Equal((2, ""), (ran.Exit, ran.Out));
        Assert.Contains(told, ran.Error, StringComparison.Ordinal);
    }
}
