using Haneul.Balancer.Http2;
using Xunit;

namespace Haneul.Tests.Http2;

public sealed class LeftOverTests
{
    [Fact]
    public void What_is_left_over_comes_before_what_is_received_next()
    {
        var left = new LeftOver();
        Span<byte> into = stackalloc byte[64];
        left.CopyTo(into);
        Assert.Equal(0, left.Length);
        foreach (var kept in new[] { "abc", "abcdefghijklmnopqrstuvwxyz", "z", "", "next" })
        {
            left.Keep(System.Text.Encoding.ASCII.GetBytes(kept));
            left.CopyTo(into);
            Assert.Equal(kept, System.Text.Encoding.ASCII.GetString(into[..left.Length]));
        }
        left.Drop();
        left.Drop();
        Assert.Equal(0, left.Length);
    }
}
