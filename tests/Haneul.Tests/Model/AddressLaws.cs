using System.Globalization;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Model;

/// <summary>What is true of all addresses and blocks, IPv4 and IPv6 alike.</summary>
public sealed class AddressLaws(ITestOutputHelper output)
{
    private const int Cases = 5_000;

    private readonly Seed seed = new(output, nameof(AddressLaws));

    internal static Ip AnyIp(Random random)
    {
        if (random.Next(2) == 0) return Ip.V4((uint)random.NextInt64(1L << 32));
        UInt128 bits = 0;
        for (var i = 0; i < 8; i++) bits = bits << 16 | (random.Next(2) == 0 ? 0u : (uint)random.Next(1 << 16));
        return new Ip(bits, true);
    }

    internal static Cidr AnyCidr(Random random)
    {
        var ip = AnyIp(random);
        return new Cidr(ip, random.Next(ip.Width + 1));
    }

    /// <summary>A block that probably has something to do with the other one.</summary>
    private static Cidr Near(Cidr other, Random random)
    {
        var last = other.Last.Bits;
        var ip = random.Next(3) switch { 0 => other.Network, 1 => new Ip(last, other.IsV6), _ => new Ip(last ^ (UInt128)1 << random.Next(other.Network.Width), other.IsV6) };
        return random.Next(8) == 0 ? AnyCidr(random) : new Cidr(ip, random.Next(ip.Width + 1));
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same() => seed.Cases(Cases, random =>
    {
        var ip = AnyIp(random);
        Assert.Equal(ip, Ip.Parse(ip.ToString()));
        var cidr = AnyCidr(random);
        Assert.True(Cidr.TryParse(cidr.ToString(), out var read, out var hadHostBits));
        Assert.Equal(cidr, read);
        Assert.False(hadHostBits);
    });

    [Fact]
    public void Host_bits_are_cut_off_and_told() => seed.Cases(Cases, random =>
    {
        var ip = AnyIp(random);
        var length = random.Next(ip.Width + 1);
        Assert.True(Cidr.TryParse($"{ip}/{length}", out var cidr, out var hadHostBits));
        Assert.Equal(new Cidr(ip, length), cidr);
        Assert.Equal(cidr.Network != ip, hadHostBits);
    });

    [Theory]
    [InlineData("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:DB8::AAAA", "2001:db8::aaaa")]
    [InlineData("::", "::")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    public void Addresses_print_in_the_canonical_form_of_RFC_5952(string text, string canonical) =>
        Assert.Equal(canonical, Ip.Parse(text).ToString());

    [Fact]
    public void Text_is_an_address_exactly_when_the_grammar_says_so() => seed.Cases(40_000, random =>
    {
        var text = Garbled(random);
        Assert.Equal(Grammar.Reads(text), Ip.TryParse(text, out var ip) ? ip : null);
    });

    [Fact]
    public void Text_is_a_block_exactly_when_it_is_an_address_and_a_plain_length() => seed.Cases(20_000, random =>
    {
        string[] ends = ["/8", "/08", "/", "/33", "/128", "/129", "/-1", "/+8", "/ 8", "/8 ", "/0", "/32", "/8/8", "", "/1e1", "/٣"];
        var text = Garbled(random) + ends[random.Next(ends.Length)];
        var slash = text.IndexOf('/');
        Cidr? wanted = null;
        if (slash >= 0 && Grammar.Reads(text[..slash]) is { } ip
            && text[(slash + 1)..] is var digits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && digits == length.ToString(CultureInfo.InvariantCulture) && length <= ip.Width)
        {
            wanted = new Cidr(ip, length);
        }
        Assert.Equal(wanted, Cidr.TryParse(text, out var read) ? read : null);
    });

    [Fact]
    public void First_last_mask_and_size_agree() => seed.Cases(Cases, random =>
    {
        var cidr = AnyCidr(random);
        Assert.Equal(cidr.Network, cidr.First);
        Assert.Equal(cidr.Last.Bits - cidr.First.Bits, cidr.SizeLessOne);
        Assert.Equal(cidr.Length, (int)UInt128.PopCount(cidr.Mask.Bits));
        Assert.Equal(cidr.Network.Bits, cidr.Last.Bits & cidr.Mask.Bits);
        Assert.Equal((UInt128)0, cidr.Mask.Bits & cidr.SizeLessOne);
        Assert.True(cidr.Contains(cidr.First) && cidr.Contains(cidr.Last));
        Assert.Equal(cidr.Length == 0, cidr.Contains(cidr.Last + 1));
    });

    [Fact]
    public void A_block_contains_what_lies_between_its_first_and_last_address() => seed.Cases(Cases, random =>
    {
        var cidr = AnyCidr(random);
        var ip = random.Next(2) == 0 ? AnyIp(random) : Near(cidr, random).Network;
        Assert.Equal(ip.IsV6 == cidr.IsV6 && ip.CompareTo(cidr.First) >= 0 && ip.CompareTo(cidr.Last) <= 0, cidr.Contains(ip));
    });

    [Fact]
    public void Blocks_overlap_exactly_when_one_contains_the_other() => seed.Cases(Cases, random =>
    {
        var a = AnyCidr(random);
        var b = Near(a, random);
        Assert.Equal(a.Overlaps(b), b.Overlaps(a));
        Assert.Equal(a.Contains(b) || b.Contains(a), a.Overlaps(b));
        var share = a.IsV6 == b.IsV6 && a.First.CompareTo(b.Last) <= 0 && b.First.CompareTo(a.Last) <= 0;
        Assert.Equal(share, a.Overlaps(b));
        Assert.Equal(a.Contains(b) && b.Contains(a), a == b);
    });

    [Fact]
    public void Halves_are_disjoint_and_make_up_the_whole() => seed.Cases(Cases, random =>
    {
        var whole = AnyCidr(random);
        if (whole.Length == whole.Network.Width) return;
        var (low, high) = whole.Halves;
        Assert.Equal(whole.First, low.First);
        Assert.Equal(low.Last + 1, high.First);
        Assert.Equal(whole.Last, high.Last);
        Assert.False(low.Overlaps(high));
    });

    [Fact]
    public void Blocks_are_ordered_by_network_and_the_larger_first() => seed.Cases(Cases, random =>
    {
        var a = AnyCidr(random);
        var b = Near(a, random);
        Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
        Assert.Equal(a == b, a.CompareTo(b) == 0);
        if (a != b && a.Contains(b)) Assert.True(a.CompareTo(b) < 0);
    });

    [Fact]
    public void Counting_on_from_the_last_address_begins_again_in_the_same_family()
    {
        Assert.Equal(Ip.V4(0), Ip.Parse("255.255.255.255") + 1);
        Assert.Equal(Ip.Parse("::"), Ip.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") + 1);
    }

    private static string Garbled(Random random)
    {
        var text = AnyIp(random).ToString();
        for (var n = random.Next(4); n > 0 && text.Length > 0; n--)
        {
            const string letters = "0123456789abcdefFg:.::..%/[] x-+";
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, letters[random.Next(letters.Length)].ToString()),
                _ => text[..at] + text[(at + random.Next(2))..] + (random.Next(6) == 0 ? ":1.2.3.4" : ""),
            };
        }
        return text;
    }
}
