using Haneul.Tests.Model;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Spec;

/// <summary>What holds for Spec by itself, before anything is compared with it.</summary>
public sealed class SpecTests(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(SpecTests));

    [Fact]
    public void Random_worlds_are_worlds_that_AWS_allows() =>
        seed.Cases(100, random => Assert.Equal("", string.Join('\n', Invariants.Of(RandomWorld.Make(random)))));

    [Fact]
    public void A_good_share_of_random_packets_gets_through_and_every_code_is_met()
    {
        const int worlds = 150, packets = 30;
        var codes = new SortedDictionary<string, int>();
        int open = 0, there = 0;
        seed.Cases(worlds, random =>
        {
            var world = RandomWorld.Make(random);
            var questions = new RandomQuestions(world, random);
            for (var i = 0; i < packets; i++)
            {
                var answer = SpecEvaluator.Ask(world, questions.Next());
                if (answer.Reachable) open++;
                if (answer.Forward.Open) there++;
                if ((answer.Forward.Blocker ?? answer.Back?.Blocker) is { } blocker) codes[blocker.Code] = codes.GetValueOrDefault(blocker.Code) + 1;
            }
        });
        seed.Tell($"{worlds * packets} packets: {100.0 * open / (worlds * packets):0.0} % reachable, {100.0 * there / (worlds * packets):0.0} % arrived");
        foreach (var (code, n) in codes) seed.Tell($"{n,6} {code}");
        Assert.True(open * 5 >= worlds * packets, $"only {open} of {worlds * packets} packets are reachable");
        Assert.True(codes.Count >= 12, $"only {codes.Count} codes are met: {string.Join(' ', codes.Keys)}");
    }
}
