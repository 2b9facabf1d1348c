using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Flows;

public sealed class SampleDifferenceTests
{
    private static readonly DateTimeOffset Begun = DateTimeOffset.UnixEpoch;
    private static readonly FlowKey Flow = new(1, 2, Ip.Parse("10.0.0.1"), Ip.Parse("10.0.0.2"), Protocols.Udp, 1000, 53, 0, 0);

    [Fact]
    public void Only_what_came_since_the_last_reading_is_told()
    {
        var difference = new SampleDifference();
        Assert.Equal((5ul, 500ul), Told(difference.Take(Sample(5), At(10), Begun)));
        Assert.Equal((2ul, 200ul), Told(difference.Take(Sample(7), At(20), Begun)));
        Assert.Empty(difference.Take(Sample(7), At(30), Begun).Counts);
    }

    [Fact]
    public void A_count_that_went_back_or_was_away_is_a_new_one()
    {
        var difference = new SampleDifference();
        difference.Take(Sample(5), At(10), Begun);
        Assert.Equal((3ul, 300ul), Told(difference.Take(Sample(3), At(20), Begun)));
        Assert.Empty(difference.Take(new FlowSample([], 0, 0, 0), At(30), Begun).Counts);
        Assert.Equal((4ul, 400ul), Told(difference.Take(Sample(4), At(40), Begun)));
    }

    [Fact]
    public void The_last_packet_is_told_to_the_moment_and_the_first_where_it_is_the_same()
    {
        var difference = new SampleDifference();
        var (_, _, _, first, last) = difference.Take(Sample(5, idleMs: 3000), At(10), Begun).Counts[0];
        Assert.Equal((Begun, At(7)), (first, last));
        (_, _, _, first, last) = difference.Take(Sample(6, idleMs: 1000), At(20), Begun).Counts[0];
        Assert.Equal((At(19), At(19)), (first, last));
    }

    [Fact]
    public void Packets_that_found_no_room_are_told_once()
    {
        var difference = new SampleDifference();
        Assert.True(difference.Take(new FlowSample([], 1, 0, 0), At(10), Begun) is { MissedPassed: true, MissedRefused: false });
        Assert.True(difference.Take(new FlowSample([], 1, 2, 0), At(20), Begun) is { MissedPassed: false, MissedRefused: true });
    }

    private static DateTimeOffset At(int seconds) => Begun.AddSeconds(seconds);

    private static FlowSample Sample(ulong packets, long idleMs = 0) => new([new FlowCount(Flow, packets, packets * 100, idleMs)], 0, 0, 0);

    private static (ulong, ulong) Told(SampleDifference.Since since)
    {
        var (_, packets, bytes, _, _) = Assert.Single(since.Counts);
        return (packets, bytes);
    }
}
