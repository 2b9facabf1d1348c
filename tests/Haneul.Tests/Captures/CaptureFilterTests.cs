using Haneul.Captures;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Captures;

/// <summary>Filters: which packets they let through, and what is said of those that cannot be read.</summary>
public sealed class CaptureFilterTests
{
    private static readonly byte[] Syn = Frames.Tcp("10.0.0.5", 40000, "60.1.1.1", 443);
    private static readonly byte[] Query = Frames.Udp("10.0.0.5", 5353, "10.0.0.2", 53);
    private static readonly byte[] Ping = Frames.Ping("10.0.1.9", "10.0.0.5");
    private static readonly byte[] Six = Frames.Tcp("2001:db8::5", 40000, "2001:db8::9", 8080);

    /// <summary>The frames by letter, in order: t, u, p, 6.</summary>
    [Theory]
    [InlineData("", "tup6")]
    [InlineData("tcp", "t6")]
    [InlineData("ip6", "6")]
    [InlineData("icmp", "p")]
    [InlineData("port 53", "u")]
    [InlineData("tcp port https", "t")]
    [InlineData("src port 443", "")]
    [InlineData("dst port 443", "t")]
    [InlineData("portrange 8000-9000", "6")]
    [InlineData("host 10.0.0.5", "tup")]
    [InlineData("src host 10.0.0.5", "tu")]
    [InlineData("dst net 10.0.0.0/16", "up")]
    [InlineData("host 2001:db8::9", "6")]
    [InlineData("proto 17", "u")]
    [InlineData("not host 10.0.0.5", "6")]
    [InlineData("tcp and not (port 443 or port 80)", "6")]
    [InlineData("udp or icmp && src 10.0.1.9", "up")]
    [InlineData("!tcp and !udp", "p")]
    public void Each_lets_through_what_it_names(string filter, string wanted)
    {
        var test = CaptureFilter.Parse(filter);
        Assert.Equal(wanted, string.Concat(new[] { ('t', Syn), ('u', Query), ('p', Ping), ('6', Six) }.Where(f => test(PacketView.Of(f.Item2))).Select(f => f.Item1)));
    }

    [Theory]
    [InlineData("prot 443", "'prot' is not understood")]
    [InlineData("port", "it ends too early; a port is wanted")]
    [InlineData("port 70000", "'70000' is not understood; a port is wanted")]
    [InlineData("host web", "'web' is not understood; an address is wanted")]
    [InlineData("(tcp", "a ) is missing")]
    [InlineData("tcp udp", "'udp' is not understood")]
    [InlineData("portrange 80", "a range such as 8000-8010 is wanted")]
    public void What_cannot_be_read_is_told(string filter, string told) =>
        Assert.Contains(told, Assert.Throws<Fault>(() => CaptureFilter.Parse(filter)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_filter_that_is_nested_without_end_is_refused() =>
        Assert.Contains("nested deeper", Assert.Throws<Fault>(() => CaptureFilter.Parse(new string('(', 10_000) + "tcp")).Message, StringComparison.Ordinal);

    /// <summary>As the kernel has them before they are cut: the length is told as 0.</summary>
    [Fact]
    public void Packets_that_are_longer_than_their_header_can_tell_are_told_with_their_length()
    {
        var frame = new byte[Syn.Length + 150_000];
        Syn.CopyTo(frame, 0);
        (frame[16], frame[17]) = (0, 0);
        Assert.Equal("tcp 10.0.0.5:40000 → 60.1.1.1:443 [S] 150000 bytes", PacketView.Of(frame).Told());
    }

    [Fact]
    public void Frames_of_any_bytes_are_looked_at_without_harm()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var frame = (byte[])(i % 2 == 0 ? Syn : Six).Clone();
            for (var n = random.Next(1, 8); n > 0; n--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
            var view = PacketView.Of(frame.AsSpan(0, random.Next(frame.Length + 1)));
            Assert.NotEmpty(view.Told());
            Assert.InRange(view.DestinationPort, 0, 65535);
        }
    }

    [Fact]
    public void A_view_says_what_tcpdump_would()
    {
        Assert.Equal("tcp 10.0.0.5:40000 → 60.1.1.1:443 [S] 0 bytes", PacketView.Of(Syn).Told());
        Assert.Equal("udp 10.0.0.5:5353 → 10.0.0.2:53 4 bytes", PacketView.Of(Query).Told());
        Assert.Equal("icmp 10.0.1.9 → 10.0.0.5 type 8 code 0", PacketView.Of(Ping).Told());
        Assert.Equal("tcp [2001:db8::5]:40000 → [2001:db8::9]:8080 [S] 0 bytes", PacketView.Of(Six).Told());
    }
}
