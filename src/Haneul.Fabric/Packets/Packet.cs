using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>The header of one packet: what rules, routes and translations look at. Both addresses are of one family.</summary>
/// <param name="Source">Who sends.</param>
/// <param name="Destination">Who is meant.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="SourcePort">TCP and UDP; else 0.</param>
/// <param name="DestinationPort">TCP and UDP; else 0.</param>
/// <param name="IcmpType">ICMP and ICMPv6; else 0.</param>
/// <param name="IcmpCode">ICMP and ICMPv6; else 0.</param>
public readonly record struct Packet(
    Ip Source, Ip Destination, int Protocol, int SourcePort = 0, int DestinationPort = 0, int IcmpType = 0, int IcmpCode = 0)
{
    public bool IsV6 => Destination.IsV6;

    /// <summary>The packet that answers this one: addresses and ports exchanged; an echo request is answered by an echo reply (RFC 792, RFC 4443).</summary>
    public Packet Answer() => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
        IcmpType = (Protocol, IcmpType) switch
        {
            (Protocols.Icmp, 8) => 0,
            (Protocols.Icmpv6, 128) => 129,
            _ => IcmpType,
        },
    };

    public override string ToString()
    {
        if (Protocols.HasPorts(Protocol))
        {
            return $"{Protocols.NameOf(Protocol)} {With(Source, SourcePort)} -> {With(Destination, DestinationPort)}";
        }
        var type = Protocols.IsIcmp(Protocol) ? $" {IcmpType}/{IcmpCode}" : "";
        return $"{Protocols.NameOf(Protocol)}{type} {Source} -> {Destination}";
    }

    private static string With(Ip ip, int port) => ip.IsV6 ? $"[{ip}]:{port}" : $"{ip}:{port}";
}
