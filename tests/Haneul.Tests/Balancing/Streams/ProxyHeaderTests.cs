using System.Net;
using Haneul.Balancer;
using Xunit;

namespace Haneul.Tests.Balancing.Streams;

public sealed class ProxyHeaderTests
{
    [Fact]
    public void A_header_of_IPv4_is_what_the_protocol_says_byte_by_byte()
    {
        var header = Write("192.0.2.7:50000", "10.0.1.9:443");
        Assert.Equal("0D0A0D0A000D0A515549540A" + "21" + "11" + "000C" + "C0000207" + "0A000109" + "C350" + "01BB", Convert.ToHexString(header));
    }

    [Fact]
    public void A_header_of_IPv6_holds_whole_addresses()
    {
        var header = Write("[2001:db8::7]:50000", "[2001:db8::9]:443");
        Assert.Equal("21" + "21" + "0024" + "20010DB8000000000000000000000007" + "20010DB8000000000000000000000009" + "C350" + "01BB", Convert.ToHexString(header)[24..]);
        Assert.Equal(ProxyHeader.MostBytes, header.Length);
    }

    [Fact]
    public void An_address_of_IPv4_beside_one_of_IPv6_is_mapped() =>
        Assert.Equal("00000000000000000000FFFFC0000207", Convert.ToHexString(Write("192.0.2.7:1", "[2001:db8::9]:2"))[32..64]);

    [Fact]
    public void A_health_check_tells_nobody()
    {
        var header = new byte[ProxyHeader.MostBytes];
        Assert.Equal("0D0A0D0A000D0A515549540A" + "20000000", Convert.ToHexString(header.AsSpan(0, ProxyHeader.WriteOwn(header))));
    }

    private static byte[] Write(string client, string balancer)
    {
        var header = new byte[ProxyHeader.MostBytes];
        return header[..ProxyHeader.Write(header, IPEndPoint.Parse(client), IPEndPoint.Parse(balancer))];
    }
}
