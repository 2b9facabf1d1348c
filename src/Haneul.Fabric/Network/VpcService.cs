using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What a VPC itself serves to its interfaces, at an address and port. https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-ec2-ntp.html</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Address">Where it is asked.</param>
/// <param name="Port">The port, of each of its protocols.</param>
public sealed record VpcService(VpcServiceKind Kind, Ip Address, int Port)
{
    public static ImmutableArray<Ip> Resolvers { get; } = [Ip.Parse("169.254.169.253"), Ip.Parse("fd00:ec2::253")];

    public static ImmutableArray<Ip> Metadata { get; } = [Ip.Parse("169.254.169.254"), Ip.Parse("fd00:ec2::254")];

    public static ImmutableArray<Ip> Time { get; } = [Ip.Parse("169.254.169.123"), Ip.Parse("fd00:ec2::123")];

    /// <summary>IANA numbers.</summary>
    public ImmutableArray<int> Protocols => Kind switch
    {
        VpcServiceKind.Resolver => [Model.Protocols.Udp, Model.Protocols.Tcp],
        VpcServiceKind.Metadata => [Model.Protocols.Tcp],
        _ => [Model.Protocols.Udp],
    };

    /// <summary>All services of a VPC; its resolver only where enableDnsSupport is on.</summary>
    public static IEnumerable<VpcService> Of(Router router)
    {
        foreach (var ip in router.ResolvesNames ? Resolvers.Add(router.Resolver) : []) yield return new VpcService(VpcServiceKind.Resolver, ip, 53);
        foreach (var ip in Metadata) yield return new VpcService(VpcServiceKind.Metadata, ip, 80);
        foreach (var ip in Time) yield return new VpcService(VpcServiceKind.Time, ip, 123);
    }

    /// <summary>The address is a service's, whether it answers there or not.</summary>
    public static bool IsAddress(Ip ip, Router router) => ip == router.Resolver || Resolvers.Contains(ip) || Metadata.Contains(ip) || Time.Contains(ip);

    /// <summary>The packet is for a service, by address, protocol and port.</summary>
    public static bool Answers(Packet packet, Router router)
    {
        foreach (var service in Of(router))
        {
            if (service.Address == packet.Destination && service.Port == packet.DestinationPort && service.Protocols.Contains(packet.Protocol)) return true;
        }
        return false;
    }
}

/// <summary>The services that every instance expects.</summary>
public enum VpcServiceKind
{
    /// <summary>Names: DNS, over UDP and TCP.</summary>
    Resolver,

    /// <summary>What an instance is told of itself: HTTP.</summary>
    Metadata,

    /// <summary>The time: NTP.</summary>
    Time,
}
