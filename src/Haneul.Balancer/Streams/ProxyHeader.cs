using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Haneul.Balancer;

/// <summary>
/// The header of the PROXY protocol, version 2, that tells a target who speaks through a balancer: https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt, section 2.2.
/// Of a health check it tells nobody (LOCAL), as https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#proxy-protocol says.
/// </summary>
public static class ProxyHeader
{
    /// <summary>The longest: of addresses of IPv6.</summary>
    public const int MostBytes = 16 + 2 * 16 + 2 * 2;

    private const byte ByProxy = 0x21, Own = 0x20, TcpOverV4 = 0x11, TcpOverV6 = 0x21;

    private static ReadOnlySpan<byte> Mark => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Writes the header of a TCP connection; its length. An address of IPv4 in a connection of IPv6 is written as mapped (::ffff:…).</summary>
    public static int Write(Span<byte> into, IPEndPoint client, IPEndPoint balancer)
    {
        var v6 = client.AddressFamily == AddressFamily.InterNetworkV6 || balancer.AddressFamily == AddressFamily.InterNetworkV6;
        var width = v6 ? 16 : 4;
        var length = 2 * width + 2 * sizeof(ushort);
        Start(into, ByProxy, v6 ? TcpOverV6 : TcpOverV4, length);
        Address(client.Address, v6).TryWriteBytes(into[16..], out _);
        Address(balancer.Address, v6).TryWriteBytes(into[(16 + width)..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(into[(16 + 2 * width)..], (ushort)client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(into[(18 + 2 * width)..], (ushort)balancer.Port);
        return 16 + length;
    }

    /// <summary>Writes the header of a connection that the balancer makes for itself; its length.</summary>
    public static int WriteOwn(Span<byte> into)
    {
        Start(into, Own, 0, 0);
        return 16;
    }

    private static void Start(Span<byte> into, byte command, byte family, int length)
    {
        Mark.CopyTo(into);
        into[12] = command;
        into[13] = family;
        BinaryPrimitives.WriteUInt16BigEndian(into[14..], (ushort)length);
    }

    private static IPAddress Address(IPAddress address, bool v6) => v6 ? address.MapToIPv6() : address;
}
