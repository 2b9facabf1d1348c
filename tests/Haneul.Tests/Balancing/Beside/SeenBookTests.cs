using Haneul.Balancer;
using Haneul.Balancing;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>What the data plane tells is kept until a daemon has heard it.</summary>
public sealed class SeenBookTests
{
    [Fact]
    public void What_was_handed_out_and_reached_nobody_is_handed_out_again_with_what_came_since()
    {
        var book = new SeenBook();
        book.Take(new SeenState { Version = 1 });
        book.Take(Counted(3, active: 9));
        var lost = book.News();
        Assert.NotNull(lost);
        book.Take(Counted(4, active: 2));
        book.TakeBack(lost);
        var count = Assert.Single(book.Whole()?.Counts ?? []);
        Assert.Equal((7, 70, 2, 2), (count.Requests, count.Bytes, count.Errors, count.Active));
        Assert.Empty(book.Whole()?.Counts ?? []);
    }

    private static SeenState Counted(long requests, int active) => new() { Version = 1, Counts = [new SeenCount("arn", "group", requests, requests * 10, 1) { Active = active }] };
}
