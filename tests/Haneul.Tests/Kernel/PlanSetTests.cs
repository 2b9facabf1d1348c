using Haneul.Kernel;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Kernel;

public sealed class PlanSetTests(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(PlanSetTests));

    [Fact]
    public void It_is_the_set_that_a_hash_set_would_be_few_members_or_many()
    {
        for (var c = 0; c < 400; c++)
        {
            var random = seed.Case(c);
            var (one, other) = (Members(random), Members(random));
            PlanSet<string> set = [.. one], second = [.. other];
            Assert.Equal(one.ToHashSet().Count, set.Count);
            Assert.Equal(one.ToHashSet(), set.ToHashSet());
            Assert.Equal(one.Except(other).ToHashSet(), set.Except(second).ToHashSet());
            Assert.Equal(one.Where(m => m.Length > 1).ToHashSet(), set.Where(m => m.Length > 1).ToHashSet());
            Assert.Equal(one.ToHashSet().SetEquals(other), set.Equals(second));
            Assert.All(other, m => Assert.Equal(one.Contains(m), set.Contains(m)));
        }
    }

    [Fact]
    public void Two_of_the_same_members_are_equal_in_whatever_order_they_were_made()
    {
        string[] members = [.. Enumerable.Range(0, 30).Select(i => $"m{i}")];
        PlanSet<string> set = [.. members], turned = [.. members.Reverse(), "m3"];
        Assert.Equal(set, turned);
        Assert.Equal(set.GetHashCode(), turned.GetHashCode());
        Assert.Empty(set.Except(turned));
        Assert.Same(set, set.Where(_ => true));
    }

    private static List<string> Members(Random random) => [.. Enumerable.Range(0, random.Next(25)).Select(_ => $"{random.Next(20)}")];
}
